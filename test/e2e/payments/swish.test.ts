import { randomInt, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { createdPaymentAnswer, operationAnswer, type paymentAnswer } from '../../../shared/payment-answer.ts';
import { stack } from '../../stack.ts';
import { untilSo } from '../../until.ts';
import { call, cancel, ended, hinted, readFlow, type Answer, type Started } from '../api.ts';
import {
  act,
  advanceSwish,
  atSwish,
  failNewestRefund,
  failSwish,
  refundsAtSwish,
  resetSwish,
  setSwish,
} from './swish-provider.ts';
import { read, readIn, readOnce } from './shop.ts';

const amount = 12_500;
/** A phone that no other test has: a payer has one open payment at a time. */
const phone = () => `46701740${randomInt(100, 1000)}`;

const ask = (fields: object = {}, key: string = randomUUID()): Promise<Answer> =>
  call('POST', '/v1/swish/payments', { body: { amount, ...fields }, headers: { 'idempotency-key': key } });

const create = async (fields?: object, key?: string) => {
  const { flow, ...payment } = createdPaymentAnswer.parse((await ask(fields, key)).body);
  if (!flow) throw new Error('the payment has no flow');
  return { ...payment, flow };
};
/** For a Swish that first waits for what it rings: by then the creation may have given up, and its key says when it is there. */
const createPatiently = async (fields: object) => {
  const key = randomUUID();
  await untilSo('the payment', async () => (await ask(fields, key)).status === 201);
  return create(fields, key);
};
const refund = (paymentId: string, fields: object = {}, key: string = randomUUID()): Promise<Answer> =>
  call('POST', `/v1/swish/payments/${paymentId}/refunds`, {
    body: { amount, ...fields },
    headers: { 'idempotency-key': key },
  });

const paid = async (): Promise<string> => {
  const { paymentId, flow } = await create();
  await act('approve', { payerAlias: phone() });
  expect(await ended(flow)).toMatchObject({ status: 'complete' });
  return paymentId;
};

const isThere = stack.simulators.swish !== undefined;
const describeSwish = (name: string, tests: () => void): void => {
  describe.runIf(isThere)(`${name}${isThere ? '' : ' (skipped: the stack has no simulator)'}`, () => {
    beforeEach(resetSwish);
    tests();
  });
};

describeSwish('a payment with Swish, over mutual TLS', () => {
  it('is opened by link or code, approved, and paid in the flow and in the ledger', async () => {
    const { paymentId, flow, state } = await create({
      message: 'Köp 7',
      payeePaymentReference: 'ORDER-7',
      merchantReference: 'order-7',
      returnUrl: 'https://shop.example/back',
    });
    expect(state).toBe('open');
    const { swish } = flow.view;
    expect(swish?.qrContent).toBe(`D${swish?.token ?? ''}`);
    expect(swish?.launchUrl).toBe(
      `swish://paymentrequest?token=${swish?.token ?? ''}&callbackurl=https%3A%2F%2Fshop.example%2Fback`,
    );
    expect(await hinted(flow, 'swish-waiting')).toMatchObject({ view: flow.view });
    expect(await atSwish()).toMatchObject([
      { payeePaymentReference: 'ORDER-7', amount: 125, message: 'Köp 7', payerAlias: null, status: 'CREATED' },
    ]);
    await act('approve', { payerAlias: phone() });
    expect(await ended(flow)).toMatchObject({
      status: 'complete',
      merchantReference: 'order-7',
      result: { paymentId, amount },
    });
    expect(await readIn(paymentId, 'captured')).toMatchObject({
      provider: 'swish',
      merchantReference: 'order-7',
      amounts: { captured: amount, remainingReversal: amount },
      transactions: [{ type: 'sale', state: 'completed', amount, payeeReference: 'ORDER-7' }],
    });
  });

  it('waits in the phone of a payer whose number is known, and shows no code', async () => {
    const payerAlias = phone();
    const { flow } = await create({ payerAlias: `+${payerAlias}` });
    expect(flow.view).toEqual({});
    expect(await atSwish()).toMatchObject([{ payerAlias }]);
    await act('approve');
    expect(await ended(flow)).toMatchObject({ status: 'complete' });
  });

  it('is known without any callback', async () => {
    await setSwish({ callbacks: { enabled: false } });
    const { paymentId, flow } = await create();
    await act('approve', { payerAlias: phone() });
    expect(await ended(flow)).toMatchObject({ status: 'complete' });
    await readIn(paymentId, 'captured');
  });

  it('rung ten times, two at once and before the answer, is paid once', async () => {
    await setSwish({
      paysAfterSeconds: 0,
      callbacks: { attempts: 10, deliveries: 10, together: 2, beforeAnswer: true, timeScale: 0.005 },
    });
    const { paymentId, flow } = await createPatiently({ payerAlias: phone() });
    expect(await ended(flow)).toMatchObject({ status: 'complete' });
    expect((await readIn(paymentId, 'captured')).transactions).toHaveLength(1);
    expect(await atSwish()).toHaveLength(1);
  });

  it.each([
    ['decline', {}, 'failed', 'swish-declined', 'failed', 'DECLINED'],
    ['error', { code: 'RF07' }, 'failed', 'swish-refused-by-bank', 'failed', 'RF07'],
  ] as const)('%s %o ends it as %s', async (deed, body, status, hint, state, reason) => {
    const { paymentId, flow } = await create();
    await act(deed, body);
    expect(await ended(flow)).toMatchObject({ status, hint });
    expect(await readIn(paymentId, state)).toMatchObject({ reason, transactions: [] });
  });

  it('a bank that never answered is no end, nor is a cancellation; a late word is', async () => {
    const { paymentId, flow } = await create();
    await act('error', { code: 'DS24' });
    await hinted(flow, 'outcome-unknown');
    await cancel(flow.flowId);
    expect(await read(paymentId)).toMatchObject({ state: 'unknown', reason: 'DS24' });
    expect(await readFlow(flow.flowId)).toMatchObject({ status: 'pending' });
    await act('late-payment');
    expect(await ended(flow)).toMatchObject({ status: 'complete' });
    expect(await readIn(paymentId, 'captured')).toMatchObject({ reason: null });
  });

  describe('a cancellation', () => {
    it('by the payer, in the flow, ends it when Swish says so', async () => {
      const { paymentId, flow } = await create();
      await cancel(flow.flowId, flow.clientToken);
      expect(await ended(flow)).toMatchObject({ status: 'cancelled', hint: 'swish-cancelled' });
      await readIn(paymentId, 'aborted');
    });

    it('by the merchant, of the payment, is answered with the payment as it is then', async () => {
      const { paymentId, flow } = await create();
      const answer = await call('DELETE', `/v1/swish/payments/${paymentId}`);
      expect(answer).toMatchObject({ status: 200, body: { state: 'aborted', reason: 'RP08' } });
      expect(await ended(flow)).toMatchObject({ status: 'cancelled' });
    });

    it('that comes after the payer has paid changes nothing', async () => {
      const { paymentId, flow } = await create();
      await act('approve', { payerAlias: phone() });
      expect(await call('DELETE', `/v1/swish/payments/${paymentId}`)).toMatchObject({
        status: 409,
        body: { code: 'operation-not-offered', hint: 'RP07' },
      });
      expect(await ended(flow)).toMatchObject({ status: 'complete' });
    });
  });

  describe('the Idempotency-Key', () => {
    it('stands for one payment, whose payer gets the same code again', async () => {
      const key = randomUUID();
      const first = await create({}, key);
      expect(await create({}, key)).toMatchObject({ paymentId: first.paymentId, flow: { view: first.flow.view } });
      expect(await atSwish()).toHaveLength(1);
      expect(await ask({ amount: 100 }, key)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    });

    it('of an answer that was lost finds the payment that waits in a phone', async () => {
      const [key, payerAlias] = [randomUUID(), phone()];
      await failSwish({ kind: 'disconnect', operation: 'payments.create', committed: true });
      expect(await ask({ payerAlias }, key)).toMatchObject({ status: 503, body: { code: 'provider-unavailable' } });
      const { paymentId, flow } = await create({ payerAlias }, key);
      expect(await atSwish()).toHaveLength(1);
      await act('approve');
      expect(await ended(flow)).toMatchObject({ status: 'complete', result: { paymentId } });
    });

    it('of an answer whose code was lost ends that payment and makes it anew: one can be paid', async () => {
      const key = randomUUID();
      await failSwish({ kind: 'disconnect', operation: 'payments.create', committed: true });
      expect(await ask({}, key)).toMatchObject({ status: 503 });
      const { paymentId, flow } = await create({}, key);
      expect((await atSwish()).map(({ status }) => status)).toEqual(['CREATED', 'CANCELLED']);
      await act('approve', { payerAlias: phone() });
      expect(await ended(flow)).toMatchObject({ status: 'complete', result: { paymentId } });
      expect((await readIn(paymentId, 'captured')).transactions).toHaveLength(1);
    });

    it('may be used again after a refusal', async () => {
      const key = randomUUID();
      await failSwish({ kind: 'problem', status: 422, type: 'RP01', operation: 'payments.create' });
      expect(await ask({}, key)).toMatchObject({ status: 422, body: { code: 'provider-invalid-input', hint: 'RP01' } });
      await create({}, key);
      expect(await atSwish()).toHaveLength(1);
    });
  });

  it('a payer who has another one open is told so, in both languages', async () => {
    const payerAlias = phone();
    await create({ payerAlias });
    expect(await ask({ payerAlias })).toMatchObject({
      status: 422,
      body: {
        code: 'refused-for-payer',
        hint: 'swish-already-open',
        message: { en: expect.stringContaining('Swish') as string },
      },
    });
  });

  it.each([
    [{ amount: 99 }, 'amount'],
    [{ message: 'Köp {7}' }, 'message'],
    [{ message: 'x'.repeat(51) }, 'message'],
    [{ payeePaymentReference: 'a_b' }, 'payeePaymentReference'],
    [{ payerAlias: '12' }, 'payerAlias'],
  ])('%o is refused with the name of the field, before anything is asked', async (fields, field) => {
    expect(await ask(fields)).toMatchObject({ status: 422, body: { code: 'invalid-request', fields: [{ field }] } });
    expect(await atSwish()).toEqual([]);
  });
});

type Payment = z.output<typeof paymentAnswer>;
const isRefunded = ({ amounts }: Payment) => amounts.reversed === amount;

describeSwish('a refund of a payment with Swish', () => {
  it('is asked for once under its key, and known when the payer has the money', async () => {
    await setSwish({ stepSeconds: 60 });
    const paymentId = await paid();
    const key = randomUUID();
    const first = await refund(paymentId, { message: 'Retur' }, key);
    expect(first.status).toBe(202);
    expect(operationAnswer.parse(first.body).transaction).toMatchObject({ type: 'reversal', state: 'open', amount });
    expect((await refund(paymentId, { message: 'Retur' }, key)).status).toBeLessThan(203);
    expect(await refundsAtSwish()).toHaveLength(1);
    await advanceSwish(120);
    const payment = await readOnce(paymentId, 'the end of the refund', isRefunded, 30);
    expect(payment).toMatchObject({ state: 'reversed', underway: null });
  });

  it('whose answer was lost is found, not repeated', async () => {
    await setSwish({ stepSeconds: 60 });
    const paymentId = await paid();
    await failSwish({ kind: 'disconnect', operation: 'refunds.create', committed: true });
    expect((await refund(paymentId)).status).toBe(202);
    await advanceSwish(120);
    await readOnce(paymentId, 'the end of the refund', isRefunded, 30);
    expect(await refundsAtSwish()).toHaveLength(1);
  });

  it('that exceeds what is left is refused with what is left, and the rest can be refunded', async () => {
    await setSwish({ stepSeconds: 60 });
    const paymentId = await paid();
    expect(await refund(paymentId, { amount: amount + 100 })).toMatchObject({
      status: 422,
      body: { hint: 'RF08', detail: expect.stringContaining('125.00') as string },
    });
    expect((await refund(paymentId, { amount: 10_000 })).status).toBe(202);
    await advanceSwish(120);
    await readOnce(paymentId, 'a part', ({ underway, amounts }) => !underway && amounts.reversed === 10_000, 30);
    expect((await refund(paymentId, { amount: 2_500 })).status).toBe(202);
    await advanceSwish(120);
    await readOnce(paymentId, 'the rest', isRefunded, 30);
  });

  it('that the bank fails leaves the payment paid', async () => {
    await setSwish({ stepSeconds: 60 });
    const paymentId = await paid();
    expect((await refund(paymentId)).status).toBe(202);
    await failNewestRefund('RF07');
    const payment = await readOnce(paymentId, 'the failure', ({ underway }) => underway === null, 30);
    expect(payment).toMatchObject({ state: 'captured', amounts: { reversed: 0 } });
    expect(payment.transactions).toMatchObject([{ type: 'sale' }, { type: 'reversal', state: 'failed' }]);
  });

  it('of a payment that nobody has paid is not offered', async () => {
    const { paymentId }: { paymentId: string; flow: Started } = await create();
    expect(await refund(paymentId)).toMatchObject({ status: 409, body: { code: 'operation-not-offered' } });
    expect(await refundsAtSwish()).toEqual([]);
  });
});
