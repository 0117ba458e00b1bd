import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refusal, SlowShop } from '../fakes/slow.ts';

let shop: SlowShop;
let paymentId: string;
beforeEach(async () => {
  shop = new SlowShop();
  paymentId = await shop.create();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const sent = () => shop.timesAsked('create-authorization');

describe('a direct authorization', () => {
  it.each([
    ['at once', 0],
    ['after a while', 7],
    ['at the last moment', 19],
  ])('is answered by its transaction when the machine carries it out %s', async (_, seconds) => {
    shop.machineSeconds = seconds;
    const started = shop.world.now;
    const answer = await shop.authorize(paymentId);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        transaction: { type: 'authorization', state: 'completed', amount: 10_000 },
        payment: { paymentId, state: 'authorized', underway: null },
      },
    });
    expect(shop.world.now - started).toBeLessThan(seconds + 2);
    expect(shop.ended).toMatchObject([{ paymentId, status: 'done' }]);
    expect(sent()).toBe(1);
  });

  it('is intended before the machine is started, and due should it never come', async () => {
    shop.machineSeconds = Infinity;
    await shop.authorize(paymentId);
    const { operationId } = shop.task;
    const { underway, intents, dueAt } = await shop.item(paymentId);
    expect(intents[operationId]).toMatchObject({ type: 'authorization' });
    expect(underway?.operationId).toBe(operationId);
    expect(dueAt).toBeLessThanOrEqual(underway?.leaseUntil ?? 0);
  });

  it('is answered with where to look when it takes longer than the caller can wait', async () => {
    shop.machineSeconds = 40;
    const started = shop.world.now;
    const answer = await shop.authorize(paymentId);
    expect(answer).toMatchObject({
      status: 202,
      headers: { location: `/v1/payments/${paymentId}`, 'retry-after': '5' },
      body: { transaction: null, payment: { state: 'open', underway: { type: 'authorization' } } },
    });
    const waited = shop.world.now - started;
    expect(waited).toBeGreaterThanOrEqual(20);
    expect(waited).toBeLessThan(25);
    expect(sent()).toBe(0);

    shop.world.pass(40);
    await shop.runMachines();
    expect((await shop.read(paymentId)).body).toMatchObject({ state: 'authorized', underway: null });
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201 });
    expect(sent()).toBe(1);
  });

  it('is waited for no longer where reading takes long', async () => {
    shop.machineSeconds = 40;
    vi.spyOn(shop.requests, 'refusalOf').mockImplementation(() => {
      shop.world.milliseconds += 400;
      return Promise.resolve(undefined);
    });
    const started = shop.world.now;
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 202 });
    expect(shop.world.now - started).toBeLessThan(22);
  });

  it('is waited for while its transaction is open, whoever reads it meanwhile', async () => {
    await shop.simulator.control('settings', { nextTransaction: { state: 'AwaitingActivity', afterSeconds: null } });
    const started = shop.world.now;
    const answer = await shop.authorize(paymentId);
    expect(answer).toMatchObject({
      status: 202,
      headers: { location: `/v1/payments/${paymentId}`, 'retry-after': '5' },
      body: { transaction: { state: 'open' }, payment: { underway: { type: 'authorization' } } },
    });
    expect(shop.world.now - started).toBeGreaterThanOrEqual(20);

    const [open] = await shop.authorizationsOf(paymentId);
    shop.simulator.store.settle(await shop.guidOf(paymentId), open?.id ?? '', { state: 'Completed' });
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201, body: { payment: { state: 'authorized' } } });
    expect(sent()).toBe(1);
  });

  it('that has failed at the provider says so, each time it is asked; another key may try again', async () => {
    await shop.simulator.control('settings', { nextTransaction: 'Failed' });
    const failed = { status: 422, body: { code: 'operation-failed', retryable: false } };
    expect(await shop.authorize(paymentId)).toMatchObject(failed);
    expect(await shop.authorize(paymentId)).toMatchObject(failed);
    expect(sent()).toBe(1);
    expect(await shop.item(paymentId)).not.toHaveProperty('underway');
    expect(await shop.authorize(paymentId, 'key-2')).toMatchObject({ status: 201 });
  });

  it('that is refused is answered with the problem of the provider, and leaves no intent', async () => {
    shop.once('before', 'create-authorization', refusal());
    expect(await shop.authorize(paymentId)).toMatchObject({
      status: 422,
      body: {
        code: 'provider-forbidden',
        detail: 'Not for Canary Cedergren',
        fields: [{ field: 'Consumer.Email', message: 'canary@shop.example is not allowed' }],
        retryable: false,
      },
    });
    expect(shop.ended).toMatchObject([{ status: 'refused' }]);
    const { intents, underway } = await shop.item(paymentId);
    expect([intents, underway]).toEqual([{}, undefined]);
  });

  it('of a payment that no longer offers it is refused before anything is sent', async () => {
    shop.simulator.store.attemptByPayer(await shop.guidOf(paymentId));
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 409, body: { code: 'operation-not-offered' } });
    expect(sent()).toBe(0);
    expect((await shop.read(paymentId)).body).toMatchObject({ state: 'authorized', underway: null });
  });

  it('is not taken for one that the payer made before on the hosted page', async () => {
    shop.simulator.store.attemptByPayer(await shop.guidOf(paymentId), { state: 'Failed' });
    const { body } = await shop.authorize(paymentId);
    expect(body).toMatchObject({ transaction: { state: 'completed' } });
    expect((body['payment'] as { transactions: unknown[] }).transactions).toHaveLength(2);
  });

  it('is not called failed because the payer has failed meanwhile', async () => {
    shop.machineSeconds = 5;
    shop.before = async () => {
      shop.simulator.store.attemptByPayer(await shop.guidOf(paymentId), { state: 'Failed' });
      await shop.sync(paymentId);
    };
    const answer = await shop.authorize(paymentId);
    expect(await shop.authorizationsOf(paymentId)).toMatchObject([{ state: 'Failed' }, { state: 'Completed' }]);
    expect(answer).toMatchObject({ status: 201, body: { transaction: { state: 'completed' } } });
  });
});
