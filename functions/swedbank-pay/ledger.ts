import type { Openness, Snapshot, Transaction, TransactionType } from '../../shared/payment.ts';
import type { Payment } from './answers.ts';
import { snapshotOf, transactionSnapshotOf, type TransactionSnapshot } from './snapshot.ts';
import type { TransactionItem } from './transaction-answers.ts';

const types: ReadonlyMap<string, TransactionType> = new Map([
  ['Authorization', 'authorization'],
  ['Capture', 'capture'],
  ['Cancellation', 'cancellation'],
  ['Reversal', 'reversal'],
  ['Verification', 'verification'],
]);

/** `Initialized`, `AwaitingActivity`, `Pending` and whatever comes to be: open, and never taken for a success (section 15). */
const transactionStateOf = (state: string): Transaction['state'] =>
  state === 'Completed' ? 'completed' : state === 'Failed' ? 'failed' : 'open';

const openness: ReadonlyMap<string, Openness> = new Map([
  ['Ready', 'open'],
  ['Pending', 'pending'],
  ['Aborted', 'aborted'],
  ['Failed', 'failed'],
]);

/** One read in the ledger's words (swedbank-pay.md sections 8 and 15). */
export const ledgerSnapshotOf = (payment: Payment): Snapshot => {
  const { state, operations, transactions } = snapshotOf(payment);
  return {
    openness: openness.get(state) ?? 'unknown',
    operations,
    transactions: transactions.map(inLedgerWords),
  };
};

/** The answer to an operation in the ledger's words. */
export const ledgerTransactionOf = ({ transaction }: TransactionItem): Transaction =>
  inLedgerWords(transactionSnapshotOf(transaction));

const inLedgerWords = ({ type, state, ...rest }: TransactionSnapshot): Transaction => ({
  ...rest,
  type: types.get(type) ?? 'other',
  state: transactionStateOf(state),
});
