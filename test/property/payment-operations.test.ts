import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { merchantReferenceOf } from '../../shared/payment-merge.ts';
import { amountsOf, type Known } from '../../shared/payment.ts';
import { ProblemError } from '../../shared/problem.ts';
import { OperationNotOffered, ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { OperatedPayment, paymentId, type Kind, type Troubles, type Weather } from './operated-payment.ts';

interface Operate {
  readonly kind: Kind;
  readonly key: number;
  readonly weather?: Weather;
}
type Command =
  | ({ readonly does: 'operate' } & Operate)
  | { readonly does: 'repeat'; readonly seconds: number; readonly weather: Weather }
  | { readonly does: 'settle'; readonly state: 'Completed' | 'Failed' }
  | { readonly does: 'elsewhere'; readonly kind: 'capture' | 'reversal'; readonly amount: number }
  | { readonly does: 'pass'; readonly seconds: number }
  | { readonly does: 'pay' | 'ring' | 'abort' };

const weather: fc.Arbitrary<Weather> = fc.record({
  becomes: fc.constantFrom('Completed', 'Completed', 'Completed', 'Failed', 'Initialized'),
  answer: fc.constantFrom('comes', 'comes', 'is lost after', 'is lost after', 'is lost before', 'is a refusal'),
});
const command = fc.record({
  isWaitedFor: fc.boolean(),
  command: fc.oneof<fc.WeightedArbitrary<Command>[]>(
    {
      weight: 6,
      arbitrary: fc.record({
        does: fc.constant('operate'),
        kind: fc.constantFrom<Kind>('capture', 'capture', 'capture', 'reversal', 'reversal', 'cancellation'),
        key: fc.nat(2),
        weather,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ does: fc.constant('repeat'), seconds: fc.constantFrom(0, 36, 36), weather }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('pass'), seconds: fc.constantFrom(36, 80, 700) }) },
    {
      weight: 1,
      arbitrary: fc.record({ does: fc.constant('settle'), state: fc.constantFrom('Completed', 'Failed') }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant('elsewhere'),
        kind: fc.constantFrom('capture', 'reversal'),
        amount: fc.constantFrom(500, 2000, 10_000),
      }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('pay', 'ring', 'abort') }) },
  ),
});
const someOf = (most: number) =>
  fc.oneof(fc.constant<number[]>([]), fc.array(fc.integer({ min: 1, max: most }), { maxLength: 5 }));
const troubles: fc.Arbitrary<Troubles> = fc.record({
  crashes: someOf(80),
  repeatedWrites: someOf(40),
  failedReads: someOf(30),
  staleness: fc.oneof(
    fc.constantFrom<number[][]>([], [1], [2], [0, 2], [2, 0], [1, 0, 1]),
    fc.array(fc.nat(2), { maxLength: 6 }),
  ),
  settlesItself: fc.boolean(),
  isPaid: fc.nat(4).map((one) => one > 0),
});
/** Of each key, so that a key stands for one request; the payment is of 10,000. */
const amounts = fc.tuple(...[1, 2, 3].map(() => fc.constantFrom(1, 1000, 4000, 4000, 6000, 9999, 10_000, 10_001)));

const expectWithinBounds = (known: Known): void => {
  const { authorized, captured, cancelled, reversed } = amountsOf(known);
  expect(captured + cancelled).toBeLessThanOrEqual(authorized);
  expect(reversed).toBeLessThanOrEqual(captured);
};

/** What was refused for good, so that the merchant may do something else. */
const isNo = (error: unknown): boolean =>
  error instanceof ProviderRejected ||
  error instanceof OperationNotOffered ||
  (error instanceof ProblemError && ['invalid-request', 'too-many-failures'].includes(error.code));
const isPerhaps = (error: unknown): boolean =>
  error instanceof ProviderUnavailable ||
  (error instanceof ProblemError && ['in-progress', 'operation-underway', 'outcome-unknown'].includes(error.code));

it('does each operation once, answers what became of it, and ends as the provider has it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(command, { minLength: 1, maxLength: 12, size: 'max' }),
      amounts,
      troubles,
      async (scheduler, commands, amountOf, trouble) => {
        const payment = new OperatedPayment(trouble, async (what) => {
          expectWithinBounds(payment.known);
          await scheduler.schedule(Promise.resolve(), what);
        });
        const madeBy = (reference: string) => {
          const sent = payment.sent.get(reference);
          return payment.provider.truth.transactions.filter(({ payeeReference }) => sent?.has(payeeReference));
        };
        /** @returns what the key is known to have made; undefined when the answer leaves it open */
        const operate = async ({ kind, key, weather }: Operate): Promise<string[] | undefined> => {
          const said = await payment.operate(kind, key, amountOf[key] ?? 1, weather).then(
            (outcome) => outcome && [outcome.transaction.id],
            (error: unknown) => {
              if (!isNo(error) && !isPerhaps(error)) throw error;
              return isNo(error) ? [] : undefined;
            },
          );
          const made = madeBy(`${kind}-${key}`).map(({ id }) => id);
          expect([kind, key, made.length]).toEqual([kind, key, Math.min(1, made.length)]);
          expect([kind, key, said ?? made]).toEqual([kind, key, made]);
          return said;
        };
        let last: Operate | undefined;
        const doCommand = async (command: Command): Promise<void> => {
          switch (command.does) {
            case 'operate':
              last = command;
              await operate(command);
              break;
            case 'repeat':
              payment.time += command.seconds;
              if (last) await operate({ ...last, weather: command.weather });
              break;
            case 'settle':
              payment.provider.settle(command.state);
              break;
            case 'elsewhere':
              payment.provider.elsewhere(command.kind, command.amount);
              break;
            case 'pass':
              payment.time += command.seconds;
              break;
            case 'pay':
              payment.provider.pay();
              break;
            case 'ring':
              await payment.ring();
              break;
            case 'abort':
              await payment.abort();
          }
        };

        await payment.create();
        const live = async () => {
          for (const { command, isWaitedFor } of commands) {
            await scheduler.schedule(Promise.resolve(), 'the world');
            const done = doCommand(command);
            if (isWaitedFor) await done;
            else payment.inBackground(done);
          }
          for (const work of payment.background) await work;
          if (payment.defects.length > 0) throw payment.defects[0];
        };
        await scheduler.waitFor(live());

        payment.isQuiet = true;
        payment.provider.settle('Completed');
        await payment.runClock(24 * 3600);

        const { known, outbox, underway } = payment.item;
        const truth = payment.provider.truthInLedgerWords.transactions;
        expect(known.transactions).toEqual(Object.fromEntries(truth.map((each) => [each.id, each])));
        expect([outbox, underway]).toEqual([{}, undefined]);
        expectWithinBounds(known);
        expect(payment.provider.isLocked).toBe(false);

        const told = Map.groupBy(payment.told, ({ eventId }) => eventId);
        for (const { id, state } of truth) expect([...told.keys()]).toContain(`${paymentId}-${id}-${state}`);
        for (const [eventId, events] of told)
          expect([eventId, new Set(events.map((event) => JSON.stringify(event))).size]).toEqual([eventId, 1]);
        for (const { reference, transaction } of [...payment.sent.keys()].flatMap((reference) =>
          madeBy(reference).map((transaction) => ({ reference, transaction })),
        )) {
          expect(merchantReferenceOf(payment.item, known.transactions[transaction.id]!)).toBe(reference);
          const events = payment.told.filter(({ eventId }) => eventId.startsWith(`${paymentId}-${transaction.id}-`));
          expect(new Set(events.map((event) => event.transaction?.merchantReference))).toEqual(new Set([reference]));
        }
        expect(payment.overlaps).toEqual([]);

        // Nothing is in the way of what comes next: each key has an answer, and what is left can be captured.
        for (const command of commands.map((each) => each.command).filter(({ does }) => does === 'operate')) {
          const { kind, key } = command as Operate;
          expect(await operate({ kind, key })).toBeDefined();
        }
        await payment.redrive();
        const { remainingCapture } = amountsOf(payment.known);
        if (remainingCapture > 0) await payment.operate('capture', 9, remainingCapture);
        expect(amountsOf(payment.known).remainingCapture).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});
