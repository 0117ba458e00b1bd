import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { payments } from '../../functions/swedbank-pay/payments.ts';
import { keys } from '../fakes/aws.ts';
import { lost, misconfigured, personal, refusal, SlowShop } from '../fakes/slow.ts';

const leaseSeconds = 80;
const hour = 3_600;
const payer = { payerReference: 'customer-7' };

let shop: SlowShop;
/** The payment that has made the token. */
let maker: string;
beforeEach(async () => {
  shop = new SlowShop();
  maker = await shop.createPaid({ ...payer, generateRecurrenceToken: true });
  shop.asked.length = 0;
});
afterEach(() => {
  vi.restoreAllMocks();
});

const created = () => shop.timesAsked('create');
const recurringThere = () =>
  shop.simulator.store.newestFirst().filter(({ request }) => request.payment.operation === 'Recur');

describe('a recurring payment', () => {
  it.each([
    ['at once', 0],
    ['after a while', 12],
  ])('is made by a machine %s, from the token of the payment that is named', async (_, seconds) => {
    shop.machineSeconds = seconds;
    const answer = await shop.recur(maker);
    const { paymentId } = answer.body;
    expect(answer).toMatchObject({
      status: 201,
      headers: { location: `/v1/payments/${String(paymentId)}` },
      body: { state: 'authorized', payer: { redirectUrl: null, scriptUrl: null }, tokens: [] },
    });
    const token = [...shop.vault.sealed.values()].find((each) => each.paymentId === maker)?.token;
    expect(shop.asked).toMatchObject([{ name: 'create', body: { payment: { recurrenceToken: token } } }]);
    expect(JSON.parse(shop.executions[0]?.input ?? '')).toEqual({
      paymentId,
      operationId: 'creation',
      attempt: expect.any(Number) as number,
    });
    expect(shop.executions[0]?.name?.length).toBeLessThanOrEqual(80);
    await shop.sync(String(paymentId));
    expect((await shop.read(String(paymentId))).body).toMatchObject({
      state: 'authorized',
      amounts: { authorized: 10_000 },
    });
    expect(shop.world.startedSyncs).toContainEqual({ provider: 'swedbank-pay', paymentId, after: 'watch' });
  });

  it('is answered with where to look when it takes longer than the caller can wait', async () => {
    shop.machineSeconds = 40;
    const started = shop.world.now;
    const { status, headers, body } = await shop.recur(maker);
    expect([status, headers['location']]).toEqual([202, `/v1/payments/${String(body['paymentId'])}`]);
    expect(shop.world.now - started).toBeGreaterThanOrEqual(20);
    expect(shop.world.now - started).toBeLessThan(25);
    expect(await shop.recur(maker)).toMatchObject({ status: 409, body: { code: 'in-progress' } });
    shop.world.pass(40);
    await shop.runMachines();
    expect(await shop.recur(maker)).toMatchObject({ status: 201, body: { paymentId: body['paymentId'] } });
    expect([created(), shop.executions.length]).toEqual([1, 1]);
  });

  it('says when to come back, when it takes longer', async () => {
    shop.machineSeconds = 40;
    expect(await shop.recur(maker)).toMatchObject({ status: 202, headers: { 'retry-after': '5' } });
  });

  it('is asked for once under an Idempotency-Key, however often it is repeated', async () => {
    shop.machineSeconds = 3;
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.recur(maker)));
    expect(answers.map(({ status }) => status).filter((status) => status !== 409)).toEqual([201]);
    shop.world.pass(90_000);
    expect(await shop.recur(maker)).toMatchObject({ status: 201 });
    expect([created(), recurringThere().length]).toEqual([1, 1]);
  });

  it('under a key that was used for another is refused', async () => {
    await shop.recur(maker);
    expect(await shop.recur(maker, 'recur-1', keys.shop, { amount: 5_000 })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    expect(created()).toBe(1);
  });

  it('that is refused is answered with the problem of the provider, and its key may be used again', async () => {
    shop.once('before', 'create', refusal());
    expect(await shop.recur(maker)).toMatchObject({
      status: 422,
      body: { code: 'provider-forbidden', detail: 'Not for Canary Cedergren' },
    });
    expect(shop.slowItem).not.toHaveProperty('body');
    expect(shop.world.ledgerDynamo.items.size).toBe(1);
    expect(await shop.recur(maker)).toMatchObject({ status: 201 });
    expect(recurringThere()).toHaveLength(1);
    expect(shop.executions).toHaveLength(2);
  });

  it('whose authorization fails says so, each time it is asked; another key may try again', async () => {
    await shop.simulator.control('settings', { nextTransaction: 'Failed' });
    const failed = await shop.recur(maker);
    expect(failed).toMatchObject({
      status: 201,
      body: { state: 'failed', amounts: { authorized: 0 }, transactions: [{ type: 'authorization', state: 'failed' }] },
    });
    const { paymentId } = failed.body;
    expect(await shop.recur(maker)).toMatchObject({ status: 201, body: { paymentId, state: 'failed' } });
    expect(created()).toBe(1);
    await shop.sync(String(paymentId));
    expect(shop.told.at(-1)).toMatchObject({ paymentId, state: 'failed' });

    const again = await shop.recur(maker, 'recur-2');
    expect(again).toMatchObject({ status: 201, body: { state: 'authorized' } });
    expect(again.body['paymentId']).not.toBe(paymentId);
    expect([created(), shop.executions.length]).toEqual([2, 2]);
  });

  it('keeps what it was asked with in the personal table only', async () => {
    shop.machineSeconds = 600;
    const fields = { payerReference: 'canary 198001139297', userAgent: 'Canary/5.0' };
    await shop.recur(maker, 'canary-key', keys.shop, fields);
    expect(shop.slowItem).toMatchObject({ body: fields });
    await shop.carryOut(shop.task);
    expect(recurringThere()).toHaveLength(1);
    shop.once('before', 'create', refusal());
    shop.machineSeconds = 0;
    await shop.recur(maker, 'canary-key-2', keys.shop, fields);
    await shop.sync(shop.task.paymentId);
    expect(shop.durable).not.toMatch(personal);
  });

  it('that is run again does no harm', async () => {
    await shop.recur(maker);
    const { paymentId } = shop.task;
    await shop.carryOut(shop.task);
    expect(recurringThere()).toHaveLength(1);
    expect(await shop.item(paymentId)).toHaveProperty('providerPaymentId');
  });

  it('that is run twice at once does no harm', async () => {
    shop.machineSeconds = Infinity;
    await shop.recur(maker);
    const { paymentId } = shop.task;
    shop.after = async () => {
      shop.after = () => undefined;
      await shop.carryOut(shop.task);
    };
    await shop.carryOut(shop.task);
    expect(recurringThere()).toHaveLength(1);
    expect(await shop.item(paymentId)).toHaveProperty('providerPaymentId');
  });

  it('whose request has expired is not made any more', async () => {
    shop.machineSeconds = Infinity;
    await shop.recur(maker);
    shop.world.pass(600);
    await shop.carryOut(shop.task);
    expect(shop.ended).toEqual([{ ...shop.task, status: 'gone' }]);
    expect(created()).toBe(0);
  });
});

describe('its token', () => {
  const fields = [{ field: 'recurrenceTokenOf', message: 'must be the id of a payment of yours' }];

  it('is that of a payment of the same merchant only', async () => {
    const notYours = { status: 422, body: { code: 'invalid-request', fields } };
    expect(await shop.recur(maker, 'recur-1', keys.other)).toMatchObject(notYours);
    expect(await shop.recur('0'.repeat(32))).toMatchObject(notYours);
    expect(created()).toBe(0);
    expect(await shop.recur(maker)).toMatchObject({ status: 201 });
  });

  it('that was never made cannot be used, and the key is usable again', async () => {
    const without = await shop.createPaid({}, 'payment-2');
    const inactive = { status: 409, body: { code: 'token-inactive' } };
    expect(await shop.recur(without)).toMatchObject(inactive);
    expect(created()).toBe(1);
    expect(shop.world.ledgerDynamo.items.size).toBe(2);
    expect(await shop.recur(maker)).toMatchObject({ status: 201 });
  });

  it('of another name cannot be used', async () => {
    expect(await shop.post({ ...payer, paymentTokenOf: maker }, 'payment-2')).toMatchObject({
      status: 409,
      body: { code: 'token-inactive' },
    });
    expect(created()).toBe(0);
  });

  it('that is deleted cannot be used', async () => {
    await shop.deleteToken(maker, { token: 'recurrenceToken', comment: 'Asked for' });
    expect(await shop.recur(maker)).toMatchObject({ status: 409, body: { code: 'token-inactive' } });
    expect(created()).toBe(0);
  });

  it('of payments is used by the payer who comes back, and by no other merchant’s', async () => {
    const made = await shop.createPaid({ ...payer, generatePaymentToken: true }, 'payment-2');
    expect(await shop.post({ ...payer, paymentTokenOf: made }, 'payment-3', keys.other)).toMatchObject({
      status: 422,
      body: { fields: [{ field: 'paymentTokenOf' }] },
    });
    expect(await shop.post({ ...payer, paymentTokenOf: made }, 'payment-3')).toMatchObject({ status: 201 });
    const token = [...shop.vault.sealed.values()].find(({ paymentId }) => paymentId === made)?.token;
    expect(shop.asked.at(-1)).toMatchObject({ body: { payment: { paymentToken: token } } });
  });

  it('that cannot be opened was sent to nobody, so the key is usable once it can', async () => {
    shop.vault.fails = true;
    await shop.recur(maker);
    shop.vault.fails = false;
    expect(created()).toBe(0);
    shop.world.pass(leaseSeconds);
    expect(await shop.recur(maker)).toMatchObject({ status: 201 });
  });
});

describe('when its answer is lost', () => {
  it.each([
    ['before it was made', 'before'],
    ['after it was made', 'after'],
  ] as const)('%s, it is never asked for again', async (_, when) => {
    shop.once(when, 'create', lost());
    expect(await shop.recur(maker)).toMatchObject({ status: 503, body: { code: 'provider-unavailable' } });
    expect(await shop.recur(maker)).toMatchObject({ status: 409, body: { code: 'in-progress' } });
    shop.world.pass(leaseSeconds);
    const unknown = { status: 502, body: { code: 'outcome-unknown' } };
    expect(await shop.recur(maker)).toMatchObject(unknown);
    await shop.sync(shop.unanswered);
    shop.world.pass(90_000);
    expect(await shop.recur(maker)).toMatchObject(unknown);
    expect([created(), shop.executions.length]).toEqual([1, 1]);
  });

  it('since our set-up at the provider is wrong, nobody is told to try again, and it is never asked for again', async () => {
    shop.once('before', 'create', misconfigured());
    const answer = await shop.recur(maker);
    expect(answer).toMatchObject({ status: 502, body: { code: 'provider-refused' } });
    expect(answer.headers).not.toHaveProperty('retry-after');
    shop.world.pass(leaseSeconds);
    expect(await shop.recur(maker)).toMatchObject({ status: 502, body: { code: 'outcome-unknown' } });
    expect(created()).toBe(1);
  });

  it('since the process died, it is never asked for again', async () => {
    shop.after = shop.die;
    expect(await shop.recur(maker)).toMatchObject({ status: 202 });
    expect(shop.died).toHaveLength(1);
    shop.world.pass(leaseSeconds);
    expect(await shop.recur(maker)).toMatchObject({ status: 502, body: { code: 'outcome-unknown' } });
    expect(created()).toBe(1);
  });

  it('the payment is parked after an hour without a ring', async () => {
    shop.once('after', 'create', lost());
    await shop.recur(maker);
    const paymentId = shop.unanswered;
    shop.world.pass(hour - leaseSeconds);
    expect(await shop.sync(paymentId)).toMatchObject({ status: 'resting' });
    shop.world.pass(2 * leaseSeconds);
    expect(await shop.sync(paymentId)).toEqual({ paymentId, status: 'parked' });
    expect((await shop.read(paymentId)).body['parked']).toContain('never answered');
  });

  it('a ring with our reference adopts it after that, and its key gives it', async () => {
    shop.once('after', 'create', lost());
    await shop.recur(maker);
    const paymentId = shop.unanswered;
    shop.world.pass(2 * hour);
    await shop.sync(paymentId);
    const [made] = recurringThere();
    const handle = `/psp/invoice/payments/${made?.id ?? ''}`;
    await shop.world.payments.ring(paymentId, payments.handleIn({ payment: { id: handle } }));
    await shop.sync(paymentId);
    expect(await shop.item(paymentId)).toMatchObject({ providerPaymentId: handle });
    expect((await shop.read(paymentId)).body).toMatchObject({ state: 'authorized', parked: null });
    expect(await shop.recur(maker)).toMatchObject({ status: 201, body: { paymentId } });
    expect(created()).toBe(1);
  });

  it('a ring with the id of another payment adopts nothing', async () => {
    shop.once('after', 'create', lost());
    await shop.recur(maker);
    const paymentId = shop.unanswered;
    await shop.world.payments.ring(paymentId, (await shop.item(maker)).providerPaymentId);
    await shop.sync(paymentId);
    expect(await shop.item(paymentId)).not.toHaveProperty('providerPaymentId');
  });
});
