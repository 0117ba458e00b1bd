import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError } from '../../shared/problem.ts';
import { OperationNotOffered, ProviderRejected } from '../../shared/provider-error.ts';
import {
  lapseSeconds,
  leaseSeconds,
  lost,
  paymentId,
  refused,
  Shop,
  twin,
  type Doing,
} from '../fakes/payment-operations.ts';
import { rejection } from '../fakes/world.ts';

let shop: Shop;
beforeEach(async () => {
  shop = new Shop();
  await shop.create();
});

describe('a lost answer', () => {
  it('is found by reading', async () => {
    shop.provider.once('after', lost);
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1' });
    expect(await shop.item()).not.toHaveProperty('underway');
    expect(shop.provider.asked).toHaveLength(1);
  });

  it('that no read shows is unknown, and asked for again under the same reference', async () => {
    shop.provider.once('before', lost);
    expect(await rejection(shop.perform())).toMatchObject({ code: 'outcome-unknown', extras: { retryable: true } });
    expect(await shop.item()).toHaveProperty('underway');
    shop.world.pass(leaseSeconds);
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1' });
    expect(shop.provider.asked[1]).toBe(shop.provider.asked[0]);
    expect(shop.provider.made).toHaveLength(1);
  });

  it('is unknown when the read after it fails too, and found by the next request', async () => {
    shop.provider.once('after', lost);
    shop.provider.readFails = lost;
    expect(await rejection(shop.perform())).toMatchObject({ code: 'outcome-unknown' });
    shop.provider.readFails = undefined;
    shop.world.pass(leaseSeconds);
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1' });
    expect(shop.provider.asked).toHaveLength(1);
  });

  it('after which the read of the next request fails too stays what it was', async () => {
    shop.provider.once('after', lost);
    shop.provider.readFails = lost;
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds);
    shop.provider.openFails = lost;
    expect(await rejection(shop.perform())).toBe(lost);
    expect(await shop.item()).toHaveProperty('underway');
    expect(Object.keys((await shop.item()).intents)).toHaveLength(1);
  });

  it.each([
    ['names the reference', twin],
    ['names another reason, such as what is left', refused],
  ])('of which a second try is refused, which %s, stays unknown while reads are stale', async (_, refusal) => {
    shop.provider.isStale = true;
    shop.provider.once('after', lost);
    expect(await rejection(shop.perform())).toMatchObject({ code: 'outcome-unknown' });
    shop.world.pass(leaseSeconds);
    shop.provider.once('before', refusal);
    expect(await rejection(shop.perform())).toMatchObject({ code: 'outcome-unknown' });
    expect(await shop.item()).toMatchObject({ failures: { capture: 0 } });
    expect(await shop.item()).toHaveProperty('underway');
    shop.provider.isStale = false;
    await shop.sync();
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1' });
    expect([shop.provider.asked.length, shop.provider.made.length]).toEqual([2, 1]);
  });

  it.each([
    ['is not offered any more', () => new OperationNotOffered('capture', [])],
    ['finds too little left', () => new ProblemError('invalid-request')],
  ])('of which a second try %s is not taken back: the first may have done it', async (_, why) => {
    shop.provider.isStale = true;
    shop.provider.once('after', lost);
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds);
    shop.provider.once('before', why());
    await rejection(shop.perform());
    expect(await shop.item()).toHaveProperty('underway');
    shop.provider.isStale = false;
    await shop.sync();
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1' });
    expect(shop.provider.made).toHaveLength(1);
  });

  it('of which a second try is refused, is found by the read after that', async () => {
    shop.provider.isStale = true;
    shop.provider.once('after', lost);
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds);
    shop.provider.before = () => {
      shop.provider.isStale = false;
    };
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1' });
    expect(await shop.item()).toMatchObject({ failures: { capture: 0 } });
  });
});

describe('nobody comes back', () => {
  it('after the provider has done it: a look settles it and tells of it, with the merchant’s reference', async () => {
    const dynamo = shop.world.ledgerDynamo;
    shop.provider.after = () => {
      dynamo.before = () => {
        throw new Error('the function is gone');
      };
    };
    await rejection(shop.perform('capture', { merchantReference: 'parcel-1' }));
    dynamo.before = () => undefined;
    shop.provider.after = () => undefined;
    shop.world.pass(leaseSeconds);
    await shop.world.clock();
    expect(shop.world.startedSyncs).toMatchObject([{ provider: 'acme', paymentId }]);
    await shop.sync();
    expect(await shop.item()).not.toHaveProperty('underway');
    expect(shop.told.at(-2)).toMatchObject({ transaction: { type: 'capture', merchantReference: 'parcel-1' } });
    expect((await shop.perform('capture', { merchantReference: 'parcel-1' })).transaction).toMatchObject({ id: 't1' });
    expect(shop.provider.asked).toHaveLength(1);
  });

  it('before the provider was asked: it lapses ten minutes after its lease, and not before', async () => {
    shop.provider.once('before', new Error('we break off'));
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds + lapseSeconds - 1);
    await shop.sync();
    expect(await shop.item()).toHaveProperty('underway');
    shop.world.pass(1);
    await shop.sync();
    expect((await shop.item()).intents).toEqual({});
    expect(await shop.item()).not.toHaveProperty('underway');
    await shop.perform('reversal', { idempotencyKey: 'key-2' });
    await shop.perform();
    expect(shop.provider.made).toHaveLength(2);
  });

  it('a read that fails makes nothing lapse', async () => {
    shop.provider.once('before', new Error('we break off'));
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds + lapseSeconds);
    shop.provider.readFails = lost;
    await shop.sync();
    expect(await shop.item()).toHaveProperty('underway');
  });

  it.each([
    ['is refused as its twin', undefined],
    ['is not offered any more', new OperationNotOffered('capture', [])],
  ])('one that lapsed and was done after all, and now %s, is answered by its key', async (_, error) => {
    shop.provider.isStale = true;
    shop.provider.once('after', lost);
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds + lapseSeconds);
    await shop.sync();
    shop.provider.isStale = false;
    if (error) shop.provider.once('before', error);
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1' });
    expect(await shop.item()).toMatchObject({ failures: { capture: 0 } });
    expect(shop.provider.made).toHaveLength(1);
  });

  it('one that is taken over while a look finds it lapsed does not lapse', async () => {
    shop.provider.once('before', new Error('we break off'));
    await rejection(shop.perform());
    shop.world.pass(leaseSeconds + lapseSeconds);
    const sent = Promise.withResolvers<undefined>();
    const answer = Promise.withResolvers<undefined>();
    shop.provider.before = () => {
      sent.resolve(undefined);
      return answer.promise;
    };
    const before = await shop.provider.read();
    let again: Promise<unknown> | undefined;
    vi.spyOn(shop.provider, 'read').mockImplementationOnce(async () => {
      again = shop.perform();
      await sent.promise;
      return before;
    });
    await shop.sync();
    expect(await shop.item()).toHaveProperty('underway');
    answer.resolve(undefined);
    await again;
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1' });
    expect(shop.provider.made).toHaveLength(1);
  });

  it('one that comes back after it lapsed takes nothing back but its own', async () => {
    shop.provider.before = async () => {
      shop.provider.before = () => undefined;
      shop.world.pass(leaseSeconds + lapseSeconds);
      await shop.sync();
      shop.provider.nextState = 'open';
      await shop.perform('reversal', { idempotencyKey: 'key-2' });
      throw refused;
    };
    expect(await rejection(shop.perform())).toBe(refused);
    const { underway, intents, failures } = await shop.item();
    expect(Object.keys(intents)).toEqual([underway?.operationId]);
    expect(failures).toEqual({ capture: 0, reversal: 0 });
  });

  it('the clock leads it to its end by itself', async () => {
    shop.provider.once('before', new Error('we break off'));
    await rejection(shop.perform());
    const end = shop.world.now + leaseSeconds + lapseSeconds + 120;
    for (let due = (await shop.item()).dueAt; due !== undefined && due < end; due = (await shop.item()).dueAt) {
      shop.world.milliseconds = Math.max(due, shop.world.now + 1) * 1000;
      await shop.sync();
    }
    expect(await shop.item()).not.toHaveProperty('underway');
  });
});

describe('nothing is done', () => {
  it.each([
    ['the payment cannot be read', 'open', lost, 0],
    ['it is not offered', 'send', new OperationNotOffered('capture', ['create-reversal']), 0],
    ['it cannot be: what is left is less', 'send', new ProblemError('invalid-request'), 0],
    ['our credentials are refused', 'send', new ProviderRejected(401), 0],
    ['the provider refuses', 'send', refused, 1],
  ] as const)('when %s: the intent goes, and the key is usable at once', async (_, where, error, counted) => {
    if (where === 'open') shop.provider.openFails = error;
    else shop.provider.once('before', error);
    expect(await rejection(shop.perform())).toBe(error);
    const { intents, failures } = await shop.item();
    expect([intents, failures]).toEqual([{}, { capture: counted, reversal: 0 }]);
    expect(await shop.item()).not.toHaveProperty('underway');
    shop.provider.openFails = undefined;
    await shop.perform('capture', { body: { amount: 7 } });
    expect(shop.provider.made).toMatchObject([{ amount: 7 }]);
  });

  it('while the provider’s handle is not known: it is not offered', async () => {
    delete shop.world.ledgerDynamo.items.get(`payment#${paymentId}`)?.['providerPaymentId'];
    expect(await rejection(shop.perform())).toBeInstanceOf(OperationNotOffered);
    expect((await shop.world.payments.find(paymentId))?.intents).toEqual({});
    expect(shop.provider.asked).toEqual([]);
  });
});

describe('failures', () => {
  const fail = (type: Doing, how: 'failed' | 'refused', key: number) => {
    if (how === 'refused') {
      shop.provider.once('before', refused);
      return rejection(shop.perform(type, { idempotencyKey: `key-${key}` }));
    }
    shop.provider.nextState = 'failed';
    return shop.perform(type, { idempotencyKey: `key-${key}` }).finally(() => {
      shop.provider.nextState = 'completed';
    });
  };

  it.each([
    ['capture', ['failed', 'failed', 'failed']],
    ['reversal', ['refused', 'refused', 'refused']],
    ['capture', ['failed', 'refused', 'failed']],
  ] as const)('three in a row of a %s (%j) and the next is refused here', async (type, hows) => {
    for (const [index, how] of hows.entries()) await fail(type, how, index);
    const asked = shop.provider.asked.length;
    expect(await rejection(shop.perform(type, { idempotencyKey: 'key-9' }))).toMatchObject({
      code: 'too-many-failures',
    });
    expect(shop.provider.asked).toHaveLength(asked);
    expect(await shop.item()).not.toHaveProperty('underway');
    await shop.sync();
    expect(await rejection(shop.perform(type, { idempotencyKey: 'key-9' }))).toMatchObject({
      code: 'too-many-failures',
    });

    await shop.perform(type === 'capture' ? 'reversal' : 'capture', { idempotencyKey: 'key-10' });
    await shop.perform('cancellation', { idempotencyKey: 'key-11' });
    await shop.world.payments.redrive(paymentId);
    await shop.perform(type, { idempotencyKey: 'key-9' });
  });

  it('one that succeeds between them begins the count anew', async () => {
    await fail('capture', 'failed', 1);
    await fail('capture', 'failed', 2);
    await shop.perform('capture', { idempotencyKey: 'key-3' });
    await fail('capture', 'failed', 4);
    expect(await shop.item()).toMatchObject({ failures: { capture: 1 } });
    await shop.perform('capture', { idempotencyKey: 'key-5' });
  });

  it('one that is refused and leaves a failed transaction behind is that transaction, and counts once', async () => {
    shop.provider.nextState = 'failed';
    shop.provider.once('after', refused);
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1', state: 'failed' });
    await shop.sync();
    expect(await shop.item()).toMatchObject({ failures: { capture: 1 } });
    expect((await shop.perform()).transaction).toMatchObject({ id: 't1' });
  });

  it('that another request has met meanwhile count too', async () => {
    const payment = await shop.item();
    for (const key of [1, 2, 3]) await fail('capture', 'failed', key);
    const late = shop.perform('capture', { payment, idempotencyKey: 'key-4' });
    expect(await rejection(late)).toMatchObject({ code: expect.stringMatching(/too-many|underway/) as string });
    expect(shop.provider.asked).toHaveLength(3);
  });
});
