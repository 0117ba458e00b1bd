import { beforeEach, describe, expect, it } from 'vitest';
import { simulator } from './harness.ts';

let swish: ReturnType<typeof simulator>;
beforeEach(() => {
  swish = simulator();
});

const payerAlias = '46701740605';
const onPayment = (id: string, action: string, body?: object) => swish.control(`payments/${id}/${action}`, body);

describe('time', () => {
  it('runs out for the payer after three minutes, and not a moment before', async () => {
    const [id, other] = [await swish.created(), await swish.created()];
    await swish.pass(179.999);
    expect((await onPayment(other, 'approve')).body).toMatchObject({ status: 'PAID' });
    await swish.pass(0.001);
    expect(await swish.get(id)).toMatchObject({ status: 'ERROR', errorCode: 'TM01' });
    expect((await onPayment(id, 'approve')).status).toBe(409);
    expect(await swish.get(other)).toMatchObject({ status: 'PAID' });
  });

  it('runs out later where the settings say so', async () => {
    await swish.settings({ payerSeconds: 300 });
    const id = await swish.created();
    await swish.pass(299);
    expect(await swish.get(id)).toMatchObject({ status: 'CREATED' });
    await swish.pass(1);
    expect(await swish.get(id)).toMatchObject({ errorCode: 'TM01' });
  });

  it('does not run out while the bank works on what was approved in the last second', async () => {
    const id = await swish.created();
    await swish.pass(179);
    await onPayment(id, 'approve', { bankSeconds: 12 });
    await swish.pass(11);
    expect(await swish.get(id)).toMatchObject({ status: 'CREATED' });
    expect((await onPayment(id, 'decline')).status).toBe(409);
    await swish.pass(1);
    expect(await swish.get(id)).toMatchObject({ status: 'PAID', datePaid: '2026-11-21T10:03:11.000Z' });
  });

  it('pays by itself only where the settings say so', async () => {
    await swish.settings({ paysAfterSeconds: 4 });
    const id = await swish.created();
    await swish.pass(3.9);
    expect(await swish.get(id)).toMatchObject({ status: 'CREATED' });
    await swish.pass(0.1);
    expect(await swish.get(id)).toMatchObject({ status: 'PAID', payerAlias: '46464646464' });
  });
});

describe('the control API', () => {
  it.each([
    ['approve', {}, { status: 'PAID', errorCode: null }],
    ['decline', {}, { status: 'DECLINED', errorCode: null }],
    ['timeout', {}, { status: 'ERROR', errorCode: 'TM01' }],
    ...['RF07', 'BANKIDCL', 'BANKIDONGOING', 'BANKIDUNKN', 'FF10', 'DS24', 'ACMT01', 'ACMT03', 'ACMT07'].map(
      (code): [string, object, object] => ['error', { code }, { status: 'ERROR', errorCode: code }],
    ),
    ...['VR01', 'VR02', 'AM02'].map((code): [string, object, object] => [
      'error',
      { code },
      { status: 'ERROR', errorCode: code },
    ]),
  ])('ends a request by %s %j, once', async (action, body, end) => {
    const id = await swish.created();
    expect((await onPayment(id, action, body)).body).toMatchObject(end);
    expect(await swish.get(id)).toMatchObject(end);
    expect((await onPayment(id, action, body)).status).toBe(409);
    await swish.pass(300);
    expect(swish.rung.map(({ body: told }) => told)).toMatchObject([end]);
  });

  it('moves the money after Swish has given up, at once or later', async () => {
    const [silent, late] = [await swish.created(), await swish.created()];
    await onPayment(silent, 'approve', { bankSeconds: 60 });
    await onPayment(silent, 'error', { code: 'DS24', paidAfterSeconds: 100 });
    await swish.pass(99);
    expect(await swish.get(silent)).toMatchObject({ status: 'ERROR', errorCode: 'DS24', datePaid: null });
    await swish.pass(1);
    expect(await swish.get(silent)).toMatchObject({ status: 'PAID', errorCode: null });

    expect((await onPayment(late, 'late-payment')).status).toBe(409);
    await onPayment(late, 'timeout');
    await onPayment(late, 'late-payment');
    expect(await swish.get(late)).toMatchObject({ status: 'PAID', datePaid: '2026-11-21T10:01:40.000Z' });
    await swish.pass(0);
    expect(swish.rung.map(({ body }) => body['status'])).toEqual(['ERROR', 'PAID', 'ERROR', 'PAID']);
  });

  it('never moves the money of what was declined', async () => {
    const id = await swish.created();
    await onPayment(id, 'decline');
    expect((await onPayment(id, 'late-payment')).status).toBe(409);
  });

  it('lists what is on a phone, by number or by token', async () => {
    const named = await swish.created({ payerAlias, message: 'Plats 14' });
    const anonymous = await swish.created();
    const list = async (query = '') =>
      (await swish.onControl('GET', `/_simulator/payments${query}`)).body['payments'] as Record<string, unknown>[];
    const all = await list();
    expect(all).toMatchObject([
      { id: anonymous, payerAlias: null, status: 'CREATED', isSigning: false },
      { id: named, payerAlias, token: null, amount: 100, message: 'Plats 14' },
    ]);
    expect(await list(`?payerAlias=${payerAlias}`)).toMatchObject([{ id: named }]);
    expect(await list(`?token=${String(all[0]?.['token'])}`)).toMatchObject([{ id: anonymous }]);
    expect(await list('?token=none')).toEqual([]);
  });

  it('refuses what it does not understand', async () => {
    const id = await swish.created();
    expect((await onPayment(id, 'error', { code: 'XX99' })).status).toBe(400);
    expect((await onPayment('none', 'approve')).status).toBe(404);
    expect((await swish.settings({ payerSeconds: -1 })).status).toBe(400);
  });

  it('says what it is, counts calls, and forgets everything', async () => {
    expect((await swish.onControl('GET', '/_simulator/health')).body).toEqual({ provider: 'swish' });
    await swish.settings({ payerSeconds: 1, callbacks: { attempts: 0 } });
    const id = await swish.created();
    await swish.get(id);
    const { calls } = (await swish.onControl('GET', '/_simulator/statistics')).body;
    expect(calls).toEqual({ 'payments.create': 1, 'payments.get': 1 });
    await swish.control('reset');
    expect((await swish.onControl('GET', '/_simulator/settings')).body).toMatchObject({
      payerSeconds: 180,
      paysAfterSeconds: null,
      callbacks: { attempts: 1 },
    });
    expect((await swish.call('GET', `/api/v1/paymentrequests/${id}`)).status).toBe(404);
  });
});

describe('faults', () => {
  it('lose the answer of a create that has had its effect', async () => {
    await swish.control('faults', { kind: 'disconnect', committed: true, count: 1, operation: 'payments.create' });
    await expect(swish.create({ payerAlias })).rejects.toThrow('dropped');
    expect((await swish.onControl('GET', '/_simulator/payments')).body['payments']).toMatchObject([{ payerAlias }]);
  });

  it('say nothing but the status, or the code that they are told', async () => {
    await swish.control('faults', { kind: '500', count: 1 });
    expect(await swish.create()).toMatchObject({ status: 500, text: '' });
    await swish.control('faults', { kind: 'problem', status: 504, count: 1 });
    expect(await swish.create()).toMatchObject({ status: 504, text: '' });
    await swish.control('faults', { kind: 'problem', status: 422, type: 'ACMT07', count: 1 });
    expect((await swish.create()).text).toContain('"errorCode":"ACMT07"');
  });
});

describe('the page', () => {
  const page = async (query: string) => (await swish.onControl('GET', `/phone${query}`)).text;

  it('shows what waits, and leads back after a choice', async () => {
    const id = await swish.created({ payerAlias, message: 'Plats "14"', amount: '1234.50' });
    const query = `?payerAlias=${payerAlias}&language=en`;
    const shown = await page(query);
    expect(shown).toContain('Plats &quot;14&quot;');
    expect(shown).toContain('SEK');
    const [, action = ''] = /action="([^"]+\/approve[^"]*)"/.exec(shown) ?? [];
    const { status, headers } = await swish.onControl('POST', action.replaceAll('&amp;', '&'));
    expect(status).toBe(303);
    expect(await swish.get(id)).toMatchObject({ status: 'PAID' });
    expect(await page(headers['location']?.replace('/phone', '') ?? '')).toContain('data-standing="PAID"');
  });

  it.each([
    ['decline', 'DECLINED', null],
    ['RF07', 'ERROR', 'RF07'],
    ['BANKIDCL', 'ERROR', 'BANKIDCL'],
    ['TM01', 'ERROR', 'TM01'],
    ['DS24', 'ERROR', 'DS24'],
  ])('has a button for %s', async (choice, status, errorCode) => {
    const id = await swish.created();
    expect(await page('')).toContain(`/phone/${id}/${choice}?`);
    await swish.onControl('POST', `/phone/${id}/${choice}`);
    expect(await swish.get(id)).toMatchObject({ status, errorCode });
    expect(await page('')).toContain('Ingen betalning väntar här.');
  });

  it('changes nothing when a choice comes too late', async () => {
    const id = await swish.created();
    await swish.cancel(id);
    expect((await swish.onControl('POST', `/phone/${id}/approve`)).status).toBe(303);
    expect(await swish.get(id)).toMatchObject({ status: 'CANCELLED' });
  });
});
