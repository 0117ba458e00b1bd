import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeAwsOfPayments } from '../needs.ts';
import { completeNewest, resetProvider, setCallbacks } from '../payments/provider.ts';
import { create, readIn } from '../payments/shop.ts';
import { MerchantQueue } from './events.ts';

describeAwsOfPayments('what merchants hear of a payment', () => {
  const queue = new MerchantQueue();
  beforeAll(async () => {
    await resetProvider();
    await queue.open();
  });
  afterAll(() => queue.close());

  it('each change once, however often it rings, and nothing of the person', async () => {
    await setCallbacks({ deliveries: 8, together: 2, timeScale: 0.005 });
    const { paymentId } = await create();
    await completeNewest();
    await readIn(paymentId, 'authorized');
    const events = await queue.about(paymentId, 2);
    const changes = new Map(events.map(({ detail }) => [detail.eventId, detail]));
    expect([...changes.values()]).toMatchObject([
      { state: 'authorized', merchantReference: 'order-7', transaction: { type: 'authorization', amount: 150_000 } },
      { state: 'authorized', merchantReference: 'order-7' },
    ]);
    expect(events[0]).toMatchObject({ source: 'sluss', 'detail-type': 'payment.changed' });
  });
});
