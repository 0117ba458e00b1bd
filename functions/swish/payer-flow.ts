import * as z from 'zod';
import type { PayerFlow, PayerMemory } from '../../shared/payer-flow.ts';
import { amountsOf, stateOf } from '../../shared/payment.ts';
import type { StoredPayment } from '../../shared/payment-item.ts';
import { unknownStatusHint, type Outcome, type View } from '../../shared/polling-flow.ts';
import { bankNeverAnswered, swishErrors, type SwishHint } from '../../shared/swish-hints.ts';
import { swishFlow, swishView } from '../../shared/swish-flow.ts';
import { declined } from './ledger.ts';

const result = z.strictObject({
  paymentId: z.string(),
  amount: z.int().meta({ description: 'In öre' }),
  paidAt: z.string().nullable(),
});

/** In which the payer follows a payment with Swish (swish.md 7 and 11). */
export const swishPayment: PayerFlow = {
  ...swishFlow,
  name: 'swish-payment',
  result,
  begin: ({ appToken }, returnUrl) => ({ hint: 'swish-waiting', view: swishView(appToken, returnUrl) }),
  poll: async (desk, paymentId, { returnUrl, memory }) =>
    outcomeOf(await desk.sync(paymentId), swishView(memory.appToken, returnUrl)),
  cancel: (desk, paymentId) => desk.abort(paymentId),
};

/** What the ledger knows after a look, for the payer. Only Swish's word ends the flow. */
const outcomeOf = (
  { paymentId, known, faults }: StoredPayment,
  view: View,
): Outcome<string, z.infer<typeof result>, PayerMemory> => {
  const { authorized } = amountsOf(known);
  const { reason } = known;
  if (authorized > 0) {
    const sale = Object.values(known.transactions).find(({ type }) => type === 'sale');
    return { status: 'complete', result: { paymentId, amount: authorized, paidAt: sale?.created ?? null } };
  }
  switch (stateOf(known)) {
    case 'aborted':
      return { status: 'cancelled', hint: 'swish-cancelled' };
    case 'failed':
      return { status: 'failed', hint: hintOf(reason) };
    case 'unknown':
      return {
        status: 'pending',
        hint: reason === bankNeverAnswered ? 'outcome-unknown' : unknownStatusHint,
        view: {},
      };
    default:
      return { status: 'pending', hint: faults > 0 ? 'provider-unavailable' : 'swish-waiting', view };
  }
};

const hintOf = (reason: string | undefined): SwishHint =>
  reason === declined ? 'swish-declined' : (swishErrors.get(reason ?? '') ?? 'swish-failed');
