import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lost, SlowShop } from '../fakes/slow.ts';

const leaseSeconds = 80;
const lapseSeconds = 600;

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

describe('when the outcome of a direct authorization is not known', () => {
  it('since the answer is lost, it is found by reading', async () => {
    shop.once('after', 'create-authorization', lost());
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201 });
    expect(sent()).toBe(1);
  });

  it('since it never got there, it is never sent again under its key until it is known not to have happened', async () => {
    shop.once('before', 'create-authorization', lost());
    const unknown = { status: 502, body: { code: 'outcome-unknown', retryable: true } };
    expect(await shop.authorize(paymentId)).toMatchObject(unknown);
    expect(await shop.authorize(paymentId)).toMatchObject(unknown);
    expect(await shop.authorize(paymentId, 'key-2')).toMatchObject({ body: { code: 'operation-underway' } });
    expect(sent()).toBe(1);
    shop.world.pass(leaseSeconds + lapseSeconds);
    await shop.sync(paymentId);
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201 });
    expect(await shop.authorizationsOf(paymentId)).toHaveLength(1);
  });

  it('since the answer and the read after it are lost, a sync finds it, and its key gives it', async () => {
    shop.after = () => {
      shop.readFails = lost();
      throw lost();
    };
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 502, body: { code: 'outcome-unknown' } });
    shop.readFails = undefined;
    await shop.sync(paymentId);
    expect((await shop.read(paymentId)).body).toMatchObject({ state: 'authorized', underway: null });
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201 });
    expect(sent()).toBe(1);
  });

  it('since the machine died before it was sent, it lapses, and the key is usable again', async () => {
    shop.beforeMachine = shop.die;
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 202, body: { transaction: null } });
    shop.beforeMachine = () => undefined;
    expect(shop.died).toHaveLength(1);
    await shop.sync(paymentId);
    expect(await shop.item(paymentId)).toHaveProperty('underway');
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 202 });
    expect([shop.executions.length, sent()]).toEqual([1, 0]);
    shop.world.pass(leaseSeconds + lapseSeconds);
    await shop.sync(paymentId);
    expect(await shop.item(paymentId)).toMatchObject({ intents: {} });
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201 });
    expect(sent()).toBe(1);
  });

  it('since the machine died after it was sent, a sync finds it, and its key gives it', async () => {
    shop.after = shop.die;
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 202, body: { transaction: null } });
    expect(shop.died).toHaveLength(1);
    await shop.sync(paymentId);
    expect(await shop.item(paymentId)).not.toHaveProperty('underway');
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201, body: { payment: { state: 'authorized' } } });
    expect(sent()).toBe(1);
  });

  it('since no machine could be started, nothing is sent, and it lapses', async () => {
    shop.isSlowMachineDown = true;
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 500 });
    shop.isSlowMachineDown = false;
    shop.world.pass(leaseSeconds + lapseSeconds);
    await shop.sync(paymentId);
    expect(await shop.authorize(paymentId)).toMatchObject({ status: 201 });
    expect(sent()).toBe(1);
  });
});

describe('the function behind the machine of slow tasks does nothing', () => {
  beforeEach(async () => {
    shop.machineSeconds = Infinity;
    await shop.authorize(paymentId);
  });

  it('when the request has expired', async () => {
    shop.world.pass(600);
    await shop.carryOut(shop.task);
    expect(shop.ended).toEqual([{ ...shop.task, status: 'gone' }]);
    expect(sent()).toBe(0);
  });

  it('when the intent was taken back', async () => {
    const { operationId } = shop.task;
    await shop.world.payments.withdraw(await shop.item(paymentId), operationId, false);
    await shop.carryOut(shop.task);
    expect(sent()).toBe(0);
    expect(await shop.item(paymentId)).toMatchObject({ intents: {} });
  });

  it('when it is done already', async () => {
    await shop.carryOut(shop.task);
    await shop.carryOut(shop.task);
    expect(sent()).toBe(1);
    expect(shop.died).toEqual([]);
  });

  it('when another run is at it', async () => {
    shop.before = async () => {
      shop.before = () => undefined;
      await shop.carryOut(shop.task);
    };
    await shop.carryOut(shop.task);
    expect(sent()).toBe(1);
    expect((await shop.read(paymentId)).body).toMatchObject({ state: 'authorized', underway: null });
  });

  it('when there is no such task', async () => {
    await shop.carryOut({ paymentId: '0'.repeat(32), operationId: 'creation', attempt: 1 });
    await shop.carryOut({ paymentId, operationId: '0'.repeat(32), attempt: 1 });
    expect(shop.ended.map(({ status }) => status)).toEqual(['gone', 'gone']);
    expect(sent()).toBe(0);
  });
});
