import fc from 'fast-check';
import assert from 'node:assert/strict';
import { expect, it } from 'vitest';
import { endFlow } from '../../shared/end.ts';
import { ProviderContractBroken, ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { completeOrder, order, qr, unattendedOrder } from '../fakes/provider.ts';
import { World } from '../fakes/world.ts';

/** What the provider may say to one look, or do to it. */
const said = fc.constantFrom(
  'outstanding',
  'opened',
  'complete',
  'unattended',
  'unattended',
  'cancelled',
  'no client',
  'unknown',
  'away',
  'too many',
  'refused',
  'broken',
);
type Said = typeof said extends fc.Arbitrary<infer Value> ? Value : never;

const answers: Record<Said, (reference: string) => unknown> = {
  outstanding: (ReferenceToken) => order({ ReferenceToken, QR: qr(7) }),
  opened: (ReferenceToken) => order({ ReferenceToken, Status: 'UserSign', QR: null }),
  complete: (ReferenceToken) => completeOrder({ ReferenceToken }),
  unattended: () => unattendedOrder(),
  cancelled: (ReferenceToken) => order({ ReferenceToken, Status: 'Error', HintCode: 'userCancel' }),
  'no client': (ReferenceToken) => order({ ReferenceToken, Status: 'NoClient' }),
  unknown: (ReferenceToken) => order({ ReferenceToken, Status: 'SomethingNew' }),
  away: () => {
    throw new ProviderUnavailable('no answer');
  },
  'too many': () => {
    throw new ProviderUnavailable('HTTP 429', { httpStatus: 429, retryAfterSeconds: 5 });
  },
  refused: () => {
    throw new ProviderRejected(401);
  },
  broken: () => {
    throw new ProviderContractBroken('Status');
  },
};

const action = fc.constantFrom('poll', 'poll', 'poll', 'cancel', 'clock', 'announce');
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;
/** What happens at once, what the provider says meanwhile, and how many seconds pass afterwards. */
const step = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 3 }),
  says: fc.oneof(
    fc.array(said, { minLength: 1, maxLength: 3 }),
    said.map((same) => [same, same, same]),
  ),
  passes: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 40 }) },
    { weight: 1, arbitrary: fc.constantFrom(120, 180, 3600) },
  ),
});

/** Sees every state of a flow between any two calls of the table, and throws where a rule is broken. */
class Watcher {
  readonly #world: World;
  readonly #flowId: string;
  #ended: { status: unknown; result: unknown } | undefined;
  #erased = false;

  constructor(world: World, flowId: string) {
    this.#world = world;
    this.#flowId = flowId;
  }

  look(): void {
    const item = this.#world.item(this.#flowId);
    if (!item) {
      this.#erased = true;
      return;
    }
    assert.ok(!this.#erased, 'an erased flow came back');
    assert.equal(item.merchant, 'shop', 'a flow is whole');
    const { status, result } = structuredClone(item);
    if (this.#ended) assert.deepEqual({ status, result }, this.#ended, 'an end is final');
    else if (status !== 'pending') this.#ended = { status, result };
    assert.equal(result !== undefined, status === 'complete', 'a result belongs to a complete flow');
  }
}

it('no order of events leaves an end, loses a result, brings back what was erased, or starts two orders at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), fc.scheduler(), async (steps, scheduler) => {
      const world = new World();
      const flowId = await world.started(order(), { body: { personalNumber: '198001139297' } });
      const watcher = new Watcher(world, flowId);
      let says: Said[] = [];
      let starting = 0;
      let orders = 1;
      let completed = false;

      world.dynamo.before = async ({ kind, keys }) => {
        watcher.look();
        await scheduler.schedule(Promise.resolve(), `${kind} ${keys.join(' ')}`);
      };
      world.provider.answer = async ({ method, url }) => {
        const now = says.shift() ?? 'outstanding';
        if (method === 'PUT') {
          starting += 1;
          assert.equal(starting, 1, 'two orders are started at once');
        }
        await scheduler.schedule(Promise.resolve(), `${method} ${now}`);
        if (method === 'GET') {
          completed ||= now === 'complete';
          return answers[now](url.pathname.split('/').at(-1) ?? '');
        }
        starting -= 1;
        if (now === 'away' || now === 'refused') return answers[now]('');
        orders += 1;
        return order({ ReferenceToken: `order-${orders}` });
      };

      const act: Record<Action, () => Promise<void>> = {
        poll: async () => {
          const answer = await world.poll(flowId);
          const stored = world.item(flowId);
          if (answer.status === 'gone') assert.ok((stored?.expiresAt ?? 0) <= world.now, 'it is gone');
          else if (answer.status !== 'pending' && stored) assert.equal(answer.status, stored.status);
          assert.doesNotMatch(JSON.stringify(answer), /198001139297|Vera|order-/);
        },
        cancel: async () => {
          const flow = await world.store.find(flowId);
          if (flow) await endFlow(flow, { status: 'cancelled', hint: 'cancelled' }, world.store, world.budget.seats);
        },
        clock: () => world.clock(),
        announce: () => {
          const item = world.item(flowId);
          if (item && item.status !== 'pending')
            world.dynamo.items.set(`flow#${flowId}`, { ...item, announced: true, dueAt: item.expiresAt });
          return Promise.resolve();
        },
      };
      const happens = async (actions: readonly Action[]) => {
        await scheduler.waitFor(Promise.all(actions.map((name) => act[name]())));
        watcher.look();
        const item = world.item(flowId);
        if (completed && item) assert.notEqual(item.status, 'pending', 'a result is lost');
        if (item && item.status !== 'pending') {
          assert.ok(!world.seats.includes(flowId), 'an ended flow keeps its seat');
          assert.ok(!world.dynamo.items.has(`request#${flowId}`), 'an ended flow keeps its request');
        }
      };

      for (const { actions, says: next, passes } of steps) {
        const ordersBefore = orders;
        says = [...next];
        await happens(actions);
        assert.ok(orders - ordersBefore <= 1, 'one order is followed by one');
        world.pass(passes);
      }

      // Whatever happened: the clock alone ends it, and then nothing of it is left.
      world.pass(186);
      await happens(['clock']);
      expect(world.item(flowId)?.status).not.toBe('pending');
      world.pass(3600);
      await happens(['clock']);
      const left = JSON.stringify([...world.dynamo.items]);
      expect(left).not.toMatch(/198001139297|Vera|order-/);
    }),
    { numRuns: 400 },
  );
});

it('of any number of polls that end a flow at once, all answer with the same end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Said>('complete', 'cancelled', 'no client'), { minLength: 2, maxLength: 4 }),
      fc.scheduler(),
      async (says, scheduler) => {
        const world = new World();
        const flowId = await world.started();
        world.dynamo.before = ({ kind }) => scheduler.schedule(Promise.resolve(), kind);
        world.provider.answer = () => answers[says.shift() ?? 'complete']('order-1');
        const polls = says.map(() => world.poll(flowId));
        const ends = await scheduler.waitFor(Promise.all(polls));
        expect(new Set(ends.map(({ status }) => status)).size).toBe(1);
        expect(ends[0]?.status).toBe(world.item(flowId)?.status);
        expect(new Set(ends.map((end) => JSON.stringify('announcement' in end && end.announcement))).size).toBe(1);
      },
    ),
    { numRuns: 100 },
  );
});
