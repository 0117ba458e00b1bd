import * as z from 'zod';
import { defaultMaxBodyBytes } from '../../shared/http.ts';
import { mobileNumber } from '../../shared/phone-number.ts';
import { unknownStatusHint, type Outcome, type PollingFlow } from '../../shared/polling-flow.ts';
import { bankNeverAnswered, swishErrors, type SwishHint } from '../../shared/swish-hints.ts';
import { swishFlow, swishView } from '../../shared/swish-flow.ts';
import { optionalMinorUnits } from './amounts.ts';
import type { BillectaClient } from './client.ts';
import { created } from './common.ts';
import { invoiceId, payment, paymentOf, type Payment } from './payment-views.ts';
import { instant, named } from './wire.ts';

const request = z.strictObject({
  invoiceId,
  phone: mobileNumber.optional().meta({ description: 'Without it the payer opens Swish by the link or the code' }),
});

/** SwishPaymentStatusView (billecta.md 4). */
export const swishStatus = z.looseObject({
  Status: named({ [-1]: 'Unknown', 0: 'Created', 1: 'Declined', 2: 'Error', 3: 'Paid', 4: 'Cancelled', 5: 'Refunded' }),
  PaymentRequestToken: z.string().nullish(),
  PaidDate: instant,
  Amount: optionalMinorUnits,
  RefundedAmount: optionalMinorUnits,
  ErrorCode: z.string().nullish(),
});

/** Pays an invoice with Swish (billecta.md 4, seed 000 "Payments with Swish"); Billecta books it and closes the invoice. */
export const swishInvoicePayment: PollingFlow<BillectaClient, z.infer<typeof request>, SwishHint, Payment> = {
  ...swishFlow,
  name: 'swish-invoice-payment',
  route: 'POST /v1/billecta/swish/invoice-payments',
  summary: 'Start a payment of an invoice with Swish',
  request,
  result: payment,
  maxBodyBytes: defaultMaxBodyBytes,

  async start(client, { invoiceId: invoice, phone }) {
    // The phone number stands in the address too, which is never logged.
    const call = { name: 'swish-start', parameters: { invoiceId: invoice, phone } } as const;
    const { PublicId } = await client.inferred('swish.start', call, created);
    return { reference: PublicId, hint: 'swish-waiting', view: {} };
  },

  async poll(client, reference, { returnUrl }) {
    const call = { name: 'swish-status', parameters: { paymentId: reference } } as const;
    const found = await client.inferred('swish.poll', call, swishStatus);
    switch (found.Status) {
      case 'Created':
        return { status: 'pending', hint: 'swish-waiting', view: swishView(found.PaymentRequestToken, returnUrl) };
      case 'Paid':
      case 'Refunded':
        return { status: 'complete', result: paymentOf(found.PaidDate, found.Amount, found.RefundedAmount) };
      case 'Declined':
        return { status: 'failed', hint: 'swish-declined' };
      case 'Cancelled':
        return { status: 'cancelled', hint: 'swish-cancelled' };
      case 'Error':
        return errorOf(found.ErrorCode);
      default:
        return { status: 'pending', hint: unknownStatusHint, view: {} };
    }
  },
};

const errorOf = (code: string | null | undefined): Outcome<SwishHint, Payment> => {
  if (code === bankNeverAnswered) return { status: 'pending', hint: 'outcome-unknown', view: {} };
  const hint = swishErrors.get(code ?? '') ?? 'swish-failed';
  return { status: hint === 'swish-cancelled' ? 'cancelled' : 'failed', hint };
};
