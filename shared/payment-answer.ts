import * as z from 'zod';
import { iso } from './flow-answer.ts';
import { amountsOf, paymentState, stateOf, transactionState, transactionType } from './payment.ts';
import type { PayerLinks } from './payment-provider.ts';
import type { StoredPayment } from './payment-store.ts';

const amount = z.int().meta({ description: 'Minor units' });

/** What a merchant reads of a payment. */
export const paymentAnswer = z
  .strictObject({
    paymentId: z.string(),
    provider: z.string(),
    merchantReference: z.string().nullable(),
    state: paymentState,
    amounts: z.strictObject({
      authorized: amount,
      captured: amount,
      cancelled: amount,
      reversed: amount,
      remainingCapture: amount,
      remainingReversal: amount,
    }),
    transactions: z.array(
      z.strictObject({
        number: z.int().nullable(),
        type: transactionType,
        state: transactionState,
        amount,
        vatAmount: amount,
        payeeReference: z.string().nullable(),
        created: z.string(),
      }),
    ),
    operations: z.array(z.string()).meta({ description: 'What the provider offered when it was last read' }),
    parked: z.string().nullable().meta({ description: 'Why it is no longer looked at by itself' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Payment' });

export const answerPayment = (payment: StoredPayment): z.infer<typeof paymentAnswer> => ({
  paymentId: payment.paymentId,
  provider: payment.provider,
  merchantReference: payment.merchantReference ?? null,
  state: stateOf(payment.known),
  amounts: amountsOf(payment.known),
  transactions: Object.values(payment.known.transactions)
    .sort((one, other) => one.created.localeCompare(other.created))
    .map(({ number = null, payeeReference = null, type, state, amount: sum, vatAmount, created }) => ({
      number,
      type,
      state,
      amount: sum,
      vatAmount,
      payeeReference,
      created,
    })),
  operations: payment.known.operations,
  parked: payment.parked?.reason ?? null,
  createdAt: iso(payment.createdAt),
});

/** The answer to a creation: the payment, and what the payer needs. */
export const createdPaymentAnswer = paymentAnswer
  .extend({
    payer: z.strictObject({
      redirectUrl: z.url().nullable().meta({ description: 'The hosted page; also good as a payment link' }),
      scriptUrl: z.url().nullable().meta({ description: 'The script of the seamless view' }),
    }),
  })
  .meta({ id: 'CreatedPayment' });

export const answerCreated = (
  payment: StoredPayment,
  { redirectUrl, scriptUrl }: PayerLinks,
): z.infer<typeof createdPaymentAnswer> => ({
  ...answerPayment(payment),
  payer: { redirectUrl: redirectUrl ?? null, scriptUrl: scriptUrl ?? null },
});
