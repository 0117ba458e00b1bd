import { beforeEach, describe, expect, it } from 'vitest';
import { SwishShop } from '../../fakes/swish.ts';

let shop: SwishShop;
let paymentId: string;
beforeEach(async () => {
  shop = new SwishShop();
  ({
    payment: { paymentId },
  } = await shop.create());
});

const approve = () => shop.provider.payments.approve(shop.provider.payments.newestFirst()[0]!);
const stored = () => shop.world.payments.find(paymentId);
/** Looks when it is due, until it is not within `seconds`. */
const lookFor = async (seconds: number) => {
  const until = shop.world.now + seconds;
  let looks = 0;
  for (let due = (await stored())?.dueAt; due !== undefined && due <= until; due = (await stored())?.dueAt) {
    await shop.pass(Math.max(0, due - shop.world.now));
    await shop.sync(paymentId);
    looks += 1;
  }
  return looks;
};
const day = 24 * 3600;

describe('a payment at Swish that is looked at', () => {
  it('is left alone a day after it was paid, also when Swish has forgotten it by then', async () => {
    approve();
    await shop.sync(paymentId);
    expect(await lookFor(10 * day)).toBeLessThan(5);
    expect(await stored()).not.toHaveProperty('dueAt');
    expect((await stored())?.parked).toBeUndefined();
    expect(shop.told.map(({ eventId }) => eventId)).toHaveLength(new Set(shop.told.map(({ eventId }) => eventId)).size);
  });

  it('that Swish does not know before its end is no failure: a person must look after some hours', async () => {
    shop.provider.payments.clear();
    await lookFor(2 * day);
    expect(await stored()).toMatchObject({
      parked: { reason: 'no such payment at the provider' },
      known: { openness: 'open' },
    });
    expect(shop.told).toEqual([]);
  });

  it('whose refund stays open is looked at ever less often', async () => {
    approve();
    await shop.sync(paymentId);
    await shop.refund(paymentId, { amount: 100, message: 'DS24' });
    expect(await lookFor(day)).toBeLessThan(100);
    expect((await stored())?.underway).toBeDefined();
  });

  it('with a status that is new says so, and is not ended by it', async () => {
    const [payment] = shop.provider.payments.newestFirst();
    Object.assign(payment ?? {}, { status: 'PAUSED' });
    await shop.sync(paymentId);
    expect((await stored())?.known).toMatchObject({ openness: 'unknown', reason: 'PAUSED' });
    Object.assign(payment ?? {}, { status: 'CREATED' });
    approve();
    await shop.sync(paymentId);
    expect(shop.told.map(({ state }) => state)).toEqual(['unknown', 'captured', 'captured']);
  });
});
