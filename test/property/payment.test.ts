import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amountsOf,
  changesBetween,
  isFinal,
  learn,
  nothingKnown,
  stateOf,
  type Snapshot,
  type Transaction,
  type TransactionType,
} from '../../shared/payment.ts';

const transactionOf = (
  id: string,
  type: TransactionType,
  amount: number,
  state: Transaction['state'] = 'completed',
) => ({
  id,
  type,
  state,
  amount,
  vatAmount: 0,
  created: `2026-01-01T00:00:${id.padStart(2, '0')}Z`,
});
const read = (...transactions: Transaction[]): Snapshot => ({ openness: 'open', transactions, operations: [] });
const afterReading = (...reads: Snapshot[]) => reads.reduce(learn, nothingKnown);

describe('the state follows from the transactions', () => {
  const authorized = transactionOf('1', 'authorization', 1000);
  const captured = (id: string, amount: number) => transactionOf(id, 'capture', amount);
  const cancelled = transactionOf('8', 'cancellation', 400);
  const reversed = (id: string, amount: number) => transactionOf(id, 'reversal', amount);

  it.each<[string, Transaction[]]>([
    ['open', []],
    ['open', [transactionOf('1', 'authorization', 1000, 'failed')]],
    ['open', [transactionOf('1', 'authorization', 1000, 'open')]],
    ['authorized', [authorized]],
    ['partly-captured', [authorized, captured('2', 600)]],
    ['captured', [authorized, captured('2', 600), captured('3', 400)]],
    ['captured', [authorized, captured('2', 600), cancelled]],
    ['cancelled', [authorized, transactionOf('8', 'cancellation', 1000)]],
    ['partly-reversed', [authorized, captured('2', 600), reversed('4', 100)]],
    ['partly-reversed', [authorized, captured('2', 600), reversed('4', 600)]],
    ['reversed', [authorized, captured('2', 600), cancelled, reversed('4', 600)]],
    ['verified', [transactionOf('1', 'verification', 0)]],
  ])('%s', (state, transactions) => {
    expect(stateOf(afterReading(read(...transactions)))).toBe(state);
  });

  it.each(['pending', 'aborted', 'failed', 'unknown'] as const)(
    '%s, as the provider says of an unpaid one',
    (openness) => {
      expect(stateOf(learn(nothingKnown, { ...read(), openness }))).toBe(openness);
    },
  );

  it('what is reversed cannot be captured again', () => {
    const known = afterReading(read(authorized, captured('2', 600), reversed('4', 100)));
    expect(amountsOf(known)).toMatchObject({ remainingCapture: 400, remainingReversal: 500 });
  });
});

/** A provider's history: authorized once, then captured, cancelled and reversed within what is left, step by step. */
const history = fc
  .array(
    fc.record({ type: fc.constantFrom<TransactionType>('capture', 'reversal', 'cancellation'), part: fc.nat(100) }),
    {
      maxLength: 8,
    },
  )
  .map((steps) => {
    const transactions: Transaction[] = [transactionOf('1', 'authorization', 1000)];
    for (const [index, { type, part }] of steps.entries()) {
      const { remainingCapture, remainingReversal } = amountsOf(afterReading(read(...transactions)));
      const left = type === 'reversal' ? remainingReversal : remainingCapture;
      const amount = type === 'cancellation' ? left : Math.ceil((left * part) / 100);
      if (amount > 0) transactions.push(transactionOf(String(index + 2), type, amount));
    }
    return transactions;
  });

describe('what is known only grows', () => {
  it('however stale and repeated the reads are, the last word is the same, and no amount exceeds another', () => {
    fc.assert(
      fc.property(history, fc.array(fc.nat(10), { maxLength: 12 }), (transactions, stale) => {
        const reads = [...stale.map((count) => read(...transactions.slice(0, count))), read(...transactions)];
        const shuffled = reads.toReversed();
        expect(afterReading(...shuffled).transactions).toEqual(afterReading(...reads).transactions);
        const { authorized, captured, cancelled, reversed } = amountsOf(afterReading(...reads));
        expect(captured + cancelled).toBeLessThanOrEqual(authorized);
        expect(reversed).toBeLessThanOrEqual(captured);
      }),
    );
  });

  it('a transaction that has ended stays as it ended, and an ended payment stays ended', () => {
    const done = transactionOf('1', 'authorization', 1000);
    const known = afterReading(read(done), read({ ...done, state: 'open' }), read());
    expect(known.transactions['1']?.state).toBe('completed');
    const aborted = afterReading({ ...read(), openness: 'aborted' }, read());
    expect(stateOf(aborted)).toBe('aborted');
    expect(isFinal(aborted)).toBe(true);
  });

  it('each change is told once, in the order in which it happened', () => {
    fc.assert(
      fc.property(history, (transactions) => {
        const told = transactions.flatMap((_, index) => {
          const before = afterReading(read(...transactions.slice(0, index)));
          return changesBetween(before, afterReading(read(...transactions.slice(0, index + 1))));
        });
        const ids = told.flatMap((change) => (change.what === 'transaction' ? [change.transaction.id] : []));
        expect(ids).toEqual(transactions.map(({ id }) => id));
        expect(changesBetween(afterReading(read(...transactions)), afterReading(read(...transactions)))).toEqual([]);
      }),
    );
  });
});
