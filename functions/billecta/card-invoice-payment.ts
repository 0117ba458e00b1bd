import * as z from 'zod';
import { defaultMaxBodyBytes } from '../../shared/http.ts';
import { unknownStatusHint, type Outcome, type PollingFlow } from '../../shared/polling-flow.ts';
import { optionalMinorUnits } from './amounts.ts';
import { cardHints, windowFields, windowRequest, windowUrl, type CardHint } from './card-window.ts';
import type { BillectaClient } from './client.ts';
import { empty, text } from './common.ts';
import { invoiceId, payment, paymentOf } from './payment-views.ts';
import { instant, named } from './wire.ts';

const request = windowRequest.extend({ invoiceId });

/** CreditCardPaymentView (billecta.md 5). */
export const cardPayment = z.looseObject({
  PaymentPublicId: z.string().min(1),
  Status: named({ [-1]: 'Unknown', 0: 'Pending', 1: 'Succeeded', 2: 'Failed', 3: 'Refunded' }),
  PaymentWindowUrl: windowUrl,
  PaymentDate: instant,
  Amount: optionalMinorUnits,
  RefundedAmount: optionalMinorUnits,
  Funding: text,
  Brand: text,
});

const result = payment.extend({
  brand: z.string().nullable(),
  funding: z.string().nullable().meta({ description: 'Debit or credit, in the words of the provider' }),
});

/** Pays an invoice by card once, without saving it (billecta.md 5, seed 000 "Payments without saving credit cards"). */
export const cardInvoicePayment: PollingFlow<
  BillectaClient,
  z.infer<typeof request>,
  CardHint,
  z.infer<typeof result>
> = {
  name: 'card-invoice-payment',
  route: 'POST /v1/billecta/cards/invoice-payments',
  summary: 'Start a payment of an invoice by card',
  request,
  result,
  hints: cardHints,
  failureImpact: 'People who pay by card do not hear that they have paid until the clock sends another machine.',
  machine: 'standard',
  movesMoney: true,
  showsCode: false,
  giveUpAfterSeconds: 1800,
  keepForSeconds: 85_500,
  maxBodyBytes: defaultMaxBodyBytes,

  async start(client, { invoiceId: invoice, ...window }) {
    const call = { name: 'card-payment-start', body: { ActionPublicId: invoice, ...windowFields(window) } } as const;
    const found = await client.inferred('card-payment.start', call, cardPayment);
    return { reference: found.PaymentPublicId, hint: 'card-window-open', view: viewOf(found) };
  },

  async poll(client, reference) {
    const call = { name: 'card-payment-status', parameters: { paymentId: reference } } as const;
    return outcomeOf(await client.inferred('card-payment.poll', call, cardPayment));
  },

  async cancel(client, reference) {
    const call = { name: 'card-payment-cancel', parameters: { paymentId: reference } } as const;
    await client.inferred('card-payment.cancel', call, empty);
  },
};

type CardPayment = z.infer<typeof cardPayment>;

const viewOf = ({ PaymentWindowUrl }: CardPayment) => (PaymentWindowUrl ? { redirectUrl: PaymentWindowUrl } : {});

const outcomeOf = (found: CardPayment): Outcome<CardHint, z.infer<typeof result>> => {
  switch (found.Status) {
    case 'Pending':
      return { status: 'pending', hint: 'card-window-open', view: viewOf(found) };
    case 'Succeeded':
    case 'Refunded': {
      const paid = paymentOf(found.PaymentDate, found.Amount, found.RefundedAmount);
      return { status: 'complete', result: { ...paid, brand: found.Brand, funding: found.Funding } };
    }
    case 'Failed':
      return { status: 'failed', hint: 'card-payment-failed' };
    default:
      return { status: 'pending', hint: unknownStatusHint, view: {} };
  }
};
