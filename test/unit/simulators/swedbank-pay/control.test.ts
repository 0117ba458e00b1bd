import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untilSo } from '../../../until.ts';
import { authorization, capture, financing } from './bodies.ts';
import { problemType, simulator, type Simulator } from './harness.ts';

let provider: Simulator;
beforeEach(async () => {
  provider = await simulator();
});
afterEach(() => provider.close());

const fault = (value: object) => provider.control('faults', { count: 1, ...value });
const payments = async () => (await provider.call('GET', '/_simulator/payments')).body['payments'] as object[];

describe('faults', () => {
  it('hit one operation by its name', async () => {
    const id = await provider.paid();
    await fault({ kind: '500', operation: 'captures.create' });
    expect((await provider.call('GET', id)).status).toBe(200);
    const { status, body } = await provider.call('POST', `${id}/captures`, capture(1));
    expect([status, problemType(body)]).toEqual([500, 'systemerror']);
    expect((await provider.call('GET', `${id}/captures`)).status).toBe(404);
  });

  it('are problems of a given type and status', async () => {
    await fault({ kind: 'problem', status: 502, type: 'invoice/externalerror', operation: 'payments.create' });
    const { status, body } = await provider.call('POST', '/psp/invoice/payments', financing());
    expect([status, problemType(body)]).toEqual([502, 'invoice/externalerror']);
    await fault({ kind: '429', retryAfterSeconds: 3 });
    const busy = await provider.call('POST', '/psp/invoice/payments', financing());
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '3']);
  });

  it.each<[string, boolean, number]>([
    ['disconnect', false, 0],
    ['disconnect', true, 1],
    ['500', true, 1],
    ['broken-body', true, 1],
  ])('of kind %s with committed %s leave %i payments', async (kind, committed, count) => {
    await fault({ kind, committed });
    await provider.call('POST', '/psp/invoice/payments', financing()).catch(() => undefined);
    expect(await payments()).toHaveLength(count);
  });

  it('lose the answer of a committed capture that is then found by its reference', async () => {
    const id = await provider.paid();
    const body = capture(100);
    await fault({ kind: 'timeout', committed: true, operation: 'captures.create' });
    const patience = new AbortController();
    const waiting = fetch(`${provider.url}${id}/captures`, {
      method: 'POST',
      headers: { authorization: 'Bearer only-for-the-local-simulator' },
      body: JSON.stringify(body),
      signal: patience.signal,
    });
    await untilSo('the capture', async () => {
      const found = await provider.call('GET', `${id}?$expand=captures`);
      return JSON.stringify(found.body).includes(`"payeeReference":"${body.transaction.payeeReference}"`);
    });
    patience.abort();
    await expect(waiting).rejects.toThrow(/aborted/);
    expect((await provider.call('POST', `${id}/captures`, body)).status).toBe(400);
  });
});

it('shows health, calls by operation, and payments with everything', async () => {
  expect((await provider.call('GET', '/_simulator/health')).body).toEqual({ provider: 'swedbank-pay' });
  const { payment } = await provider.create();
  await provider.call('POST', `${payment.id}/authorizations`, authorization());
  await provider.get(payment.id);
  const { body } = await provider.call('GET', '/_simulator/statistics');
  expect(body['calls']).toEqual({ 'payments.create': 1, 'authorizations.create': 1, 'payments.get': 1 });
  expect(await payments()).toMatchObject([
    {
      id: payment.id,
      authorized: 10000,
      remaining: 10000,
      locked: false,
      page: expect.stringContaining('/invoice/payments/authorize/') as string,
      transactions: [{ type: 'Authorization' }],
      operations: [{ rel: 'create-cancellation' }, { rel: 'create-capture' }, { rel: 'paid-payment' }],
    },
  ]);
});

it('forgets everything on reset, so that references are free and settings are as at first', async () => {
  const body = financing();
  await provider.create(body);
  await provider.settings({ emptyLists: '[]', callbacks: { deliveries: 8 } });
  await provider.control('reset');
  expect(await payments()).toEqual([]);
  expect((await provider.call('GET', '/_simulator/settings')).body).toMatchObject({
    emptyLists: '404',
    callbacks: { deliveries: null },
  });
  await provider.create(body);
  expect(await payments()).toHaveLength(1);
});

it('refuses what makes no sense', async () => {
  const id = await provider.unpaid();
  expect((await provider.settings({ emptyLists: 'maybe' })).status).toBe(400);
  expect((await provider.settings({ callbacks: { deliveries: 11 } })).status).toBe(400);
  expect((await provider.onPayment(id, 'state', { transaction: { id: 'x', state: 'y' } })).status).toBe(400);
  expect((await provider.onPayment('/44444444-4444-4444-8444-444444444444', 'complete')).status).toBe(404);
  expect((await provider.control('callbacks', { url: 'nowhere' })).status).toBe(400);
});
