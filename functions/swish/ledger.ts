import type { Openness, Snapshot, Transaction } from '../../shared/payment.ts';
import { bankNeverAnswered } from '../../shared/swish-hints.ts';
import type { PaymentRequest, Refund } from './answers.ts';

/** The payer said no; Swish has no code for it. */
export const declined = 'DECLINED';

/** How a payment request stands that has not been paid (swish.md 7), and why. */
const opennessOf = ({ status, errorCode }: PaymentRequest): { openness: Openness; reason?: string | undefined } => {
  switch (status) {
    case 'CREATED':
    case 'PAID':
      return { openness: 'open' };
    case 'DECLINED':
      return { openness: 'failed', reason: declined };
    case 'CANCELLED':
      return { openness: 'aborted', reason: errorCode };
    case 'ERROR':
      // The bank never answered, so the money may have moved.
      return { openness: errorCode === bankNeverAnswered ? 'unknown' : 'failed', reason: errorCode };
    default:
      return { openness: 'unknown', reason: status.slice(0, 32) };
  }
};

/** One read in the ledger's words: money that was paid is authorized and captured at once (swish.md 1). */
export const snapshotOf = (payment: PaymentRequest, refunds: readonly Refund[]): Snapshot => {
  const isPaid = payment.status === 'PAID';
  return {
    ...opennessOf(payment),
    operations: isPaid ? ['reversal'] : payment.status === 'CREATED' ? ['abort'] : [],
    transactions: [...(isPaid ? [saleOf(payment)] : []), ...refunds.map(reversalOf)],
  };
};

const saleOf = ({ id, amount, payeePaymentReference, dateCreated, datePaid }: PaymentRequest): Transaction => ({
  id,
  type: 'sale',
  state: 'completed',
  amount,
  vatAmount: 0,
  ...(payeePaymentReference === undefined ? {} : { payeeReference: payeePaymentReference }),
  created: datePaid ?? dateCreated,
});

/** Taken from the merchant is not yet with the payer (swish.md 7); with DS24 nobody knows. */
const reversalOf = ({ id, amount, status, errorCode, payerPaymentReference, dateCreated }: Refund): Transaction => ({
  id,
  type: 'reversal',
  state: status === 'PAID' ? 'completed' : status === 'ERROR' && errorCode !== bankNeverAnswered ? 'failed' : 'open',
  amount,
  vatAmount: 0,
  ...(payerPaymentReference === undefined ? {} : { payeeReference: payerPaymentReference }),
  created: dateCreated,
});
