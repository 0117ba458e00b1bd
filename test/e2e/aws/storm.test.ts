import { afterAll, beforeAll, expect, it } from 'vitest';
import { paymentChanged } from '../../../shared/payment-changed.ts';
import { stack } from '../../stack.ts';
import { eachOf } from '../../until.ts';
import { describeAwsOfPayments } from '../needs.ts';
import {
  allAtProvider,
  callbacksSent,
  completeAt,
  failAt,
  resetProvider,
  ringAgain,
  setCallbacks,
} from '../payments/provider.ts';
import { create, readIn, type Payment } from '../payments/shop.ts';
import { MerchantQueue } from './events.ts';
import { stopWatch } from './executions.ts';
import { change, inSeconds, paymentKey } from './items.ts';

/**
 * The local AWS starts a process for each call that is going on, and two cores are soon taken: so there are few at once,
 * and the later rings wait for one another instead of for the provider's schedule.
 */
const atOnce = 3;
const payments = 100;
/** Every tenth payer fails at first. */
const failing = 10;
const changes = payments + payments / failing;
const deliveries = 8;
const together = 2;

/** An order that is always the same, and not that of creation. */
const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item, index) => ({ item, place: (index * 257) % items.length }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);

/** Created, and left to its rings: nobody looks at it by himself before the clock does. */
const createUnwatched = async (): Promise<string> => {
  const { paymentId } = await create();
  await stopWatch(paymentId);
  return paymentId;
};

/** What must be told of a payment: each transaction, and the state that they make. */
const mustBeTold = ({ paymentId, transactions }: Payment) => [
  ...transactions.map(({ number, state }) => `${paymentId} ${number ?? ''} ${state}`),
  `${paymentId} authorized`,
];

describeAwsOfPayments('a storm of callbacks', () => {
  const queue = new MerchantQueue();
  let paymentIds: string[] = [];
  beforeAll(async () => {
    await resetProvider();
    await queue.open();
  });
  afterAll(async () => {
    // The clock would go on looking at all of them, and each look is a process.
    await eachOf(paymentIds, atOnce, (paymentId) => change(paymentKey(paymentId), { dueAt: inSeconds(86_400) }));
    await queue.close();
  });

  it.skipIf(stack.iamEnforced)(
    `${payments} payments, ${deliveries} rings for each change, ${together} in one instant, shuffled: each is known and told once`,
    async () => {
      await setCallbacks({ deliveries: together, together, beforeAnswer: true });
      paymentIds = await eachOf(Array.from({ length: payments }), atOnce, createUnwatched);
      await eachOf([...shuffled(await allAtProvider()).entries()], atOnce, async ([index, { guid }]) => {
        if (index % failing === 0) await failAt(guid);
        await completeAt(guid);
      });
      const sent = await callbacksSent();
      const later = shuffled(sent.flatMap((callback) => Array.from({ length: deliveries - together }, () => callback)));
      const answers = [
        ...sent.flatMap((callback) => callback.deliveries.map(({ status }) => status)),
        ...(await eachOf(later, atOnce, ringAgain)),
      ];
      expect(answers).toEqual(Array(deliveries * changes).fill(200));

      const known = await eachOf(paymentIds, atOnce, (paymentId) => readIn(paymentId, 'authorized'));
      expect(known.flatMap(({ transactions }) => transactions)).toHaveLength(changes);
      for (const { amounts, parked } of known)
        expect([amounts.authorized, amounts.remainingCapture, parked]).toEqual([150_000, 150_000, null]);

      for (const paymentId of paymentIds) await queue.about(paymentId, 2);
      const heard = (await queue.heard())
        .filter(({ detail }) => paymentIds.includes(detail.paymentId ?? ''))
        .map(({ detail }) => paymentChanged.parse(detail));
      const byId = new Map(heard.map((event) => [event.eventId, event]));
      for (const event of heard) expect(event).toEqual(byId.get(event.eventId));
      const told = [...byId.values()].map(({ paymentId, transaction, state }) =>
        transaction ? `${paymentId} ${transaction.number ?? ''} ${transaction.state}` : `${paymentId} ${state}`,
      );
      expect(told.toSorted()).toEqual(known.flatMap(mustBeTold).toSorted());
    },
  );
});
