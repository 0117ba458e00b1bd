import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { log } from '../../shared/log.ts';
import { merchantReferenceOf } from '../../shared/payment-merge.ts';
import type { StoredPayment } from '../../shared/payment-item.ts';
import type { ProblemError } from '../../shared/problem.ts';
import { ProviderNotConfigured, ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { leaseSeconds, lapseSeconds, lost, paymentId, Shop } from '../fakes/payment-operations.ts';
import { rejection } from '../fakes/world.ts';

let shop: Shop;
beforeEach(async () => {
  shop = new Shop();
  await shop.create();
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('an operation', () => {
  it('is intended before the provider is called, under a reference of our own, and due should nobody come back', async () => {
    let intended: StoredPayment | undefined;
    shop.provider.before = async () => {
      intended = await shop.item();
    };
    const { transaction } = await shop.perform();
    const [operationId = ''] = Object.keys(intended?.intents ?? {});
    expect(operationId).toMatch(/^[0-9a-f]{32}$/);
    expect(intended).toMatchObject({
      intents: { [operationId]: { type: 'capture', payeeReference: shop.provider.asked[0], askedAt: shop.world.now } },
      underway: { operationId, leaseUntil: shop.world.now + leaseSeconds },
    });
    expect(intended?.dueAt).toBeLessThanOrEqual(shop.world.now + leaseSeconds);
    expect(shop.provider.asked[0]).toMatch(/^[0-9a-f]{30}$/);
    expect(transaction).toMatchObject({ type: 'capture', state: 'completed', amount: 100 });
  });

  it('is over once its transaction is known, and somebody is sent to tell of it', async () => {
    const { payment } = await shop.perform();
    expect(payment).not.toHaveProperty('underway');
    expect(payment).toMatchObject({ requestedSync: 1, completedSync: 0 });
    expect(await shop.item()).toEqual(payment);
    expect(shop.caughtUp).toEqual([payment]);
    await shop.sync();
    expect(shop.told.map(({ eventId }) => eventId)).toEqual([
      `${paymentId}-a-completed`,
      `${paymentId}-authorized`,
      `${paymentId}-t1-completed`,
      `${paymentId}-partly-captured`,
    ]);
    const { outbox, requestedSync, completedSync } = await shop.item();
    expect([outbox, requestedSync, completedSync]).toEqual([{}, 1, 1]);
  });

  it('is no failure when nobody can be sent to tell of it: it is due', async () => {
    await shop.perform('capture', {}, { catchUp: () => Promise.reject(new Error('no machine')) });
    expect(await shop.item()).toMatchObject({ dueAt: shop.world.now });
  });

  it('carries the merchant’s reference to its answer and its event, and no other one', async () => {
    const first = await shop.perform('capture', { merchantReference: 'parcel-1' });
    const second = await shop.perform('capture', { idempotencyKey: 'key-2' });
    await shop.sync();
    const references = [first, second].map(({ payment, transaction }) => merchantReferenceOf(payment, transaction));
    expect(references).toEqual(['parcel-1', undefined]);
    const events = shop.told.filter(({ transaction }) => transaction?.type === 'capture');
    expect(events.map(({ transaction }) => transaction?.merchantReference)).toEqual(['parcel-1', undefined]);
  });

  it('is answered though no read shows it, as the provider answered it', async () => {
    shop.provider.isStale = true;
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1', state: 'completed' });
    shop.provider.isStale = false;
    shop.provider.readFails = lost;
    const { transaction, payment } = await shop.perform('capture', { idempotencyKey: 'key-2' });
    expect(transaction).toMatchObject({ id: 't2', state: 'completed' });
    expect(payment).not.toHaveProperty('underway');
  });

  it('is answered though nobody can read any more, since the secret is gone', async () => {
    let asked = 0;
    const client = () => {
      asked += 1;
      return asked > 2 ? Promise.reject(new ProviderNotConfigured('no secret')) : Promise.resolve('client');
    };
    expect((await shop.perform('capture', {}, { client })).transaction).toMatchObject({ id: 't1' });
  });

  it.each(['fails', 'is stale'])('knows what it stood on, though the read after it %s', async (how) => {
    shop.provider.make('capture', 'OF-THE-BACK-OFFICE', 400);
    shop.provider.before = () => {
      if (how === 'fails') shop.provider.readFails = lost;
      shop.provider.isStale = true;
    };
    const { payment } = await shop.perform('reversal');
    expect(Object.keys(payment.known.transactions)).toEqual(['a', 't1', 't2']);
  });

  it('leaves nothing personal and no text of the request in the ledger, the events and the logs', async () => {
    const printed: unknown[] = [];
    for (const level of ['info', 'warn', 'error'] as const)
      vi.spyOn(log, level).mockImplementation((...entry) => void printed.push(entry));
    const body = {
      amount: 100,
      description: 'CANARY one',
      receiptReference: 'CANARY-2',
      itemDescriptions: [{ amount: 100, description: 'CANARY three 198001139297' }],
    };
    const quoting = new ProviderRejected(400, 'CANARY-4', { code: 'provider-invalid-input', detail: 'CANARY five' });
    shop.provider.once('before', quoting);
    expect(await rejection(shop.perform('capture', { body }))).toBe(quoting);
    shop.provider.once('after', new ProviderUnavailable('CANARY six', { cause: new Error('CANARY seven') }));
    await shop.perform('capture', { body, idempotencyKey: 'CANARY-key' });
    shop.provider.once('before', new Error('CANARY eight'));
    await rejection(shop.perform('reversal', { body }));
    shop.world.pass(leaseSeconds + lapseSeconds);
    await shop.sync();
    expect(printed.length).toBeGreaterThan(3);
    expect(JSON.stringify([[...shop.world.ledgerDynamo.items], shop.told, printed])).not.toMatch(/CANARY|19800113/);
  });
});

describe('an Idempotency-Key', () => {
  it('used again answers the same outcome without another call', async () => {
    const first = await shop.perform();
    shop.world.pass(90_000);
    shop.provider.openFails = new Error('nobody may ask');
    shop.provider.readFails = shop.provider.openFails;
    const again = await shop.perform();
    expect(again).toEqual({ payment: await shop.item(), transaction: first.transaction });
    expect([shop.provider.asked.length, shop.provider.made.length, shop.caughtUp.length]).toEqual([1, 1, 1]);
  });

  it('answers a failed transaction again, and what has become of an open one', async () => {
    shop.provider.nextState = 'failed';
    expect((await shop.perform()).transaction.state).toBe('failed');
    expect((await shop.perform()).transaction.state).toBe('failed');
    shop.provider.nextState = 'open';
    const other = { idempotencyKey: 'key-2' };
    expect((await shop.perform('capture', other)).transaction.state).toBe('open');
    shop.provider.settle('completed');
    await shop.sync();
    expect((await shop.perform('capture', other)).transaction.state).toBe('completed');
    expect(shop.provider.asked).toHaveLength(2);
  });

  it('used with another body is refused, while the first is answered and ever after', async () => {
    const other = { body: { amount: 200 } };
    shop.provider.before = async () => {
      expect(await rejection(shop.perform('capture', other))).toMatchObject({ code: 'idempotency-key-reused' });
    };
    await shop.perform();
    expect(await rejection(shop.perform('capture', other))).toMatchObject({ code: 'idempotency-key-reused' });
    expect(shop.provider.asked).toHaveLength(1);
  });

  it.each([
    ['another key', 'capture', { idempotencyKey: 'key-2' }],
    ['another kind of operation', 'reversal', {}],
  ] as const)('of %s makes another transaction, with another reference', async (_, type, change) => {
    await shop.perform();
    await shop.perform(type, change);
    expect(new Set(shop.provider.asked).size).toBe(2);
    expect(shop.provider.made).toHaveLength(2);
  });

  it('used ten times at once asks once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => shop.perform()));
    expect(shop.provider.asked).toHaveLength(1);
    const codes = results.map((result) =>
      result.status === 'rejected' ? (result.reason as ProblemError).code : 'done',
    );
    expect(codes.toSorted()).toEqual(['done', ...Array<string>(9).fill('operation-underway')]);
  });
});

describe('one at a time', () => {
  it('another operation meanwhile is refused, with when to come again', async () => {
    shop.provider.before = async () => {
      shop.world.pass(10);
      for (const type of ['capture', 'reversal', 'cancellation'] as const)
        expect(await rejection(shop.perform(type, { idempotencyKey: 'key-2' }))).toMatchObject({
          code: 'operation-underway',
          extras: { retryAfterSeconds: leaseSeconds - 10 },
        });
    };
    await shop.perform();
    shop.provider.before = () => undefined;
    await shop.perform('reversal', { idempotencyKey: 'key-2' });
    expect(shop.provider.made).toHaveLength(2);
  });

  it('two that begin in the same instant: one is sent', async () => {
    const payment = await shop.item();
    const results = await Promise.allSettled([
      shop.perform('capture', { payment }),
      shop.perform('reversal', { payment, idempotencyKey: 'key-2' }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(results[1]).toMatchObject({ reason: { code: 'operation-underway' } });
    expect(shop.provider.made).toHaveLength(1);
  });

  it('an open transaction keeps the payment blocked until a read sees its end, however long it takes', async () => {
    shop.provider.nextState = 'open';
    expect((await shop.perform()).transaction.state).toBe('open');
    const other = { idempotencyKey: 'key-2' };
    shop.world.pass(leaseSeconds + lapseSeconds + 1);
    await shop.sync();
    expect(await rejection(shop.perform('capture', other))).toMatchObject({ code: 'operation-underway' });
    shop.provider.settle('failed');
    expect(await rejection(shop.perform('capture', other))).toMatchObject({ code: 'operation-underway' });
    await shop.sync();
    shop.provider.nextState = 'completed';
    expect((await shop.perform('capture', other)).transaction.state).toBe('completed');
    expect(shop.provider.made).toHaveLength(2);
  });
});

describe('the lease', () => {
  it('keeps an equal request away until it ends; then that takes over, with the same reference', async () => {
    shop.provider.once('before', new Error('we break off'));
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds - 1);
    expect(await rejection(shop.perform())).toMatchObject({ code: 'in-progress', extras: { retryAfterSeconds: 1 } });
    shop.world.pass(1);
    shop.provider.before = async () => {
      expect(await shop.item()).toMatchObject({ underway: { leaseUntil: shop.world.now + leaseSeconds } });
      expect(await rejection(shop.perform())).toMatchObject({ code: 'in-progress', extras: { retryAfterSeconds: 35 } });
    };
    await shop.perform();
    expect(new Set(shop.provider.asked).size).toBe(1);
    expect([shop.provider.asked.length, shop.provider.made.length]).toEqual([2, 1]);
  });

  it('once it ended goes to one of those that ask for it', async () => {
    shop.provider.once('before', new Error('we break off'));
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds);
    const results = await Promise.allSettled([shop.perform(), shop.perform(), shop.perform()]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(shop.provider.asked).toHaveLength(2);
  });

  it('that has ended still keeps other operations away: what was begun may have been done', async () => {
    shop.provider.once('after', new Error('we break off'));
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds + 1);
    expect(await rejection(shop.perform('capture', { idempotencyKey: 'key-2' }))).toMatchObject({
      code: 'operation-underway',
      extras: { retryAfterSeconds: 1 },
    });
  });

  it('of an intent that is written twice, since the table’s answer was lost, ends like another', async () => {
    shop.world.ledgerDynamo.losesAnswer = ({ kind }) => kind === 'Update';
    expect(await rejection(shop.perform())).toMatchObject({ code: 'operation-underway' });
    shop.world.ledgerDynamo.losesAnswer = () => false;
    shop.world.pass(leaseSeconds);
    await shop.perform();
    expect(shop.provider.made).toHaveLength(1);
  });
});

describe('a merchant that settles itself', () => {
  beforeEach(() => {
    shop.provider.isNumbered = true;
  });

  it('has references of twelve digits, each once', async () => {
    for (const key of [1, 2, 3]) await shop.perform('capture', { idempotencyKey: `key-${key}` });
    expect(shop.provider.asked).toEqual(['000000000001', '000000000002', '000000000003']);
  });

  it('keeps the reference of a lost operation', async () => {
    shop.provider.once('before', lost);
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds);
    await shop.perform();
    expect(shop.provider.asked).toEqual(['000000000001', '000000000001']);
  });

  it('finds the transaction of a lost operation by it, and the merchant’s reference with it', async () => {
    shop.provider.once('after', lost);
    const { payment, transaction } = await shop.perform('capture', { merchantReference: 'parcel-1' });
    expect(merchantReferenceOf(payment, transaction)).toBe('parcel-1');
  });
});
