import type * as z from 'zod';
import { paymentAnswer, type Payment } from './answers.ts';
import type {
  AbortBody,
  AuthorizationBody,
  CancellationBody,
  CaptureBody,
  LegalAddressBody,
  ReversalBody,
} from './builders.ts';
import { findOperation, type Rel } from './rels.ts';
import {
  abortedAnswer,
  approvedLegalAddressAnswer,
  type ApprovedLegalAddress,
  failedAnswer,
  metadataAnswer,
  paidAnswer,
  payeeInfoAnswer,
  pricesAnswer,
  urlsAnswer,
} from './resource-answers.ts';
import { transactionAnswer, transactionListAnswer, type TransactionItem } from './transaction-answers.ts';

/** Something done with a payment: found by its rel in what the payment offers, and never by building a URL. */
export interface Call<Body, Answer> {
  readonly rel: Rel;
  readonly answer: z.ZodType<Answer>;
  readonly timeLimitMilliseconds: number;
  /** Never there at run time: it ties a call to the body that belongs to it. */
  readonly body?: Body;
}

/** Below the function's 29 s: a write that is given up has an unknown outcome (swedbank-pay.md section 2). */
export const creationMilliseconds = 25_000;

/** A capture took 0.4 s when recorded; a read goes before and another after it, in the same 29 s. */
export const writeMilliseconds = 12_000;

/** A direct authorization took 13 s when recorded; the provider's own client waits for 60 (swedbank-pay.md section 2). */
export const authorizationMilliseconds = 60_000;

export const approveLegalAddress: Call<LegalAddressBody, ApprovedLegalAddress> = {
  rel: 'create-approved-legal-address',
  answer: approvedLegalAddressAnswer,
  timeLimitMilliseconds: writeMilliseconds,
};

export const authorize: Call<AuthorizationBody, TransactionItem> = {
  rel: 'create-authorization',
  answer: transactionAnswer,
  timeLimitMilliseconds: authorizationMilliseconds,
};

export const capture: Call<CaptureBody, TransactionItem> = {
  rel: 'create-capture',
  answer: transactionAnswer,
  timeLimitMilliseconds: writeMilliseconds,
};

export const cancel: Call<CancellationBody, TransactionItem> = {
  rel: 'create-cancellation',
  answer: transactionAnswer,
  timeLimitMilliseconds: writeMilliseconds,
};

export const reverse: Call<ReversalBody, TransactionItem> = {
  rel: 'create-reversal',
  answer: transactionAnswer,
  timeLimitMilliseconds: writeMilliseconds,
};

export const abort: Call<AbortBody, Payment> = {
  rel: 'update-payment-abort',
  answer: paymentAnswer,
  timeLimitMilliseconds: writeMilliseconds,
};

/** The payment's other resources, by the name under which we offer them: where they are, and what they hold. */
export const resources = {
  transactions: { hrefOf: (payment: Payment) => payment.transactions?.href, answer: transactionListAnswer },
  authorizations: { hrefOf: (payment: Payment) => payment.authorizations?.href, answer: transactionListAnswer },
  captures: { hrefOf: (payment: Payment) => payment.captures?.href, answer: transactionListAnswer },
  cancellations: { hrefOf: (payment: Payment) => payment.cancellations?.href, answer: transactionListAnswer },
  reversals: { hrefOf: (payment: Payment) => payment.reversals?.href, answer: transactionListAnswer },
  verifications: { hrefOf: (payment: Payment) => payment.verifications?.href, answer: transactionListAnswer },
  prices: { hrefOf: (payment: Payment) => payment.prices?.href, answer: pricesAnswer },
  payeeInfo: { hrefOf: (payment: Payment) => payment.payeeInfo?.href, answer: payeeInfoAnswer },
  urls: { hrefOf: (payment: Payment) => payment.urls?.href, answer: urlsAnswer },
  metadata: { hrefOf: (payment: Payment) => payment.metadata?.href, answer: metadataAnswer },
  approvedLegalAddress: {
    hrefOf: (payment: Payment) => payment.approvedLegalAddress?.href,
    answer: approvedLegalAddressAnswer,
  },
  paid: { hrefOf: (payment: Payment) => findOperation(payment, 'paid-payment')?.href, answer: paidAnswer },
  failed: { hrefOf: (payment: Payment) => findOperation(payment, 'failed-payment')?.href, answer: failedAnswer },
  aborted: { hrefOf: (payment: Payment) => findOperation(payment, 'aborted-payment')?.href, answer: abortedAnswer },
} as const;

/** Where the payer completes it: the hosted page (also as payment link), and the script of the seamless view. */
export const payerLinksOf = (payment: Payment): { redirectUrl: string | undefined; scriptUrl: string | undefined } => ({
  redirectUrl: (findOperation(payment, 'redirect-authorization') ?? findOperation(payment, 'redirect-verification'))
    ?.href,
  scriptUrl: (findOperation(payment, 'view-authorization') ?? findOperation(payment, 'view-verification'))?.href,
});
