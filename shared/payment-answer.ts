import * as z from 'zod';
import { answerStarted, iso, startedAnswer } from './flow-answer.ts';
import { amountsOf, paymentState, stateOf, transactionState, transactionType, type Transaction } from './payment.ts';
import type { Created } from './payment-creation.ts';
import { operationType, type StoredPayment } from './payment-item.ts';
import { merchantReferenceOf } from './payment-merge.ts';
import type { Outcome } from './payment-operation.ts';

const amount = z.int().meta({ description: 'Minor units' });

const transactionAnswer = z
  .strictObject({
    number: z.int().nullable().meta({ description: "The provider's, for people and for reconciliation" }),
    type: transactionType,
    state: transactionState,
    amount,
    vatAmount: amount,
    payeeReference: z.string().nullable(),
    merchantReference: z.string().nullable().meta({ description: 'Yours, of the operation that made it' }),
    created: z.string(),
  })
  .meta({ id: 'Transaction' });

/** What a merchant reads of a payment. */
export const paymentAnswer = z
  .strictObject({
    paymentId: z.string(),
    provider: z.string(),
    merchantReference: z.string().nullable(),
    state: paymentState,
    reason: z
      .string()
      .nullable()
      .meta({ description: "The provider's code for why it ended, or why nobody can tell what became of it" }),
    amounts: z.strictObject({
      authorized: amount,
      captured: amount,
      cancelled: amount,
      reversed: amount,
      remainingCapture: amount,
      remainingReversal: amount,
    }),
    transactions: z.array(transactionAnswer),
    underway: z
      .strictObject({ type: operationType, since: z.iso.datetime() })
      .nullable()
      .meta({ description: 'An operation whose outcome is not known yet; until then no other can begin' }),
    operations: z.array(z.string()).meta({ description: 'What the provider offered when it was last read' }),
    tokens: z
      .array(z.enum(['paymentToken', 'recurrenceToken']))
      .meta({ description: 'Which tokens it has made and that are not deleted; never the tokens themselves' }),
    parked: z.string().nullable().meta({ description: 'Why it is no longer looked at by itself' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Payment' });

export const answerPayment = (payment: StoredPayment): z.infer<typeof paymentAnswer> => ({
  paymentId: payment.paymentId,
  provider: payment.provider,
  merchantReference: payment.merchantReference ?? null,
  state: stateOf(payment.known),
  reason: payment.known.reason ?? null,
  amounts: amountsOf(payment.known),
  transactions: Object.values(payment.known.transactions)
    .sort((one, other) => one.created.localeCompare(other.created))
    .map((transaction) => answerTransaction(payment, transaction)),
  underway: underwayOf(payment),
  operations: payment.known.operations,
  tokens: (['paymentToken', 'recurrenceToken'] as const).filter((name) => payment.tokens[name]),
  parked: payment.parked?.reason ?? null,
  createdAt: iso(payment.createdAt),
});

const answerTransaction = (payment: StoredPayment, transaction: Transaction): z.infer<typeof transactionAnswer> => ({
  number: transaction.number ?? null,
  type: transaction.type,
  state: transaction.state,
  amount: transaction.amount,
  vatAmount: transaction.vatAmount,
  payeeReference: transaction.payeeReference ?? null,
  merchantReference: merchantReferenceOf(payment, transaction) ?? null,
  created: transaction.created,
});

const underwayOf = ({ underway, intents }: StoredPayment) => {
  const intent = underway && intents[underway.operationId];
  return intent ? { type: intent.type, since: iso(intent.askedAt) } : null;
};

/** The answer to an operation: the transaction that it made, and the payment as it is now. */
export const operationAnswer = z
  .strictObject({
    transaction: transactionAnswer.nullable().meta({ description: 'Null while it is not known what became of it' }),
    payment: paymentAnswer,
  })
  .meta({ id: 'OperationAnswer' });

export const answerOperation = ({
  payment,
  transaction,
}: Pick<Outcome, 'payment'> & Partial<Outcome>): z.infer<typeof operationAnswer> => ({
  transaction: transaction ? answerTransaction(payment, transaction) : null,
  payment: answerPayment(payment),
});

/** The answer to a creation: the payment, and what the payer needs. */
export const createdPaymentAnswer = paymentAnswer
  .extend({
    payer: z.strictObject({
      redirectUrl: z.url().nullable().meta({ description: 'The hosted page; also good as a payment link' }),
      scriptUrl: z.url().nullable().meta({ description: 'The script of the seamless view' }),
    }),
    flow: startedAnswer.nullable().meta({
      description: 'In which the payer follows the payment in an app; null where there is none, or it is erased',
    }),
  })
  .meta({ id: 'CreatedPayment' });

export const answerCreated = ({
  payment,
  payer: { redirectUrl, scriptUrl },
  flow,
}: Created): z.infer<typeof createdPaymentAnswer> => ({
  ...answerPayment(payment),
  payer: { redirectUrl: redirectUrl ?? null, scriptUrl: scriptUrl ?? null },
  flow: flow ? answerStarted(flow) : null,
});
