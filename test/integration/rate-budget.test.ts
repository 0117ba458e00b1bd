import { describe, expect, it } from 'vitest';
import { BudgetExhausted } from '../../shared/provider-error.ts';
import { RateBudget } from '../../shared/rate-budget.ts';
import { SeatList } from '../../shared/seat-list.ts';
import { howMany, tenAtOnce, TestTable } from './table.ts';

const table = new TestTable();
let count = 0;
/** A provider of each test's own. */
const provider = () => `provider-${(count += 1)}`;

describe('seats', () => {
  it('are never more than there are, whoever asks at once', async () => {
    const seats = new SeatList(table, provider());
    await tenAtOnce(() => seats.look());
    expect(await howMany((index) => seats.take(`flow-${index}`, table.inSeconds(60), 4))).toBe(4);
    expect((await seats.look()).watched.size).toBe(4);
  });

  it('are free again when they are left, as often as that is said', async () => {
    const seats = new SeatList(table, provider());
    await seats.look();
    await tenAtOnce((index) => seats.take(`flow-${index}`, table.inSeconds(60), 10));
    await tenAtOnce(() => seats.leave('flow-1', 'flow-2', 'flow-3'));
    expect(await howMany((index) => seats.take(`next-${index}`, table.inSeconds(60), 10))).toBe(3);
  });

  it('end by themselves, and make room when it is needed', async () => {
    const budget = new RateBudget(table, provider(), { perTenSeconds: 33, perMinute: 600 });
    const fill = (round: string) =>
      Promise.all(
        Array.from({ length: budget.seatCount }, (_, index) => budget.seat(`${round}-${index}`, table.inSeconds(60))),
      );
    await budget.seats.look();
    await fill('first');
    await expect(budget.seat('late', table.inSeconds(60))).rejects.toThrow(BudgetExhausted);
    table.pass(61);
    await fill('second');
    expect((await budget.seats.look()).watched.size).toBe(budget.seatCount);
    await expect(budget.seat('late', table.inSeconds(60))).rejects.toThrow(BudgetExhausted);
  });

  it('are refused while the provider wants no calls, until then', async () => {
    const budget = new RateBudget(table, provider(), { perTenSeconds: 100, perMinute: 600 });
    await budget.seat('first', table.inSeconds(60));
    await budget.close(7);
    await expect(budget.seat('second', table.inSeconds(60))).rejects.toMatchObject({ retryAfterSeconds: 7 });
    table.pass(7);
    await budget.seat('second', table.inSeconds(60));
    expect((await budget.seats.look()).watched.size).toBe(2);
  });
});

describe("a second's calls", () => {
  const limits = { perTenSeconds: 100, perMinute: 600 };
  /** A tenth of what is allowed is given away for never being refused; of the rest one call is for opened orders. */
  const [perSecond, forWatched] = [9, 8];

  it('are never more than the rate, whoever asks at once', async () => {
    const budget = new RateBudget(table, provider(), limits);
    for (let second = 1; second <= 2; second += 1) {
      const taken = await Promise.all([
        howMany(() => budget.take('watched', 0)),
        howMany(() => budget.take('opened', 0)),
        howMany(() => budget.take('watched', 0)),
      ]);
      expect(taken.reduce((sum, count) => sum + count)).toBe(perSecond);
      table.pass(1);
    }
  });

  it('leave one to opened orders, however many codes are watched', async () => {
    const budget = new RateBudget(table, provider(), limits);
    expect(await howMany(() => budget.take('watched', 40))).toBe(forWatched);
    expect(await howMany(() => budget.take('opened', 40))).toBe(perSecond - forWatched);
  });

  it('leave to watched codes what they need, however many orders are open', async () => {
    const budget = new RateBudget(table, provider(), limits);
    expect(await howMany(() => budget.take('opened', 40))).toBe(perSecond - forWatched);
    expect(await howMany(() => budget.take('watched', 40))).toBe(forWatched);
  });

  it('are counted for each provider by itself', async () => {
    const [one, other] = [provider(), provider()].map((name) => new RateBudget(table, name, limits));
    await howMany(() => one!.take('watched', 0));
    expect(await howMany(() => other!.take('watched', 0))).toBe(forWatched);
  });
});
