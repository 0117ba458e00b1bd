import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localPayeeId } from '../../../../local/simulators/swedbank-pay/defaults.ts';
import { financing, recurrence, urls, verification } from './bodies.ts';
import { complaints, problemType, rels, simulator, type Simulator } from './harness.ts';

let provider: Simulator;
beforeEach(async () => {
  provider = await simulator();
});
afterEach(() => provider.close());

const create = (body: unknown) => provider.call('POST', '/psp/invoice/payments', body);
const ready = { state: 'Ready', amount: 0, instrument: 'Invoice' };

describe('a new invoice payment', () => {
  it('is ready, with absent amounts, real forms of ids and dates, and its operations', async () => {
    const { status, headers, body } = await create(financing());
    const { payment, operations } = body as { payment: Record<string, unknown>; operations: object[] };

    expect(status).toBe(201);
    expect(payment).toMatchObject({ ...ready, operation: 'FinancingConsumer', intent: 'Authorization' });
    expect(payment['id']).toMatch(/^\/psp\/invoice\/payments\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(headers.get('location')).toBe(provider.url + String(payment['id']));
    expect(payment['created']).toMatch(/^2026-11-21T10:00:00\.000\d{4}Z$/);
    expect(payment['number']).toBeGreaterThan(2 ** 31);
    const absent = ['remainingCaptureAmount', 'remainingCancellationAmount', 'remainingReversalAmount', 'captures'];
    for (const name of [...absent, 'transactions']) expect(payment).not.toHaveProperty(name);
    expect(operations.map((operation) => (operation as { rel: string }).rel)).toEqual([
      'create-approved-legal-address',
      'create-authorization',
      'update-payment-abort',
      'redirect-authorization',
    ]);
    expect(operations).toContainEqual({
      rel: 'create-authorization',
      method: 'POST',
      href: `${provider.url}${String(payment['id'])}/authorizations`,
      contentType: 'application/json',
    });
  });

  it('has a script for the seamless view only with host URLs, with the page token of 64 hex characters', async () => {
    const { operations } = await provider.create(financing({ urls: { ...urls, hostUrls: ['https://shop.example'] } }));
    expect(operations.find(({ rel }) => rel === 'view-authorization')?.href).toMatch(
      /\/invoice\/core\/scripts\/client\/px\.invoice\.client\.js\?token=[0-9a-f]{64}&operation=authorize$/,
    );
  });

  it('asks no register in Finland', async () => {
    const finnish = financing({ currency: 'EUR', language: 'en-US' }, 'PayExFinancingFi');
    expect(rels(await provider.create(finnish))).not.toContain('create-approved-legal-address');
  });

  it('has numbers that rise and a reference that is free again when it was refused', async () => {
    const body = financing({ language: 'fi-FI' });
    expect((await create(body)).status).toBe(400);
    body.payment.language = 'en-US';
    const first = await provider.create(body);
    const second = await provider.create();
    expect(second.payment.number).toBeGreaterThan(first.payment.number);
  });

  it.each<[string, object, string[]]>([
    ['no description', { description: undefined }, ['Payment.Description']],
    ['a description of 41 characters', { description: 'x'.repeat(41) }, ['Payment.Description']],
    ['a text as amount', { prices: [{ type: 'Invoice', amount: '1', vatAmount: 0 }] }, ['payment.prices[0].amount']],
    ['a negative amount', { prices: [{ type: 'Invoice', amount: -1, vatAmount: 0 }] }, ['Payment.Prices[0].Amount']],
    ['two prices', { prices: [1, 2].map(() => ({ type: 'Invoice', amount: 1, vatAmount: 0 })) }, ['Payment.Prices']],
    ['an unknown operation', { operation: 'Purchase' }, ['Payment.Operation']],
    ['an unknown intent', { intent: 'AutoCapture' }, ['Payment.Intent']],
    ['a currency of another country', { currency: 'NOK' }, ['Payment.Currency']],
    ['an unknown language', { language: 'fi-FI' }, ['Payment.Language']],
    ['a token without a payer', { generatePaymentToken: true }, ['Payment.PayerReference']],
    ['a payment token that is no GUID', { paymentToken: 'x', payerReference: 'P1' }, ['Payment.PaymentToken']],
    ['no complete URL', { urls: {} }, ['Payment.Urls.CompleteUrl']],
    ['a logo without https', { urls: { ...urls, logoUrl: 'http://shop.example' } }, ['Payment.Urls.LogoUrl']],
    ['a nested metadata value', { metadata: { a: {} } }, ['Payment.Metadata.A']],
    [
      'a reference with a hyphen',
      { payeeInfo: { payeeId: localPayeeId, payeeReference: 'A-1' } },
      ['Payment.PayeeInfo.PayeeReference'],
    ],
  ])('is refused with %s', async (_, changes, names) => {
    const { status, headers, body } = await create(financing(changes));
    expect([status, problemType(body), body['title']]).toEqual([400, 'inputerror', 'Error in input data']);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(complaints(body)).toEqual(names);
  });

  it('is refused with an invoice object in the wrong place, and with no JSON at all', async () => {
    const { payment, invoice } = financing();
    expect(complaints((await create({ payment: { ...payment, invoice } })).body)).toEqual(['Invoice']);
    expect((await create(undefined)).status).toBe(400);
  });

  it('is refused for another payee, and with a reference that was used before', async () => {
    const foreign = { payeeId: '11111111-1111-4111-8111-111111111111', payeeReference: 'F1' };
    const { status, body } = await create(financing({ payeeInfo: foreign }));
    expect([status, problemType(body)]).toEqual([403, 'invoice/forbidden']);

    const twin = financing();
    await provider.create(twin);
    expect(complaints((await create(twin)).body)).toEqual(['Payment.PayeeInfo.PayeeReference']);
  });
});

it('answers 401 without a body to a wrong token', async () => {
  const response = await provider.fetched('POST', '/psp/invoice/payments', financing(), { authorization: 'Bearer x' });
  expect([response.status, await response.text()]).toEqual([401, '']);
});

describe('tokens', () => {
  const wanted = { generatePaymentToken: true, generateRecurrenceToken: true, payer: { payerReference: 'P1' } };
  const made = async (path: string) => {
    const { body } = await provider.call('GET', path);
    const { authorizations, verifications } = body as Record<string, Record<string, Record<string, string>[]>>;
    return (authorizations?.['authorizationList'] ?? verifications?.['verificationList'])?.[0] ?? {};
  };

  it('are made by an authorization, and seen on it, on the payment and in what is paid', async () => {
    const id = await provider.paid(wanted);
    const { paymentToken, recurrenceToken } = await made(`${id}/authorizations`);
    expect((await provider.get(id)).payment['paymentToken']).toBe(paymentToken);
    expect((await provider.call('GET', `${id}/paid`)).body).toMatchObject({
      paid: {
        amount: 10000,
        details: {},
        tokens: [
          { type: 'Payment', token: paymentToken },
          { type: 'Recurrence', token: recurrenceToken },
        ],
      },
    });
  });

  it('are made by a verification, which reserves nothing', async () => {
    const created = await provider.create(verification({ ...wanted, urls }));
    expect(rels(created)).toEqual(['update-payment-abort', 'create-verification', 'redirect-verification']);
    expect(created.payment).not.toHaveProperty('intent');
    expect(created.payment).not.toHaveProperty('prices');

    await provider.onPayment(created.payment.id, 'complete');
    const verified = await provider.get(created.payment.id);
    expect([verified.payment['amount'], rels(verified)]).toEqual([0, ['paid-payment']]);
    expect(await made(`${created.payment.id}/verifications`)).toMatchObject({
      paymentToken: expect.any(String) as string,
      transaction: { type: 'Verification', state: 'Completed', amount: 0 },
    });
  });

  it('charge again: a recurrence is authorized by its create call', async () => {
    const { recurrenceToken } = await made(`${await provider.paid(wanted)}/authorizations`);
    const recurred = await provider.create(recurrence(recurrenceToken));
    expect(recurred.payment).toMatchObject({ operation: 'Recur', amount: 5000, remainingCaptureAmount: 5000 });
    expect(recurred.payment['recurrenceToken']).toBe(recurrenceToken);
    expect(rels(recurred)).toEqual(['create-cancellation', 'create-capture', 'paid-payment']);
  });

  it('fail a recurrence for good, because no payer is there to try again', async () => {
    const { recurrenceToken } = await made(`${await provider.paid(wanted)}/authorizations`);
    await provider.settings({ nextTransaction: 'Failed' });
    const failed = await provider.create(recurrence(recurrenceToken));
    expect([failed.payment.state, rels(failed)]).toEqual(['Failed', ['failed-payment']]);
  });

  it('are of no use once deleted, unknown or of the other kind', async () => {
    const { paymentToken, recurrenceToken } = await made(`${await provider.paid(wanted)}/authorizations`);
    const remove = (token: unknown, body: object) =>
      provider.call('PATCH', `/psp/invoice/payments/instrumentdata/${String(token)}`, body);

    expect((await create(recurrence(paymentToken))).status).toBe(400);
    expect((await remove(recurrenceToken, { state: 'Active', comment: 'x' })).status).toBe(400);
    expect(complaints((await remove(recurrenceToken, { state: 'Deleted' })).body)).toEqual(['Comment']);
    const deleted = await remove(recurrenceToken, { state: 'Deleted', comment: 'asked for' });
    expect(deleted.body).toEqual({
      instrumentData: {
        id: `/psp/invoice/payments/instrumentData/${String(recurrenceToken)}`,
        paymentToken: recurrenceToken,
        payeeId: localPayeeId,
        isDeleted: true,
      },
    });
    const { status, body } = await create(recurrence(recurrenceToken));
    expect([status, complaints(body)]).toEqual([400, ['RecurrenceToken']]);
    const again = financing({ paymentToken, payerReference: 'P1' });
    expect((await create(again)).status).toBe(201);
    expect((await remove('22222222-2222-4222-8222-222222222222', { state: 'Deleted', comment: 'x' })).status).toBe(404);
  });
});
