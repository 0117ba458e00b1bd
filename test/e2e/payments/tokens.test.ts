import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createdPaymentAnswer } from '../../../shared/payment-answer.ts';
import { stack } from '../../stack.ts';
import { call } from '../api.ts';
import { callsOf, madeAt, refuse, setProvider, tokensAt } from './provider.ts';
import {
  ask,
  createAuthorized,
  describePayments,
  order,
  read,
  readIn,
  readOnce,
  recurring,
  type Payment,
} from './shop.ts';

const recur = (recurrenceTokenOf: string, key = randomUUID(), credential = stack.apiKey) =>
  call('POST', '/v1/swedbank-pay/payments', {
    body: recurring(recurrenceTokenOf),
    headers: { 'idempotency-key': key },
    credential,
  });

const payer = { payerReference: 'customer-7' };

/** A payment that has made a token, which the ledger has got to know. */
const withToken = async (name: Payment['tokens'][number]): Promise<string> => {
  const wish = name === 'paymentToken' ? { generatePaymentToken: true } : { generateRecurrenceToken: true };
  const { paymentId } = await createAuthorized({ ...payer, ...wish });
  const { tokens } = await readOnce(paymentId, 'its token', (payment) => payment.tokens.length > 0);
  expect(tokens).toEqual([name]);
  return paymentId;
};

const remove = (paymentId: string, token: string) =>
  call('DELETE', `/v1/swedbank-pay/payments/${paymentId}/token`, { body: { token, comment: 'Asked for' } });

const inactive = { status: 409, body: { code: 'token-inactive' } };

describePayments('tokens', () => {
  it('one for recurrence invoices again without a payer, until it is deleted', async () => {
    const maker = await withToken('recurrenceToken');
    await setProvider({ authorizationSeconds: 2 });
    const key = randomUUID();
    const answer = await recur(maker, key);
    expect(answer.status).toBe(201);
    const { paymentId, payer: links } = createdPaymentAnswer.parse(answer.body);
    expect(links).toEqual({ redirectUrl: null, scriptUrl: null });
    const payment = await readIn(paymentId, 'authorized');
    expect(payment).toMatchObject({ amounts: { authorized: order.amount }, merchantReference: 'order-7', tokens: [] });

    expect(await recur(maker, key)).toMatchObject({ status: 201, body: { paymentId } });
    expect(await callsOf('payments.create')).toBe(2);
    expect(await madeAt(paymentId)).toHaveLength(1);

    const deleted = await remove(maker, 'recurrenceToken');
    expect(deleted).toMatchObject({ status: 200, body: { tokens: [] } });
    expect((await read(maker)).tokens).toEqual([]);
    expect(await recur(maker)).toMatchObject(inactive);
    expect(await callsOf('payments.create')).toBe(2);
    expect(await remove(maker, 'recurrenceToken')).toMatchObject({ status: 200 });
    expect(await callsOf('tokens.delete')).toBe(1);
  });

  it('one for payments lets the payer come back, until it is deleted', async () => {
    const maker = await withToken('paymentToken');
    const next = await createAuthorized({ ...payer, paymentTokenOf: maker });
    expect(next).toMatchObject({ amounts: { authorized: order.amount } });
    expect(await recur(maker)).toMatchObject(inactive);
    expect(await remove(maker, 'recurrenceToken')).toMatchObject(inactive);
    expect(await remove(maker, 'paymentToken')).toMatchObject({ status: 200, body: { tokens: [] } });
    expect(await ask({ ...payer, paymentTokenOf: maker })).toMatchObject(inactive);
  });

  it('are never told to anybody', async () => {
    const maker = await withToken('recurrenceToken');
    const [token = 'none'] = await tokensAt(maker);
    expect(token).toMatch(/^[\da-f-]{36}$/);
    const path = `/v1/swedbank-pay/payments/${maker}/resources`;
    const paths = ['transactions', 'authorizations', 'paid', 'payee-info'].map((rel) => `${path}/${rel}`);
    const answers = await Promise.all(
      [...paths, `/v1/payments/${maker}`, '/v1/payments'].map((each) => call('GET', each)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(JSON.stringify(answers)).not.toContain(token);
  });

  it('are deleted with a comment only', async () => {
    const answer = await call('DELETE', `/v1/swedbank-pay/payments/${await withToken('paymentToken')}/token`, {
      body: { token: 'paymentToken' },
    });
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ field: 'comment' }] } });
  });

  it('a recurring payment that is refused says why, and its key may be used again at once', async () => {
    const maker = await withToken('recurrenceToken');
    const key = randomUUID();
    await refuse('payments.create');
    expect(await recur(maker, key)).toMatchObject({ status: 422, body: { code: 'provider-forbidden' } });
    const answer = await recur(maker, key);
    expect(answer.status).toBe(201);
    await readIn(createdPaymentAnswer.parse(answer.body).paymentId, 'authorized');
    expect(await callsOf('payments.create')).toBe(3);
  });

  it.runIf(stack.otherKeys !== undefined)('of another merchant are as unknown as its payments', async () => {
    const answer = await recur(await withToken('recurrenceToken'), randomUUID(), stack.otherKeys?.otherMerchant);
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ field: 'recurrenceTokenOf' }] } });
  });
});
