import type { Reply } from '../http.ts';
import { kronorText } from './amounts.ts';
import { dateText, type DateFormat } from './dates.ts';
import { messageOf, type ErrorCode } from './errors.ts';
import type { Payment } from './payments.ts';
import type { Refund } from './refunds.ts';

const errorFields = (code: ErrorCode | null) => ({
  errorCode: code,
  errorMessage: code && messageOf(code),
  additionalInformation: null,
});

const dates = ({ createdAt, paidAt }: { createdAt: number; paidAt: number | null }, format: DateFormat) => ({
  dateCreated: dateText(createdAt, format),
  datePaid: paidAt === null ? null : dateText(paidAt, format),
});

/** The payment request object of reads and callbacks (swish.md 6). */
export const paymentObject = (payment: Payment, format: DateFormat) => ({
  id: payment.id,
  payeePaymentReference: payment.request.payeePaymentReference ?? null,
  paymentReference: payment.paymentReference,
  callbackUrl: payment.request.callbackUrl,
  callbackIdentifier: payment.request.callbackIdentifier,
  payerAlias: payment.payerAlias,
  payeeAlias: payment.request.payeeAlias,
  amount: payment.request.amount / 100,
  currency: payment.request.currency,
  message: payment.request.message ?? null,
  status: payment.status,
  ...dates(payment, format),
  ...errorFields(payment.errorCode),
});

/** The refund object of reads and callbacks (swish.md 14). */
export const refundObject = (refund: Refund, format: DateFormat) => ({
  id: refund.id,
  originalPaymentReference: refund.request.originalPaymentReference,
  payerPaymentReference: refund.request.payerPaymentReference ?? null,
  paymentReference: refund.paymentReference,
  callbackUrl: refund.request.callbackUrl,
  callbackIdentifier: refund.request.callbackIdentifier,
  payerAlias: refund.request.payerAlias,
  payeeAlias: refund.request.payeeAlias ?? null,
  amount: refund.request.amount / 100,
  currency: refund.request.currency,
  message: refund.request.message ?? null,
  status: refund.status,
  ...dates(refund, format),
  ...errorFields(refund.errorCode),
});

export type SwishObject = ReturnType<typeof paymentObject> | ReturnType<typeof refundObject>;

/** The object as Swish writes it: the amount is a number with two decimals (swish.md 6), which JSON.stringify cannot. */
export function objectText(object: SwishObject): string {
  const amount = kronorText(Math.round(object.amount * 100));
  // No text inside can look like this: there a quote has a backslash before it.
  return JSON.stringify(object).replace(/"amount":[^,]+/, `"amount":${amount}`);
}

export const objectReply = (object: SwishObject): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: objectText(object),
});
