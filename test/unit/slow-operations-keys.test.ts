import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lost, refusal, SlowShop } from '../fakes/slow.ts';
import { untilSo } from '../until.ts';

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

describe('the Idempotency-Key of a direct authorization', () => {
  it('repeated while it is under way waits for the same one', async () => {
    shop.machineSeconds = 30;
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 202 });
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201 });
    expect([shop.executions.length, sent()]).toEqual([1, 1]);
  });

  it('used ten times at once sends once', async () => {
    shop.machineSeconds = 3;
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.authorize(paymentId)));
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect(answers.some(({ status }) => status === 201)).toBe(true);
    expect([shop.executions.length, sent()]).toEqual([1, 1]);
  });

  it('repeated when it is done gives the same transaction', async () => {
    const first = await shop.authorize(paymentId);
    shop.world.pass(90_000);
    const again = await shop.authorize(paymentId);
    expect(again.status).toBe(201);
    expect(again.body['transaction']).toEqual(first.body['transaction']);
    expect([shop.executions.length, sent()]).toEqual([1, 1]);
  });

  it('repeated when it is done gives it, though the provider is away', async () => {
    await shop.authorize(paymentId);
    shop.readFails = lost();
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201 });
  });

  it('repeated after a refusal asks again, in an execution of its own', async () => {
    shop.once('before', 'create-authorization', refusal());
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 422 });
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201 });
    expect(sent()).toBe(2);
    expect(await shop.authorizationsOf(paymentId)).toHaveLength(1);
  });

  it('repeated between the refusal and its record is not refused with it', async () => {
    shop.once('before', 'create-authorization', refusal());
    let again: ReturnType<SlowShop['authorize']> | undefined;
    let updates = 0;
    shop.world.dynamo.before = async ({ kind, keys: [pk = ''] }) => {
      if (kind !== 'Update' || !pk.startsWith('slow#') || again) return;
      // The first takes the request out.
      updates += 1;
      if (updates < 2) return;
      shop.machineSeconds = 2;
      // Up to where it waits for its machine.
      again = shop.authorize(paymentId);
      await untilSo('the second execution', () => shop.executions.length === 2);
    };
    await shop.authorize(paymentId);
    expect(await again).toMatchObject({ status: 201 });
  });

  it('used with another payer is refused, while it is under way and ever after', async () => {
    shop.machineSeconds = 30;
    await shop.authorize(paymentId);
    const reused = { status: 422, body: { code: 'idempotency-key-reused' } };
    const other = { identityNumber: '197001239297' };
    expect(await shop.authorize(paymentId, 'key-1', other)).toMatchObject(reused);
    await shop.authorize(paymentId);
    expect(await shop.authorize(paymentId, 'key-1', other)).toMatchObject(reused);
    expect(sent()).toBe(1);
  });

  it('another one has to wait while it is under way', async () => {
    shop.machineSeconds = 30;
    await shop.authorize(paymentId);
    expect(await shop.authorize(paymentId, 'key-2')).toMatchObject({
      status: 409,
      body: { code: 'operation-underway' },
    });
    expect(shop.executions).toHaveLength(1);
  });

  it('is required', async () => {
    const answer = await shop.authorize(paymentId, '');
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ field: 'Idempotency-Key' }] } });
    expect(shop.executions).toEqual([]);
  });
});
