import { beforeEach, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../../local/simulators/swish/errors.ts';
import { codesOf, idOf, simulator } from './harness.ts';

let swish: ReturnType<typeof simulator>;
beforeEach(() => {
  swish = simulator();
});

const payerAlias = '46701740605';
const long = 'x'.repeat(51);

describe('real validation', () => {
  it.each<[string, Record<string, unknown>]>([
    ['FF08', { payeePaymentReference: 'x'.repeat(36) }],
    ['FF08', { payeePaymentReference: null }],
    ['FF08', { payeePaymentReference: '' }],
    ['FF08', { payeePaymentReference: 'order_17' }],
    ['RP03', { callbackUrl: undefined }],
    ['RP03', { callbackUrl: 'http://shop.example/swish' }],
    ['RP03', { callbackUrl: 'http://127.0.0.1:4566/swish' }],
    ['RP03', { callbackUrl: 'shop.example' }],
    ['BE18', { payerAlias: '4670174' }],
    ['BE18', { payerAlias: '0701740605' }],
    ['BE18', { payerAlias: '4670174060500000' }],
    ['BE18', { payerAlias: null }],
    ['RP01', { payeeAlias: undefined }],
    ['RP01', { payeeAlias: '' }],
    ['PA02', { amount: undefined }],
    ['PA02', { amount: '12,09' }],
    ['PA02', { amount: '100.777' }],
    ['PA02', { amount: 100.777 }],
    ['PA02', { amount: '100.5' }],
    ['PA02', { amount: '-1' }],
    ['PA02', { amount: '1e3' }],
    ['AM06', { amount: '0.5' }],
    ['AM06', { amount: '0.99' }],
    ['AM06', { amount: 0 }],
    ['AM02', { amount: '1000000000000.00' }],
    ['AM03', { currency: 'EUR' }],
    ['AM03', { currency: undefined }],
    ['RP02', { message: long }],
    ...Array.from('{|}~¿éß-_/\n\u{1F6A4}').map((letter): [string, { message: string }] => [
      'RP02',
      { message: letter },
    ]),
    ['VR02', { payerSSN: '198001139298' }],
    ['PA08', { ageLimit: '0' }],
    ['PA08', { ageLimit: 100 }],
  ])('finds %s in %j', async (code, changes) => {
    const answer = await swish.create(changes);
    expect([answer.status, codesOf(answer)]).toEqual([422, [code]]);
    expect(answer.text).toContain('"additionalInformation":""');
  });

  it.each([
    { payeePaymentReference: 'Båt-17' },
    { amount: '999999999999.99' },
    { amount: '1' },
    { amount: 1 },
    { amount: 1.1 },
    { message: 'Å ä Ö: 17;.,?!()"”' },
    { message: '' },
    { payerSSN: '198001139297', ageLimit: '18' },
  ])('finds nothing wrong in %j', async (changes) => {
    expect((await swish.create(changes)).status).toBe(201);
  });

  it('keeps the exact öre of the largest amount', async () => {
    const id = await swish.created({ amount: '999999999999.99' });
    const { text } = await swish.call('GET', `/api/v1/paymentrequests/${id}`);
    expect(text).toContain('"amount":999999999999.99,');
  });

  it('tells all that is wrong at once', async () => {
    await swish.created({ payerAlias });
    const answer = await swish.create({ payerAlias, amount: 'x', currency: 'EUR', callbackUrl: null, message: long });
    expect(codesOf(answer).sort()).toEqual(['AM03', 'PA02', 'RP02', 'RP03', 'RP06']);
  });

  it('has no code for a callback identifier of another form', async () => {
    expect(await swish.create({ callbackIdentifier: 'short' })).toMatchObject({ status: 400, text: '' });
  });

  it('lets callbacks go to this machine without TLS only where it is told to', async () => {
    swish = simulator({ acceptsPlainCallbacks: true });
    for (const host of ['127.0.0.1:4566', 'localhost:4566', 'abc.execute-api.localhost:4566'])
      expect((await swish.create({ callbackUrl: `http://${host}/swish` })).status).toBe(201);
    expect(codesOf(await swish.create({ callbackUrl: 'http://shop.example/swish' }))).toEqual(['RP03']);
  });

  it('takes smaller amounts by agreement', async () => {
    await swish.settings({ minimumÖre: 1 });
    expect((await swish.create({ amount: '0.01' })).status).toBe(201);
  });
});

const always = [
  ...['FF08', 'RP03', 'BE18', 'RP01', 'PA02', 'AM06', 'AM02', 'AM03', 'RP02', 'ACMT03', 'ACMT01', 'ACMT07', 'ACMT17'],
  ...['UNKW', 'RP04'],
];
const byNumber = ['RP06', 'VR01', 'VR02'];
const late = ['RF07', 'BANKIDCL', 'BANKIDONGOING', 'BANKIDUNKN', 'FF10', 'TM01', 'DS24'];
const refundAtOnce = [
  ...['FF08', 'RP03', 'PA02', 'AM06', 'RF08', 'AM03', 'RP01', 'RP02', 'ACMT07', 'ACMT01', 'RF02', 'RF03', 'RF04'],
  ...['RF06', 'BE18', 'UNKW', 'AM04', 'RF09', 'RP09'],
];
const refundLate = ['RF07', 'BANKIDCL', 'FF10', 'DS24'];

describe('a magic message', () => {
  it.each([...always, ...byNumber])('%s is refused at once', async (message) => {
    const answer = await swish.create({ message, payerAlias });
    expect([answer.status, codesOf(answer)]).toEqual([422, [message]]);
    expect(answer.text).toContain('"additionalInformation":null');
  });

  it('PA01 is refused with 403', async () => {
    const answer = await swish.create({ message: 'PA01' });
    expect([answer.status, codesOf(answer)]).toEqual([403, ['PA01']]);
  });

  it.each([...late, 'VR01', 'VR02'])('%s fails a request by token after a while', async (message) => {
    const id = await swish.created({ message });
    await swish.pass(3.9);
    expect(await swish.get(id)).toMatchObject({ status: 'CREATED' });
    await swish.pass(0.1);
    expect(await swish.get(id)).toMatchObject({ status: 'ERROR', errorCode: message, datePaid: null });
    expect(swish.rung.map(({ body }) => body['errorCode'])).toEqual([message]);
  });

  it.each(late)('%s fails a request by number after a while', async (message) => {
    const id = await swish.created({ message, payerAlias });
    await swish.pass(4);
    expect(await swish.get(id)).toMatchObject({ status: 'ERROR', errorCode: message });
  });

  it('is the whole message, and RP06 means nothing without a number', async () => {
    expect((await swish.create({ message: 'FF08 17' })).status).toBe(201);
    expect((await swish.create({ message: 'ff08' })).status).toBe(201);
    expect((await swish.create({ message: 'RP06' })).status).toBe(201);
  });

  it.each(refundAtOnce)('%s refuses a refund at once', async (message) => {
    const answer = await swish.refund(await swish.paid(), { message });
    expect([answer.status, codesOf(answer)]).toEqual([422, [message]]);
  });

  it('PA01 refuses a refund with 403', async () => {
    const answer = await swish.refund(await swish.paid(), { message: 'PA01' });
    expect([answer.status, codesOf(answer)]).toEqual([403, ['PA01']]);
  });

  it.each(refundLate)('%s fails a refund after a while, instead of debiting it', async (message) => {
    const id = idOf(await swish.refund(await swish.paid(), { message }));
    await swish.pass(20);
    expect(await swish.getRefund(id)).toMatchObject({ status: 'ERROR', errorCode: message, paymentReference: null });
    expect(swish.rung.map(({ body }) => body['status'])).toEqual(['PAID', 'ERROR']);
  });
});

it('has every code provoked here or, by what it belongs to, elsewhere', () => {
  const elsewhere = ['PA01', 'PA08', 'RP07', 'RP08'];
  const here = [...always, ...byNumber, ...late, ...refundAtOnce, ...refundLate];
  expect([...new Set([...here, ...elsewhere])].sort()).toEqual([...errorCodes].sort());
});
