import { beforeEach, describe, expect, it } from 'vitest';
import { localPayeeAlias } from '../../../../local/simulators/swish/defaults.ts';
import { codesOf, idOf, otherMerchant, paymentRequest, simulator } from './harness.ts';

let swish: ReturnType<typeof simulator>;
beforeEach(() => {
  swish = simulator();
});

const uuid = '5D59DA1B1632424E874DDB219AD54597';

it('is validated, debited and paid by time', async () => {
  const reference = await swish.paid({ payerAlias: '46701740605' });
  const sent = { payerPaymentReference: 'Return-17', payeeAlias: '46701740605', message: 'Tack' };
  const answer = await swish.refund(reference, sent);
  expect(answer).toMatchObject({ status: 201, text: '' });
  const id = idOf(answer);
  expect(answer.headers['location']).toBe(`https://swish.example/api/v1/refunds/${id}`);
  expect(await swish.getRefund(id)).toMatchObject({
    ...sent,
    id,
    originalPaymentReference: reference,
    payerAlias: localPayeeAlias,
    amount: 100,
    status: 'CREATED',
    paymentReference: null,
  });
  const states: unknown[] = [];
  for (const seconds of [2, 2, 4]) {
    await swish.pass(seconds);
    states.push((await swish.getRefund(id))['status']);
  }
  expect(states).toEqual(['VALIDATED', 'DEBITED', 'PAID']);
  expect(await swish.getRefund(id)).toMatchObject({
    datePaid: '2026-11-21T10:00:08.000Z',
    paymentReference: expect.stringMatching(/^[0-9A-F]{32}$/) as string,
  });
  expect(swish.rung.map(({ body, second }) => [body['status'], second])).toEqual([
    ['PAID', 0],
    ['DEBITED', 4],
    ['PAID', 8],
  ]);
});

it('comes in parts until nothing is left; what failed does not count', async () => {
  const reference = await swish.paid({ amount: '100.00' });
  const first = idOf(await swish.refund(reference, { amount: '60.00' }));
  const tooMuch = await swish.refund(reference, { amount: '40.01' });
  expect([tooMuch.status, codesOf(tooMuch)]).toEqual([422, ['RF08']]);
  expect(tooMuch.text).toContain('"additionalInformation":"40.00"');
  expect((await swish.refund(reference, { amount: '40.00' })).status).toBe(201);
  expect((await swish.refund(reference, { amount: '1.00' })).text).toContain('"additionalInformation":"0.00"');
  await swish.control(`refunds/${first}/error`, { code: 'RF07' });
  expect((await swish.refund(reference, { amount: '60.00' })).status).toBe(201);
});

it('can fail after it was debited', async () => {
  const id = idOf(await swish.refund(await swish.paid()));
  await swish.pass(4);
  expect((await swish.control(`refunds/${id}/error`, { code: 'FF10' })).body).toMatchObject({ status: 'ERROR' });
  await swish.pass(20);
  expect(await swish.getRefund(id)).toMatchObject({ status: 'ERROR', errorCode: 'FF10', datePaid: null });
  expect((await swish.control(`refunds/${id}/error`, { code: 'FF10' })).status).toBe(409);
  const { refunds } = (await swish.onControl('GET', '/_simulator/refunds')).body;
  expect(refunds).toMatchObject([{ id, errorCode: 'FF10' }]);
});

it('takes an id of the caller’s in v2, once', async () => {
  const reference = await swish.paid();
  const body = { ...paymentRequest({ amount: '1.00', payeeAlias: undefined }), originalPaymentReference: reference };
  const put = () => swish.call('PUT', `/api/v2/refunds/${uuid}`, { ...body, payerAlias: localPayeeAlias });
  expect((await put()).headers['location']).toBe(`https://swish.example/api/v1/refunds/${uuid}`);
  expect(codesOf(await put())).toEqual(['RP09']);
  expect((await swish.call('PUT', '/api/v2/refunds/17', body)).status).toBe(400);
});

describe('what is refused', () => {
  it.each<[string, Record<string, unknown>]>([
    ['RF02', { originalPaymentReference: '0'.repeat(32) }],
    ['RF02', { originalPaymentReference: undefined }],
    ['RP03', { callbackUrl: 'http://shop.example' }],
    ['RP01', { payerAlias: undefined }],
    ['BE18', { payeeAlias: '0701740605' }],
    ['PA02', { amount: 'x' }],
    ['AM06', { amount: '0.99' }],
    ['RF08', { amount: '1000000000000.00' }],
    ['AM03', { currency: 'EUR' }],
    ['FF08', { payerPaymentReference: null }],
    ['RP02', { message: '~' }],
  ])('is %s for %j', async (code, changes) => {
    const answer = await swish.refund(await swish.paid(), changes);
    expect([answer.status, codesOf(answer)]).toEqual([422, expect.arrayContaining([code])]);
  });

  it('is RF02 for a payment that nobody has paid', async () => {
    const id = await swish.created();
    expect(codesOf(await swish.refund((await swish.get(id))['paymentReference']))).toEqual(['RF02']);
  });

  it('is RF03 for another merchant’s payment, and 403 under another’s number', async () => {
    const reference = await swish.paid();
    const refund = { ...paymentRequest(), payeeAlias: undefined, originalPaymentReference: reference };
    const asOther = (payerAlias: string) =>
      swish.call('POST', '/api/v1/refunds', { ...refund, payerAlias }, undefined, otherMerchant);
    expect(codesOf(await asOther(otherMerchant))).toEqual(['RF03']);
    const answer = await asOther(localPayeeAlias);
    expect([answer.status, codesOf(answer)]).toEqual([403, ['PA01']]);
  });

  it('is every fault at once', async () => {
    const answer = await swish.refund(await swish.paid(), { amount: '100.01', currency: 'EUR', message: '~' });
    expect(codesOf(answer).sort()).toEqual(['AM03', 'RF08', 'RP02']);
  });

  it('is 415, 400, and 404 for somebody else’s', async () => {
    expect((await swish.call('POST', '/api/v1/refunds', {}, {})).status).toBe(415);
    expect((await swish.call('POST', '/api/v1/refunds', '{')).status).toBe(400);
    const path = `/api/v1/refunds/${idOf(await swish.refund(await swish.paid()))}`;
    expect((await swish.call('GET', path)).status).toBe(200);
    expect(await swish.call('GET', path, undefined, {}, otherMerchant)).toMatchObject({ status: 404, text: '' });
  });
});
