import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { call } from '../api.ts';
import { completeNewest, fail, madeAt, refuse, resolve, setProvider } from './provider.ts';
import {
  abort,
  cancellation,
  captureOf,
  create,
  createAuthorized,
  describePayments,
  done,
  operate,
  order,
  read,
  readIn,
  readOnce,
  reversalOf,
} from './shop.ts';

describePayments('the life of a payment', () => {
  it('from creation to the last reversal, each step in amounts, transactions and what is possible', async () => {
    const { paymentId } = await create();
    await completeNewest();
    const authorized = await readIn(paymentId, 'authorized');
    expect(authorized.amounts).toMatchObject({ authorized: 150_000, remainingCapture: 150_000, remainingReversal: 0 });
    expect(authorized.operations.toSorted()).toEqual(['create-cancellation', 'create-capture', 'paid-payment']);

    const first = await done(paymentId, 'captures', captureOf(100_000, { merchantReference: 'parcel-1' }));
    expect(first.transaction).toMatchObject({
      type: 'capture',
      state: 'completed',
      amount: 100_000,
      vatAmount: 20_000,
      merchantReference: 'parcel-1',
    });
    expect(first.payment).toMatchObject({ state: 'partly-captured', amounts: { captured: 100_000 } });
    expect(first.payment.operations).toEqual(
      expect.arrayContaining(['create-capture', 'create-cancellation', 'create-reversal']),
    );
    await done(paymentId, 'captures', captureOf(20_000, { merchantReference: 'parcel-2', receiptReference: 'R-2' }));
    const { payment: cancelled } = await done(paymentId, 'cancellations', cancellation);
    expect(cancelled).toMatchObject({
      state: 'captured',
      amounts: { captured: 120_000, cancelled: 30_000, remainingCapture: 0, remainingReversal: 120_000 },
    });
    expect(cancelled.operations).not.toContain('create-capture');

    expect((await done(paymentId, 'reversals', reversalOf(45_000))).payment.state).toBe('partly-reversed');
    const { payment } = await done(paymentId, 'reversals', reversalOf(75_000, { merchantReference: 'return-2' }));
    expect(payment).toMatchObject({ paymentId, state: 'reversed', underway: null, merchantReference: 'order-7' });
    expect(payment.amounts).toEqual({
      authorized: 150_000,
      captured: 120_000,
      cancelled: 30_000,
      reversed: 120_000,
      remainingCapture: 0,
      remainingReversal: 0,
    });
    expect(payment.transactions).toMatchObject([
      { type: 'authorization', amount: 150_000, merchantReference: null },
      { type: 'capture', amount: 100_000, merchantReference: 'parcel-1' },
      { type: 'capture', amount: 20_000, merchantReference: 'parcel-2' },
      { type: 'cancellation', amount: 30_000, merchantReference: null },
      { type: 'reversal', amount: 45_000, merchantReference: null },
      { type: 'reversal', amount: 75_000, merchantReference: 'return-2' },
    ]);
    const numbers = payment.transactions.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(6);
    expect(numbers).toEqual((await madeAt(paymentId)).map(({ number }) => number));
    expect(await read(paymentId)).toEqual(payment);
  });

  describe('an operation', () => {
    it('is done once for each Idempotency-Key, and its answer repeated', async () => {
      const { paymentId } = await createAuthorized();
      const key = randomUUID();
      const { transaction } = await done(paymentId, 'captures', captureOf(50_000), { key });
      const again = await operate(paymentId, 'captures', captureOf(50_000), { key });
      expect(again).toMatchObject({ status: 201, body: { transaction } });
      expect(await madeAt(paymentId, 'Capture')).toHaveLength(1);
      expect(await operate(paymentId, 'captures', captureOf(60_000), { key })).toMatchObject({
        status: 422,
        body: { code: 'idempotency-key-reused' },
      });
    });

    it('needs a key, and says so', async () => {
      const { paymentId } = await createAuthorized();
      for (const [operation, body] of [
        ['captures', captureOf(50_000)],
        ['cancellations', cancellation],
        ['reversals', reversalOf(50_000)],
      ] as const) {
        const answer = await call('POST', `/v1/swedbank-pay/payments/${paymentId}/${operation}`, { body });
        expect(answer).toMatchObject({ status: 422, body: { fields: [{ field: 'Idempotency-Key' }] } });
      }
      expect(await madeAt(paymentId)).toHaveLength(1);
    });

    it('is refused for more than remains, by the name of its field', async () => {
      const { paymentId } = await createAuthorized();
      const tooMuch = { status: 422, body: { code: 'invalid-request', fields: [{ field: 'amount' }] } };
      expect(await operate(paymentId, 'captures', captureOf(order.amount + 5))).toMatchObject(tooMuch);
      await done(paymentId, 'captures', captureOf(50_000));
      expect(await operate(paymentId, 'reversals', reversalOf(50_005))).toMatchObject(tooMuch);
      expect(await read(paymentId)).toMatchObject({ underway: null, amounts: { captured: 50_000 } });
    });

    it('that is not offered is told with what is', async () => {
      const { paymentId } = await create();
      const answer = await operate(paymentId, 'captures', captureOf(50_000));
      expect(answer).toMatchObject({ status: 409, body: { code: 'operation-not-offered' } });
      expect(answer.body).toMatchObject({
        offered: expect.arrayContaining(['create-authorization', 'update-payment-abort']) as string[],
      });
      await completeNewest();
      await readIn(paymentId, 'authorized');
      expect(await operate(paymentId, 'reversals', reversalOf(50_000))).toMatchObject({
        status: 409,
        body: { code: 'operation-not-offered' },
      });
      expect(await abort(paymentId)).toMatchObject({ status: 409, body: { code: 'operation-not-offered' } });
    });

    it('that the provider refuses leaves nothing behind, and its key may be used again', async () => {
      const { paymentId } = await createAuthorized();
      const key = randomUUID();
      await refuse('captures.create');
      expect(await operate(paymentId, 'captures', captureOf(50_000), { key })).toMatchObject({
        status: 422,
        body: { code: 'provider-forbidden' },
      });
      expect(await read(paymentId)).toMatchObject({ underway: null, amounts: { captured: 0 } });
      await done(paymentId, 'captures', captureOf(50_000), { key });
      expect(await madeAt(paymentId, 'Capture')).toHaveLength(1);
    });

    it('that fails is told as failed, and after three in a row the next is refused', async () => {
      const { paymentId } = await createAuthorized();
      await setProvider({ nextTransaction: { state: 'Failed', type: 'Capture', count: 3 } });
      for (let time = 1; time <= 3; time += 1)
        expect(await operate(paymentId, 'captures', captureOf(50_000))).toMatchObject({
          status: 422,
          body: { code: 'operation-failed', retryable: false },
        });
      expect(await operate(paymentId, 'captures', captureOf(50_000))).toMatchObject({
        status: 409,
        body: { code: 'too-many-failures' },
      });
      expect((await madeAt(paymentId, 'Capture')).map(({ state }) => state)).toEqual(['Failed', 'Failed', 'Failed']);
      const { amounts, transactions, state } = await read(paymentId);
      expect([state, amounts.captured]).toEqual(['authorized', 0]);
      expect(transactions.filter((each) => each.state === 'failed')).toHaveLength(3);
      await done(paymentId, 'cancellations', cancellation);
    });

    it('whose answer was lost is found by its reference', async () => {
      const { paymentId } = await createAuthorized();
      const key = randomUUID();
      await fail({ kind: 'disconnect', operation: 'captures.create', committed: true });
      const { transaction } = await done(paymentId, 'captures', captureOf(50_000), { key });
      expect(transaction).toMatchObject({ state: 'completed', amount: 50_000 });
      expect(await done(paymentId, 'captures', captureOf(50_000), { key })).toMatchObject({ transaction });
      expect(await madeAt(paymentId, 'Capture')).toHaveLength(1);
    });

    it('that got lost on its way has an unknown outcome, and no other one begins', async () => {
      const { paymentId } = await createAuthorized();
      const key = randomUUID();
      await fail({ kind: 'disconnect', operation: 'captures.create', committed: false });
      const lost = await operate(paymentId, 'captures', captureOf(50_000), { key });
      expect(lost).toMatchObject({ status: 502, body: { code: 'outcome-unknown', retryable: true } });
      const again = await operate(paymentId, 'captures', captureOf(50_000), { key });
      expect(again).toMatchObject({ status: 409, body: { code: 'in-progress' } });
      expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await operate(paymentId, 'cancellations', cancellation)).toMatchObject({
        status: 409,
        body: { code: 'operation-underway' },
      });
      expect(await abort(paymentId)).toMatchObject({ status: 409, body: { code: 'operation-underway' } });
      expect(await read(paymentId)).toMatchObject({ state: 'authorized', underway: { type: 'capture' } });
      expect(await madeAt(paymentId, 'Capture')).toEqual([]);
    });

    it('that stays open is answered with 202, and known once the provider has made up its mind', async () => {
      const { paymentId } = await createAuthorized();
      const key = randomUUID();
      await setProvider({ nextTransaction: { state: 'Initialized', type: 'Capture', afterSeconds: null } });
      const answer = await operate(paymentId, 'captures', captureOf(50_000), { key });
      expect(answer).toMatchObject({
        status: 202,
        body: { transaction: { state: 'open' }, payment: { underway: { type: 'capture' }, amounts: { captured: 0 } } },
      });
      expect(await operate(paymentId, 'captures', captureOf(10_000))).toMatchObject({
        status: 409,
        body: { code: 'operation-underway' },
      });
      await resolve(paymentId);
      const settled = await readIn(paymentId, 'partly-captured');
      expect(settled).toMatchObject({ underway: null, amounts: { captured: 50_000 } });
      expect(await operate(paymentId, 'captures', captureOf(50_000), { key })).toMatchObject({
        status: 201,
        body: { transaction: { state: 'completed' } },
      });
      await done(paymentId, 'captures', captureOf(10_000));
    });
  });

  it('an unpaid one is aborted, once and again, and then nobody can pay it', async () => {
    const { paymentId } = await create();
    for (let time = 1; time <= 2; time += 1)
      expect(await abort(paymentId)).toMatchObject({ status: 200, body: { paymentId, state: 'aborted' } });
    await expect(completeNewest()).rejects.toThrow('HTTP 409');
    expect(await readOnce(paymentId, 'the end', ({ state }) => state === 'aborted')).toMatchObject({
      operations: ['aborted-payment'],
      transactions: [],
    });
  });
});
