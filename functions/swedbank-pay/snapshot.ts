import { ProviderContractBroken } from '../../shared/provider-error.ts';
import type { Payment } from './answers.ts';
import type { TransactionItem } from './transaction-answers.ts';

/** What a ledger may know of a payment at Swedbank Pay: amounts in minor units, no personal data and no free text. */
export interface PaymentSnapshot {
  readonly providerPaymentId: string;
  readonly number: number;
  readonly state: string;
  readonly operation: string;
  readonly currency: string;
  readonly amount: number;
  readonly remainingCapture: number;
  readonly remainingCancellation: number;
  readonly remainingReversal: number;
  /** Canonical names of what can be done now. */
  readonly operations: readonly string[];
  readonly transactions: readonly TransactionSnapshot[];
}

export interface TransactionSnapshot {
  /** The provider's GUID, the same under `/transactions/`, `/captures/` and so on. */
  readonly id: string;
  readonly number: number;
  readonly type: string;
  readonly state: string;
  readonly amount: number;
  readonly vatAmount: number;
  /** Ours for what we asked for; several authorizations share the payment's. */
  readonly payeeReference: string | undefined;
  /** As the provider writes it: UTC, up to seven decimals. */
  readonly created: string;
}

/**
 * The snapshot of a payment that was read with its transactions expanded. A payment without the property has none yet.
 * @throws ProviderContractBroken if the transactions are only linked to: an empty list would be taken for the truth
 */
export const snapshotOf = (payment: Payment): PaymentSnapshot => {
  const { transactions } = payment;
  if (transactions !== undefined && transactions.content === undefined) {
    throw new ProviderContractBroken('the transactions of a payment are not readable in its answer');
  }
  return {
    providerPaymentId: payment.id,
    number: payment.number,
    state: payment.state,
    operation: payment.operation,
    currency: payment.currency,
    amount: payment.amount,
    remainingCapture: payment.remainingCaptureAmount,
    remainingCancellation: payment.remainingCancellationAmount,
    remainingReversal: payment.remainingReversalAmount,
    operations: payment.operations.map(({ rel }) => rel),
    transactions: (transactions?.content ?? []).map(({ transaction }) => transactionSnapshotOf(transaction)),
  };
};

export const transactionSnapshotOf = (it: TransactionItem['transaction']): TransactionSnapshot => ({
  id: it.id,
  number: it.number,
  type: it.type,
  state: it.state,
  amount: it.amount,
  vatAmount: it.vatAmount,
  payeeReference: it.payeeReference,
  created: it.created,
});
