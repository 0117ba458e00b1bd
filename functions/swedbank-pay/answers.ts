import * as z from 'zod';
import { amountOrZero, optionalText, subResource, whole, word } from './reading.ts';
import { operations } from './rels.ts';
import { metadata, payeeInfo, prices, urls } from './resource-answers.ts';
import { transactionItems } from './transaction-answers.ts';

/** Where payments are made; the only path that is ours to know (swedbank-pay.md section 2). */
export const paymentsPath = '/psp/invoice/payments';

/** The provider's id of a payment: the path of its resource. Anything else, such as another host's URL, is none. */
export const providerPaymentId = z
  .string()
  .regex(
    /^\/psp\/invoice\/payments\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
    'must be the path of an invoice payment',
  );

/** The answer of create, GET and abort (swedbank-pay.md 5.3). */
export const paymentAnswer = z
  .looseObject({
    payment: z.looseObject({
      id: providerPaymentId,
      number: whole,
      created: z.string(),
      updated: z.string(),
      operation: word,
      state: word,
      currency: z.string().regex(/^[A-Z]{3}$/),
      amount: amountOrZero,
      remainingCaptureAmount: amountOrZero,
      remainingCancellationAmount: amountOrZero,
      remainingReversalAmount: amountOrZero,
      language: optionalText,
      description: optionalText,
      paymentToken: optionalText,
      recurrenceToken: optionalText,
      prices: subResource(prices),
      payeeInfo: subResource(payeeInfo),
      urls: subResource(urls),
      metadata: subResource(metadata),
      transactions: subResource(transactionItems),
      authorizations: subResource(transactionItems),
      captures: subResource(transactionItems),
      cancellations: subResource(transactionItems),
      reversals: subResource(transactionItems),
      verifications: subResource(transactionItems),
      approvedLegalAddress: subResource(z.never()),
    }),
    operations,
  })
  .transform(({ payment: it, operations: offered }) => ({
    id: it.id,
    number: it.number,
    created: it.created,
    updated: it.updated,
    operation: it.operation,
    /** Stays `Ready` when paid, captured and reversed: the operations and transactions say more (section 15). */
    state: it.state,
    currency: it.currency,
    /** 0 until something is authorized. */
    amount: it.amount,
    remainingCaptureAmount: it.remainingCaptureAmount,
    remainingCancellationAmount: it.remainingCancellationAmount,
    remainingReversalAmount: it.remainingReversalAmount,
    language: it.language,
    description: it.description,
    /** Whoever holds a token can charge the payer: it is stored encrypted and never logged. */
    paymentToken: it.paymentToken,
    recurrenceToken: it.recurrenceToken,
    prices: it.prices,
    payeeInfo: it.payeeInfo,
    urls: it.urls,
    metadata: it.metadata,
    transactions: it.transactions,
    authorizations: it.authorizations,
    captures: it.captures,
    cancellations: it.cancellations,
    reversals: it.reversals,
    verifications: it.verifications,
    approvedLegalAddress: it.approvedLegalAddress,
    operations: offered,
  }));
export type Payment = z.output<typeof paymentAnswer>;

/** What can be expanded in place, in the provider's spelling (swedbank-pay.md section 4). */
export type Expandable =
  | 'prices'
  | 'payeeInfo'
  | 'urls'
  | 'metadata'
  | 'transactions'
  | 'authorizations'
  | 'captures'
  | 'cancellations'
  | 'reversals'
  | 'verifications';

/** The tokens that a payment made: they sit on the items of expanded authorizations or verifications, or on the payment. */
export const tokensOf = (
  payment: Payment,
): { paymentToken: string | undefined; recurrenceToken: string | undefined } => {
  const holders = [...(payment.authorizations?.content ?? []), ...(payment.verifications?.content ?? []), payment];
  return {
    paymentToken: holders.find(({ paymentToken }) => paymentToken !== undefined)?.paymentToken,
    recurrenceToken: holders.find(({ recurrenceToken }) => recurrenceToken !== undefined)?.recurrenceToken,
  };
};
