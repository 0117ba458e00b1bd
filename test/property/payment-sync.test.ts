import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Snapshot, Transaction } from '../../shared/payment.ts';
import type { PaymentChanged } from '../../shared/payment-changed.ts';
import { PaymentStore } from '../../shared/payment-store.ts';
import { ProviderUnavailable } from '../../shared/provider-error.ts';
import { syncPayment } from '../../shared/sync.ts';
import { FakeDynamo } from '../fakes/dynamo.ts';

const paymentId = 'payment-1';
const providerPaymentId = '/psp/invoice/payments/1';
const payeeReference = 'OURS1';

const day = 24 * 3600;

class Crash extends Error {}

const stranger = {
  payeeReference: 'THEIRS',
  snapshot: {
    openness: 'open',
    transactions: [
      { id: 't9', type: 'authorization', state: 'completed', amount: 9, vatAmount: 0, created: '2026-01-01' },
    ],
    operations: [],
  },
} as const;

/** One thing that happens at the provider, and how often and how it rings. */
type Happening =
  | { readonly does: 'open' | 'complete' | 'fail'; readonly rings: number; readonly with: 'id' | 'forged' | 'nothing' }
  | { readonly does: 'settle'; readonly index: number; readonly rings: number; readonly with: 'id' };

/** The provider: its truth, and each version of it, since a read may be stale. */
class Provider {
  readonly versions: Transaction[][] = [[]];

  get transactions(): readonly Transaction[] {
    return this.versions.at(-1) ?? [];
  }

  happen(happening: Happening): void {
    const now = [...this.transactions];
    if (happening.does === 'settle') {
      const open = now.findIndex(
        ({ state }, index) => state === 'open' && index >= happening.index % (now.length || 1),
      );
      if (open >= 0) now[open] = { ...now[open]!, state: 'completed' };
    } else {
      const state = ({ open: 'open', complete: 'completed', fail: 'failed' } as const)[happening.does];
      const type = now.some((each) => each.type === 'authorization' && each.state !== 'failed')
        ? 'capture'
        : 'authorization';
      const id = `t${now.length}`;
      now.push({
        id,
        number: 100 + now.length,
        type,
        state,
        amount: 100,
        vatAmount: 20,
        created: `2026-01-0${now.length}`,
      });
    }
    this.versions.push(now);
  }

  read(versionsBack: number): Snapshot {
    const transactions = this.versions.at(-1 - Math.min(versionsBack, this.versions.length - 1)) ?? [];
    return { openness: 'open', transactions, operations: [] };
  }
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    does: fc.constantFrom('open' as const, 'complete' as const, 'fail' as const),
    rings: fc.integer({ min: 0, max: 8 }),
    with: fc.constantFrom('id' as const, 'forged' as const, 'nothing' as const),
  }),
  fc.record({
    does: fc.constant('settle' as const),
    index: fc.nat(5),
    rings: fc.integer({ min: 0, max: 3 }),
    with: fc.constant('id' as const),
  }),
);

it('tells every state of every transaction, whatever crashes and in whatever order it rings', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(happening, { minLength: 1, maxLength: 5, size: 'max' }),
      fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat(120), { maxLength: 8 })),
      fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat(40), { maxLength: 8 })),
      fc.nat(3).map((one) => one === 0),
      async (scheduler, happenings, crashes, faults, isAnswerLost) => {
        let time = 1_800_000_000;
        let calls = 0;
        let reads = 0;
        let isQuiet = false;
        const dynamo = new FakeDynamo();
        dynamo.before = async ({ kind }) => {
          if (isQuiet) return;
          calls += 1;
          const isCrash = crashes.includes(calls);
          await scheduler.schedule(Promise.resolve(), kind);
          if (isCrash) throw new Crash();
        };
        const store = new PaymentStore({ dynamo: dynamo.client, name: 'ledger', now: () => time * 1000 });
        const provider = new Provider();
        const told: PaymentChanged[] = [];
        const dependencies = {
          store,
          now: () => time,
          vault: { seal: (_: string, __: string, token: string) => Promise.resolve(token) },
          read: async (id: string) => {
            reads += 1;
            const isFault = !isQuiet && faults.includes(reads);
            const snapshot = provider.read(!isQuiet && reads % 3 === 0 ? 1 : 0);
            if (!isQuiet) await scheduler.schedule(Promise.resolve(), 'read');
            if (isFault) throw new ProviderUnavailable('no answer');
            return id === providerPaymentId ? { payeeReference, snapshot } : stranger;
          },
          publish: async (events: readonly PaymentChanged[]) => {
            const taken = isQuiet ? events : events.filter((_, index) => (calls + index) % 4 !== 0);
            told.push(...taken);
            if (!isQuiet) await scheduler.schedule(Promise.resolve(), 'publish');
            return taken.map(({ eventId }) => eventId);
          },
        };
        const survive = (work: Promise<unknown>) =>
          work.catch((error: unknown) => {
            if (!(error instanceof Crash)) throw error;
          });
        const sync = () => syncPayment({ paymentId, watching: false }, dependencies);
        // A Standard machine is named after what had been caught up with: one that runs under the name is enough.
        const machines = new Set<number>();
        const lookOnce = async (payment: { completedSync: number } | undefined) => {
          if (payment === undefined || machines.has(payment.completedSync)) return;
          machines.add(payment.completedSync);
          await sync();
        };

        isQuiet = true;
        const payment = {
          paymentId,
          provider: 'swedbank-pay',
          merchant: 'shop',
          createdAt: time - 2 * day,
          payeeReference,
          fingerprint: 'f',
        };
        await store.create(payment, time + 60);
        if (!isAnswerLost) await store.adopt(paymentId, providerPaymentId);
        isQuiet = false;

        const syncs: Promise<unknown>[] = [];
        const live = async () => {
          for (const each of happenings) {
            // The world goes on while we read and write.
            for (let pause = 0; pause < 4; pause += 1) await scheduler.schedule(Promise.resolve(), 'the world');
            provider.happen(each);
            const candidate = { id: providerPaymentId, forged: '/psp/invoice/payments/2', nothing: undefined }[
              each.with
            ];
            for (let ring = 0; ring < each.rings; ring += 1)
              syncs.push(survive(store.ring(paymentId, candidate).then(lookOnce)));
          }
        };
        await scheduler.waitFor(live());
        await scheduler.waitFor(Promise.all(syncs));

        // Quiet: only the clock is left, and what is due is looked at when it is due.
        isQuiet = true;
        if (isAnswerLost) await store.ring(paymentId, providerPaymentId);
        const runClock = async (seconds: number) => {
          const end = time + seconds;
          for (let due = (await store.find(paymentId))?.dueAt; due !== undefined && due < end;) {
            time = Math.max(time + 1, due);
            await sync();
            due = (await store.find(paymentId))?.dueAt;
          }
        };
        const truth = Object.fromEntries(provider.transactions.map((each) => [each.id, each]));
        // A payment of more than a day is looked at every six hours: what is known sooner, a ring has brought.
        const isRung =
          crashes.length === 0 && faults.length === 0 && !isAnswerLost && (happenings.at(-1)?.rings ?? 0) > 0;
        await runClock(60);
        const soon = await store.find(paymentId);
        expect(isRung ? [soon?.known.transactions, soon?.outbox] : [truth, {}]).toEqual([truth, {}]);
        await runClock(3 * day);

        const settled = await store.find(paymentId);
        expect(settled?.known.transactions).toEqual(truth);
        expect(settled?.outbox).toEqual({});
        const ids = new Set(told.map(({ eventId }) => eventId));
        for (const { id, state } of provider.transactions) expect(ids).toContain(`${paymentId}-${id}-${state}`);
        const possible = provider.versions.flat().map(({ id, state }) => `${paymentId}-${id}-${state}`);
        const aboutTransactions = [...ids].filter((id) => /-t\d/.test(id));
        expect(possible).toEqual(expect.arrayContaining(aboutTransactions));
        for (const [eventId, events] of Map.groupBy(told, (event) => event.eventId)) {
          const facts = events.map(({ transaction }) => JSON.stringify(transaction));
          expect([eventId, new Set(facts).size]).toEqual([eventId, 1]);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
