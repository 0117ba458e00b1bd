import fc from 'fast-check';
import assert from 'node:assert/strict';
import { expect, it } from 'vitest';
import { cardInvoicePayment } from '../../functions/billecta/card-invoice-payment.ts';
import { ProviderContractBroken, ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { cardPayment } from '../fakes/money.ts';
import { World } from '../fakes/world.ts';

const said = fc.constantFrom('Pending', 'Pending', 'SomethingNew', 'Failed', 'Succeeded', 'away', 'refused', 'broken');
type Said = typeof said extends fc.Arbitrary<infer Value> ? Value : never;
const action = fc.constantFrom('poll', 'poll', 'cancel', 'clock');
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;
const step = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 3 }),
  says: fc.array(said, { minLength: 1, maxLength: 3 }),
  passes: fc.constantFrom(0, 1, 60, 900, 1800, 7200, 40_000),
});

const body = {
  invoiceId: '1234567890',
  successUrl: 'https://shop.example/yes',
  failureUrl: 'https://shop.example/no',
  language: 'sv',
};

const answerOf = (now: Said): unknown => {
  switch (now) {
    case 'away':
      throw new ProviderUnavailable('no answer');
    case 'refused':
      throw new ProviderRejected(404);
    case 'broken':
      throw new ProviderContractBroken('Status');
    default:
      return cardPayment({ Status: now });
  }
};

it('nothing but the word of the provider ends what moves money, until a person must be told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), fc.scheduler(), async (steps, scheduler) => {
      const world = new World();
      world.provider.answer = () => cardPayment();
      const { flowId } = await world.start({ body, idempotencyKey: 'order-7' }, cardInvoicePayment);
      const created = world.now;
      const heard = new Set<string>();
      let says: Said[] = [];
      world.dynamo.before = ({ kind }) => scheduler.schedule(Promise.resolve(), kind);
      world.provider.answer = async ({ method }) => {
        const now = says.shift() ?? 'Pending';
        await scheduler.schedule(Promise.resolve(), `${method} ${now}`);
        if (method === 'GET') heard.add(now);
        return answerOf(now);
      };
      const act: Record<Action, () => Promise<unknown>> = {
        poll: () => world.poll(flowId),
        cancel: () => world.store.requestCancellation(flowId),
        clock: () => world.clock(),
      };
      let end: unknown;
      for (const { actions, says: next, passes } of steps) {
        says = [...next];
        await scheduler.waitFor(Promise.all(actions.map((name) => act[name]())));
        const item = world.item(flowId);
        if (item) {
          const { status, hint } = item;
          if (end !== undefined) assert.deepEqual({ status, hint }, end, 'an end is final');
          else if (status !== 'pending') end = { status, hint };
          const isLate = world.now >= created + 85_500 - 900;
          const because: Record<string, boolean> = {
            pending: true,
            complete: heard.has('Succeeded'),
            failed: heard.has('Failed') || (isLate && hint === 'outcome-unknown'),
          };
          assert.ok(because[status ?? ''], `${status} without the word of the provider`);
        }
        world.pass(passes);
      }

      // The clock alone tells of what was never heard of, while there is time, and then erases it.
      const before = world.item(flowId);
      if (before?.status === 'pending' && world.now < created + 85_500) {
        world.milliseconds = (created + 85_500 - 890) * 1000;
        await scheduler.waitFor(world.clock());
        const { status, hint } = world.item(flowId) ?? {};
        assert.deepEqual({ status, hint }, { status: 'failed', hint: 'outcome-unknown' });
      }
      world.milliseconds = (created + 85_500) * 1000;
      await scheduler.waitFor(world.clock());
      expect(world.item(flowId)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});
