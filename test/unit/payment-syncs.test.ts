import { beforeEach, describe, expect, it } from 'vitest';
import { call, keys } from '../fakes/aws.ts';
import { idOf, Payments, provider } from '../fakes/payments.ts';

let payments: Payments;
beforeEach(() => {
  payments = new Payments();
});

describe('a look on demand', () => {
  const sync = (key = keys.shop, paymentId = idOf(1)) =>
    call(payments.handler, 'POST /v1/payments/{paymentId}/syncs', { key, parameters: { paymentId } });
  /** As a sync does that has read the provider. */
  const caughtUp = (completedSync: number) => () => {
    payments.set(1, { known: { openness: 'aborted', transactions: {}, operations: [] }, completedSync });
  };

  it('rings, sends somebody, and answers with what they found', async () => {
    await payments.several(1);
    payments.meanwhile = caughtUp(1);
    const answer = await sync();
    expect(answer).toMatchObject({ status: 200, body: { paymentId: idOf(1), state: 'aborted' } });
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(payments.world.startedSyncs).toEqual([{ provider, paymentId: idOf(1), after: 0 }]);
    expect(payments.world.milliseconds - payments.start * 1000).toBe(300);
  });

  it('after eight seconds it answers with the payment as it is, and when to come back', async () => {
    await payments.several(1);
    const answer = await sync();
    expect(answer).toMatchObject({ status: 202, headers: { 'retry-after': '5' }, body: { state: 'open' } });
    const waited = payments.world.milliseconds - payments.start * 1000;
    expect(waited).toBeGreaterThanOrEqual(8_000);
    expect(waited).toBeLessThan(8_400);
    expect(await payments.find(1)).toMatchObject({ requestedSync: 1, completedSync: 0, dueAt: payments.start });
  });

  it('a look that began before the ring is not enough', async () => {
    await payments.several(1);
    await payments.world.payments.ring(idOf(1));
    payments.meanwhile = caughtUp(1);
    expect(await sync()).toMatchObject({ status: 202 });
  });

  it('when nobody can be sent, the clock does', async () => {
    await payments.several(1);
    payments.isMachineDown = true;
    expect(await sync()).toMatchObject({ status: 202 });
    expect(await payments.find(1)).toMatchObject({ requestedSync: 1, dueAt: payments.start });
  });

  it.each([
    ["another merchant's", keys.other, idOf(1), 404],
    ['one at a provider that the key has no scope of', keys.withoutResults, idOf(1), 404],
    ['one that never was', keys.shop, idOf(2), 404],
    ['garbage', keys.shop, 'x', 404],
    ['one with an unknown key', 'sluss_unknown', idOf(1), 401],
  ])('%s rings nobody', async (_, key, paymentId, status) => {
    await payments.several(1);
    expect(await sync(key, paymentId)).toMatchObject({ status });
    expect(payments.world.startedSyncs).toEqual([]);
    expect(await payments.find(1)).toMatchObject({ requestedSync: 0 });
  });
});
