import { beforeEach, describe, expect, it } from 'vitest';
import { localPayeeAlias } from '../../../../local/simulators/swish/defaults.ts';
import { codesOf, idOf, otherMerchant, paymentRequest, simulator } from './harness.ts';

let swish: ReturnType<typeof simulator>;
beforeEach(() => {
  swish = simulator();
});

const uuid = 'AB23D7406ECE4542A80152D909EF9F6B';
const payerAlias = '46701740605';

describe('create', () => {
  it('answers nothing but where the request is, and a token for a payer without a number', async () => {
    const { status, headers, text } = await swish.create();
    expect([status, text]).toEqual([201, '']);
    expect(headers['location']).toMatch(/^https:\/\/swish\.example\/api\/v1\/paymentrequests\/[0-9A-F]{32}$/);
    expect(headers['paymentrequesttoken']).toMatch(/^[0-9a-f]{32}$/);
    expect((await swish.create({ payerAlias })).headers).not.toHaveProperty('paymentrequesttoken');
  });

  it('takes an id of the caller’s in v2, once, and points at v1', async () => {
    const put = () => swish.call('PUT', `/swish-cpcapi/api/v2/paymentrequests/${uuid}`, paymentRequest());
    const { status, headers } = await put();
    expect(status).toBe(201);
    expect(headers['location']).toBe(`https://swish.example/swish-cpcapi/api/v1/paymentrequests/${uuid}`);
    const again = await put();
    expect([again.status, codesOf(again)]).toEqual([422, ['RP09']]);
  });

  it.each(['ab23d7406ece4542a80152d909ef9f6b', 'AB23D740-6ECE-4542-A801-52D909EF9F6B'])(
    'finds the id %s malformed',
    async (id) => {
      expect((await swish.call('PUT', `/api/v2/paymentrequests/${id}`, paymentRequest())).status).toBe(400);
    },
  );

  it.each(['{"amount":', '"text"', 'null', ''])('answers 400 to %j', async (body) => {
    expect(await swish.call('POST', '/api/v1/paymentrequests', body)).toMatchObject({ status: 400, text: '' });
  });

  it('answers 415 to another content type, and takes a charset', async () => {
    const typed = (type: string) =>
      swish.call('POST', '/api/v1/paymentrequests', paymentRequest(), { 'content-type': type });
    expect(await typed('text/plain')).toMatchObject({ status: 415, text: '' });
    expect((await typed('application/json; charset=utf-8')).status).toBe(201);
  });

  it('lets one request wait for a payer’s number at a time', async () => {
    const id = await swish.created({ payerAlias });
    expect(codesOf(await swish.create({ payerAlias }))).toEqual(['RP06']);
    expect((await swish.create({ payerAlias: '46701740606' })).status).toBe(201);
    await swish.cancel(id);
    expect((await swish.create({ payerAlias })).status).toBe(201);
  });
});

describe('whose request it is', () => {
  it('is refused with 403 under a number that is not the certificate’s', async () => {
    for (const payeeAlias of [otherMerchant, 'none']) {
      const answer = await swish.create({ payeeAlias });
      expect([answer.status, codesOf(answer)]).toEqual([403, ['PA01']]);
      expect(answer.text).toContain('"additionalInformation":""');
    }
  });

  it('hides another merchant’s request, and one that is not there', async () => {
    const id = await swish.created();
    const path = `/api/v1/paymentrequests/${id}`;
    expect(await swish.call('GET', path, undefined, {}, otherMerchant)).toMatchObject({ status: 404, text: '' });
    expect(await swish.call('GET', `/api/v1/paymentrequests/${uuid}`)).toMatchObject({ status: 404, text: '' });
    expect((await swish.cancel(uuid)).status).toBe(404);
  });

  it('answers 401 to a certificate without a merchant’s number', async () => {
    const answer = await swish.call('POST', '/api/v1/paymentrequests', paymentRequest(), {}, 'somebody');
    expect(answer).toMatchObject({ status: 401, text: '' });
  });
});

describe('retrieve', () => {
  it('shows the whole object, its amount with two decimals, under both paths', async () => {
    const sent = {
      payeePaymentReference: 'Order-17',
      callbackIdentifier: '11A86BE70EA346E4B1C39C874173F088',
      payerAlias,
      message: 'Plats 14: "båt"',
      amount: 199.5,
    };
    const id = await swish.created(sent);
    const { text, headers } = await swish.call('GET', `/swish-cpcapi/api/v1/payment-requests/${id}`);
    expect(text).toContain('"amount":199.50,');
    expect(headers['content-type']).toBe('application/json');
    expect(await swish.get(id)).toEqual({
      ...paymentRequest(sent),
      id,
      paymentReference: expect.stringMatching(/^[0-9A-F]{32}$/) as string,
      status: 'CREATED',
      dateCreated: '2026-11-21T10:00:00.000Z',
      datePaid: null,
      errorCode: null,
      errorMessage: null,
      additionalInformation: null,
    });
  });

  it('names the payer of a token only when somebody has paid', async () => {
    const id = await swish.created();
    expect(await swish.get(id)).toMatchObject({ payerAlias: null, message: null, payeePaymentReference: null });
    await swish.pass(2);
    await swish.control(`payments/${id}/approve`, { payerAlias });
    expect(await swish.get(id)).toMatchObject({ status: 'PAID', payerAlias, datePaid: '2026-11-21T10:00:02.000Z' });
  });

  it.each([
    ['+01:00', '2026-11-21T10:00:00Z', '2026-11-21T11:00:00.000+01:00'],
    ['+01:00', '2026-07-01T22:30:00Z', '2026-07-02T00:30:00.000+02:00'],
    ['+0100', '2026-11-21T10:00:00Z', '2026-11-21T11:00:00.000+0100'],
  ])('writes dates in the form %s', async (dateFormat, at, written) => {
    swish = simulator({ at: Date.parse(at) });
    await swish.settings({ dateFormat });
    expect(await swish.get(await swish.created())).toMatchObject({ dateCreated: written });
  });

  it('forgets a request after 24 hours, and then its id may be used again', async () => {
    const put = () => swish.call('PUT', `/api/v2/paymentrequests/${uuid}`, paymentRequest());
    await put();
    await swish.pass(24 * 3600 - 1);
    expect(await swish.get(uuid)).toMatchObject({ id: uuid });
    await swish.pass(1);
    expect((await swish.call('GET', `/api/v1/paymentrequests/${uuid}`)).status).toBe(404);
    expect((await put()).status).toBe(201);
  });
});

describe('cancel', () => {
  it('ends a request that waits, with a code', async () => {
    const id = await swish.created();
    const { status, body } = await swish.cancel(id);
    expect([status, body]).toMatchObject([200, { id, status: 'CANCELLED', errorCode: 'RP08', datePaid: null }]);
    expect(codesOf(await swish.cancel(id))).toEqual(['RP07']);
  });

  it('comes too late once the payer has approved, even while the bank works', async () => {
    const id = await swish.created();
    await swish.control(`payments/${id}/approve`, { bankSeconds: 10 });
    const late = await swish.cancel(id);
    expect([late.status, codesOf(late)]).toEqual([422, ['RP07']]);
    expect(await swish.get(id)).toMatchObject({ status: 'CREATED' });
    await swish.pass(10);
    expect(await swish.get(id)).toMatchObject({ status: 'PAID' });
  });

  it.each([
    [[{ op: 'replace', path: '/amount', value: '1' }]],
    [[{ op: 'replace', path: '/status', value: 'paid' }]],
    [{ op: 'replace', path: '/status', value: 'cancelled' }],
    [[]],
  ])('refuses the change %j', async (change) => {
    const answer = await swish.cancel(await swish.created(), change);
    expect([answer.status, codesOf(answer)]).toEqual([422, ['PA01']]);
  });

  it('wants its own content type', async () => {
    const id = await swish.created();
    expect(await swish.call('PATCH', `/api/v1/paymentrequests/${id}`, [])).toMatchObject({ status: 415, text: '' });
    expect((await swish.cancel(id, '[{')).status).toBe(400);
  });
});

it('serves the same merchant under its own number only', async () => {
  const other = await swish.call(
    'POST',
    '/api/v1/paymentrequests',
    paymentRequest({ payeeAlias: otherMerchant }),
    undefined,
    otherMerchant,
  );
  expect(other.status).toBe(201);
  const { status } = await swish.call('GET', `/api/v1/paymentrequests/${idOf(other)}`, undefined, {}, localPayeeAlias);
  expect(status).toBe(404);
});
