import '../fakes/quiet.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError } from '../../shared/problem.ts';
import type { SlowTask } from '../../shared/slow-requests.ts';
import { lost, personal, refusal, SlowShop } from '../fakes/slow.ts';

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
const authorizationsThere = async () =>
  shop.simulator.store.get(await shop.guidOf(paymentId)).transactions.filter(({ type }) => type === 'Authorization');
const firstTask = () => JSON.parse(shop.executions[0]?.input ?? '') as SlowTask;

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
    const { operationId } = firstTask();
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

    const [open] = await authorizationsThere();
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
    expect(await authorizationsThere()).toMatchObject([{ state: 'Failed' }, { state: 'Completed' }]);
    expect(answer).toMatchObject({ status: 201, body: { transaction: { state: 'completed' } } });
  });
});

describe('its Idempotency-Key', () => {
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
    expect(await authorizationsThere()).toHaveLength(1);
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
      await vi.waitUntil(() => shop.executions.length === 2);
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

describe('what the payer has told', () => {
  it('waits for the machine in the personal table only, for ten minutes', async () => {
    shop.machineSeconds = 600;
    await shop.authorize(paymentId, 'canary-key');
    const { operationId, attempt } = firstTask();
    expect(shop.slowItem).toMatchObject({
      pk: `slow#${paymentId}#${operationId}#${attempt}`,
      body: { identityNumber: '198001139297', legalAddress: { streetAddress: 'Canary gata 9' } },
    });
    const expiresAt = Number(shop.slowItem?.['expiresAt']);
    expect(expiresAt).toBeGreaterThan(shop.world.now);
    expect(expiresAt).toBeLessThanOrEqual(shop.world.now + 600);

    shop.world.milliseconds = expiresAt * 1000;
    expect(await shop.requests.take(firstTask())).toBeUndefined();
    await shop.world.clock();
    expect(shop.slowItem).toBeUndefined();
  });

  it('is never in the ledger, the events, the logs, or what the machine is told', async () => {
    shop.once('before', 'create-authorization', refusal());
    await shop.authorize(paymentId, 'canary-key');
    shop.once('after', 'create-authorization', lost());
    await shop.authorize(paymentId, 'canary-key');
    await shop.sync(paymentId);
    const other = await shop.create({}, 'payment-2');
    shop.beforeMachine = shop.die;
    await shop.authorize(other, 'canary-key');
    expect([shop.told.length > 0, shop.died.length, shop.executions.length]).toEqual([true, 1, 3]);
    expect(shop.printed.length).toBeGreaterThan(3);
    expect(shop.durable).not.toMatch(personal);
  });

  it('is told to the machine by ids alone, under a name that Step Functions takes', async () => {
    await shop.authorize(paymentId);
    const [{ name = '', input = '' } = {}] = shop.executions;
    expect(Object.keys(JSON.parse(input) as object)).toEqual(['paymentId', 'operationId', 'attempt']);
    expect(name).toMatch(/^[0-9a-f]{32}-[0-9a-f]{32}-\d+$/);
    expect(name.length).toBeLessThanOrEqual(80);
  });

  it('is erased by the refusal, which is kept for ten minutes itself', async () => {
    shop.once('before', 'create-authorization', refusal());
    await shop.authorize(paymentId);
    expect(shop.slowItem).not.toHaveProperty('body');
    expect(shop.slowItem).toMatchObject({ refusal: { code: 'provider-forbidden' } });
    expect(await shop.requests.refusalOf(firstTask())).toMatchObject({ code: 'provider-forbidden' });
    shop.world.pass(600);
    expect(await shop.requests.refusalOf(firstTask())).toBeUndefined();
  });

  it('does not come back by a refusal that comes late', async () => {
    shop.machineSeconds = Infinity;
    await shop.authorize(paymentId);
    shop.world.pass(600);
    const there = structuredClone(shop.slowItem);
    await shop.requests.refuse(firstTask(), new ProblemError('provider-forbidden'));
    expect(shop.slowItem).toEqual(there);
    await shop.world.clock();
    await shop.requests.refuse(firstTask(), new ProblemError('provider-forbidden'));
    expect(shop.slowItem).toBeUndefined();
  });
});

describe('when its outcome is not known', () => {
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
    expect(await authorizationsThere()).toHaveLength(1);
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

describe('the function behind the machine does nothing', () => {
  beforeEach(async () => {
    shop.machineSeconds = Infinity;
    await shop.authorize(paymentId);
  });

  it('when the request has expired', async () => {
    shop.world.pass(600);
    await shop.carryOut(firstTask());
    expect(shop.ended).toEqual([{ ...firstTask(), status: 'gone' }]);
    expect(sent()).toBe(0);
  });

  it('when the intent was taken back', async () => {
    const { operationId } = firstTask();
    await shop.world.payments.withdraw(await shop.item(paymentId), operationId, false);
    await shop.carryOut(firstTask());
    expect(sent()).toBe(0);
    expect(await shop.item(paymentId)).toMatchObject({ intents: {} });
  });

  it('when it is done already', async () => {
    await shop.carryOut(firstTask());
    await shop.carryOut(firstTask());
    expect(sent()).toBe(1);
    expect(shop.died).toEqual([]);
  });

  it('when another run is at it', async () => {
    shop.before = async () => {
      shop.before = () => undefined;
      await shop.carryOut(firstTask());
    };
    await shop.carryOut(firstTask());
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
