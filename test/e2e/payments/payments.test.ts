import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { stack } from '../../stack.ts';
import { eachOf } from '../../until.ts';
import { call } from '../api.ts';
import { leaveToRings } from '../aws/unwatched.ts';
import { atProvider, completeAt, completeNewest, fail, setCallbacks } from './provider.ts';
import { ask, create, describePayments, order, read, readIn } from './shop.ts';

describePayments('payments at Swedbank Pay', () => {
  it('a payment is created with what the payer needs, and read by its merchant', async () => {
    const answer = await ask();
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ state: 'open', merchantReference: 'order-7', provider: 'swedbank-pay' });
    const { paymentId, payer } = await create();
    expect(payer.redirectUrl).toMatch(/^http/);
    expect(payer.scriptUrl).toBeNull();
    expect(await read(paymentId)).toMatchObject({ paymentId, state: 'open', amounts: { authorized: 0 } });
  });

  it('the payer completes it, Swedbank Pay rings, and the ledger knows', async () => {
    const { paymentId } = await create();
    // Nothing but the ring tells: nobody watches, or the first look comes after ten seconds.
    const isAlone = stack.awsEndpoint !== undefined;
    if (isAlone) await leaveToRings(paymentId);
    await completeNewest();
    const payment = await readIn(paymentId, 'authorized', isAlone ? 30 : 8);
    expect(payment.amounts).toMatchObject({ authorized: order.amount, remainingCapture: order.amount });
    expect(payment.transactions).toMatchObject([{ type: 'authorization', state: 'completed', amount: order.amount }]);
    expect(payment.operations).toEqual(expect.arrayContaining(['create-capture', 'create-cancellation']));
  });

  it('without any callback it is known all the same, a little later', async () => {
    await setCallbacks({ enabled: false });
    const { paymentId } = await create();
    await completeNewest();
    expect((await readIn(paymentId, 'authorized', 25)).transactions).toHaveLength(1);
  });

  it('eight rings, two of them at once and before the answer, for many payments at once: the same ledger', async () => {
    await setCallbacks({ deliveries: 8, together: 2, beforeAnswer: true, reorder: true, timeScale: 0.005 });
    const created = await eachOf(Array.from({ length: 8 }), 4, () => create());
    await eachOf(await atProvider(), 4, completeAt);
    const payments = await eachOf(created, 4, ({ paymentId }) => readIn(paymentId, 'authorized', 90));
    for (const { amounts, transactions } of payments) {
      expect(transactions).toHaveLength(1);
      expect(amounts.authorized).toBe(order.amount);
    }
  });

  it('a creation whose answer was lost is never made twice, and a ring that proves itself brings it back', async () => {
    const key = randomUUID();
    await fail({ kind: 'disconnect', operation: 'payments.create', committed: true });
    expect(await ask({}, { key })).toMatchObject({ status: 503, body: { code: 'provider-unavailable' } });
    expect(await ask({}, { key })).toMatchObject({ status: 409, body: { code: 'in-progress' } });
    expect(await atProvider()).toHaveLength(1);
    await completeNewest();
    const answer = await call('POST', '/v1/swedbank-pay/payments', {
      body: order,
      headers: { 'idempotency-key': key },
    });
    expect([201, 409]).toContain(answer.status);
    expect(await atProvider()).toHaveLength(1);
  });

  describe('the Idempotency-Key', () => {
    it('is required, and the answer names it', async () => {
      const answer = await call('POST', '/v1/swedbank-pay/payments', { body: order });
      expect(answer).toMatchObject({ status: 422, body: { fields: [{ field: 'Idempotency-Key' }] } });
    });

    it('stands for one payment', async () => {
      const key = randomUUID();
      const first = await create({}, key);
      expect(await create({}, key)).toMatchObject({ paymentId: first.paymentId, payer: first.payer });
      expect(await atProvider()).toHaveLength(1);
      const other = await ask({ amount: 160_000 }, { key });
      expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    });

    it('may be used again after a refusal', async () => {
      const key = randomUUID();
      await fail({ kind: '401', operation: 'payments.create' });
      expect(await ask({}, { key })).toMatchObject({ status: 502, body: { code: 'provider-refused' } });
      expect(await ask({}, { key })).toMatchObject({ status: 201 });
    });
  });

  it.runIf(stack.otherKeys !== undefined)("another merchant's payment is unknown", async () => {
    const { paymentId } = await create();
    const path = `/v1/payments/${paymentId}`;
    expect(await call('GET', path, { credential: stack.otherKeys?.otherMerchant ?? '' })).toMatchObject({
      status: 404,
    });
    expect(await call('GET', path, { credential: stack.otherKeys?.sameMerchant ?? '' })).toMatchObject({ status: 200 });
    expect(await call('GET', path, { credential: null })).toMatchObject({ status: 401 });
  });

  it('a ring at an address that we never gave is unknown', async () => {
    const { paymentId } = await create();
    for (const proof of ['nothing', `${paymentId}.1.${'A'.repeat(43)}`, `${paymentId}.2.${'A'.repeat(43)}`]) {
      const answer = await call('POST', `/callbacks/swedbank-pay/${proof}`, { credential: null, body: {} });
      expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
    }
  });
});
