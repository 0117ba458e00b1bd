import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localToken } from '../../../../local/simulators/swedbank-pay/defaults.ts';
import { startSwedbankPaySimulator } from '../../../../local/simulators/swedbank-pay/simulator.ts';
import { untilSo } from '../../../until.ts';
import { capture, financing, urls } from './bodies.ts';
import { simulator, type Simulator } from './harness.ts';

let provider: Simulator;
beforeEach(async () => {
  provider = await simulator();
});
afterEach(() => provider.close());

const ringing = (callbacks: object) => provider.settings({ callbacks });
/** Everything that is due, delivered and answered. */
const settled = () => provider.pass(0);
const times = async () =>
  (await provider.callbacks()).map(({ deliveries }) =>
    deliveries.map(({ at }) => (Date.parse(at) - Date.parse('2026-11-21T10:00:00Z')) / 1000),
  );
const kinds = () => provider.shop.heard.map(({ body }) => (body['transaction'] as { id: string }).id.split('/').at(-2));

it('tells of each transaction with its typed path, and of nothing else', async () => {
  const id = await provider.paid();
  await settled();
  const { number } = (await provider.get(id)).payment;
  expect(provider.shop.heard).toHaveLength(1);
  const body = provider.shop.heard[0]?.body ?? {};
  expect(Object.keys(body)).toEqual(['payment', 'transaction']);
  expect(body).toMatchObject({ payment: { id, number } });
  const { id: transaction } = body['transaction'] as { id: string };
  expect(transaction).toMatch(new RegExp(`^${id}/authorizations/[0-9a-f-]{36}$`));
  expect((await provider.call('GET', transaction)).body).toHaveProperty('authorization');

  await provider.call('POST', `${id}/captures`, capture(100));
  await settled();
  await provider.pass(2000);
  expect(kinds()).toEqual(['authorizations', 'captures']);
});

it('tells of failed attempts too, and not of a payment without a callback URL', async () => {
  await provider.onPayment(await provider.unpaid(), 'fail');
  await provider.onPayment((await provider.create()).payment.id, 'complete');
  await settled();
  expect((await provider.callbacks()).map(({ cause }) => cause)).toEqual(['Authorization Failed']);
});

describe('the schedule', () => {
  it('is the printed one, counted from the transaction, until a 2xx', async () => {
    provider.shop.answers.push(500, 302, 404, 503);
    await provider.paid();
    await provider.pass(5000);
    expect(await times()).toEqual([[0, 30, 60, 360, 432]]);
    const [callback] = await provider.callbacks();
    expect(callback?.deliveries.map(({ status }) => status)).toEqual([500, 302, 404, 503, 200]);
  });

  it('ends after six retries', async () => {
    provider.shop.answers.push(...Array<number>(20).fill(500));
    await provider.paid();
    await provider.pass(29);
    expect(provider.shop.heard).toHaveLength(1);
    await provider.pass(1236);
    expect(await times()).toEqual([[0, 30, 60, 360, 432, 864, 1265]]);
    await provider.pass(100_000);
    expect(provider.shop.heard).toHaveLength(7);
  });

  it('starts after a delay, and can be shortened', async () => {
    await ringing({ delaySeconds: 5, timeScale: 0.5 });
    provider.shop.answers.push(500);
    await provider.paid();
    await provider.pass(100);
    expect(await times()).toEqual([[5, 15]]);

    await ringing({ delaySeconds: 0, timeScale: 0.00033 });
    provider.shop.answers.push(500);
    await provider.paid();
    await provider.pass(1);
    expect((await times())[1]).toEqual([100, 100.01]);
  });

  it('counts a merchant that is not there as unanswered', async () => {
    const id = await provider.unpaid();
    await provider.shop.close();
    await provider.onPayment(id, 'complete');
    await provider.pass(30);
    const [callback] = await provider.callbacks();
    expect(callback?.deliveries.map(({ status }) => status)).toEqual(['unreachable', 'unreachable']);
  });
});

describe('disturbed', () => {
  it('comes eight times although it was heard, two of them at once', async () => {
    await ringing({ deliveries: 8, together: 2 });
    await provider.paid();
    await provider.pass(2000);
    expect(await times()).toEqual([[0, 0, 30, 60, 360, 432, 864, 1265]]);
    expect(new Set(provider.shop.heard.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('comes before the answer of the call that caused it', async () => {
    await ringing({ beforeAnswer: true, together: 2, deliveries: 2 });
    const id = await provider.paid();
    expect(kinds()).toEqual(['authorizations', 'authorizations']);
    await provider.call('POST', `${id}/captures`, capture(1));
    expect(kinds().slice(2)).toEqual(['captures', 'captures']);
  });

  it('comes in the wrong order', async () => {
    await ringing({ reorder: true });
    const id = await provider.paid();
    await provider.call('POST', `${id}/captures`, capture(1));
    await provider.pass(1);
    expect(kinds()).toEqual(['captures', 'authorizations']);

    await provider.paid();
    await provider.pass(29);
    expect(provider.shop.heard).toHaveLength(2);
    await provider.pass(1);
    expect(provider.shop.heard).toHaveLength(3);
  });

  it('is lost on its way, or never sent', async () => {
    await ringing({ drop: 2 });
    await provider.paid();
    await provider.pass(100);
    const [callback] = await provider.callbacks();
    expect(callback?.deliveries.map(({ status }) => status)).toEqual(['dropped', 'dropped', 200]);

    await ringing({ enabled: false });
    await provider.paid();
    await ringing({ enabled: true, deliveries: 0 });
    await provider.paid();
    await provider.pass(100);
    expect(await provider.callbacks()).toHaveLength(1);
  });

  it.each([
    ['payment-only', { payment: { id: expect.stringMatching(/^\/psp/) as string } }],
    ['absolute-ids', { payment: { id: expect.stringMatching(/^https:\/\/elsewhere\.example\/psp/) as string } }],
    ['extra-fields', { paymentOrder: {}, transaction: {} }],
  ])('has a body of the form %s', async (body, expected) => {
    await ringing({ body });
    await provider.paid();
    await settled();
    expect(provider.shop.heard[0]?.body).toMatchObject(expected);
    expect('transaction' in (provider.shop.heard[0]?.body ?? {})).toBe(body !== 'payment-only');
  });

  it('comes from another address', async () => {
    await ringing({ sourceAddress: '127.0.0.2' });
    await provider.paid();
    await settled();
    expect(provider.shop.heard[0]?.from).toBe('127.0.0.2');
  });

  it('is forged by somebody else', async () => {
    provider.shop.answers.push(401);
    const forged = await provider.control('callbacks', { url: provider.shop.url });
    expect(forged.body).toMatchObject({ status: 401 });
    await provider.control('callbacks', { url: provider.shop.url, body: { hello: 1 } });
    expect(provider.shop.heard.map(({ body }) => Object.keys(body))).toEqual([['payment', 'transaction'], ['hello']]);
    expect((await provider.callbacks()).map(({ cause }) => cause)).toEqual(['forged', 'forged']);
  });
});

it('comes by itself when the clock is the real one', async () => {
  const real = await startSwedbankPaySimulator({ port: 0, callbackDelaySeconds: 0.01 });
  const created = await fetch(`${real.url}/psp/invoice/payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${localToken}` },
    body: JSON.stringify(financing({ urls: { ...urls, callbackUrl: provider.shop.url } })),
  });
  const { payment } = (await created.json()) as { payment: { id: string } };
  await fetch(`${real.url}/_simulator/payments/${payment.id.split('/').at(-1)}/complete`, { method: 'POST' });
  await untilSo('the callback', () => provider.shop.heard.length === 1);
  expect(provider.shop.heard[0]?.body).toMatchObject({ payment: { id: payment.id } });
  await real.close();
});
