import { afterEach, beforeEach, expect, it } from 'vitest';
import { invoicing, type Invoicing } from './invoicing.ts';

let billecta: Invoicing;
let invoiceId: string;
beforeEach(async () => {
  billecta = await invoicing();
  invoiceId = await billecta.attested(await billecta.debtor());
});
afterEach(() => billecta.close());

const start = (query = '', invoice = invoiceId) => billecta.call('POST', `/v1/payments/swish/${invoice}${query}`);
const poll = async (id: unknown) => (await billecta.call('GET', `/v1/payments/swish/${String(id)}`)).body;
const started = async (query?: string) => String((await start(query)).body['PublicId']);

it('waits with the amount, and is paid when the payer approves: once, and the invoice with it', async () => {
  const answer = await start('?phone=0701740605');
  expect(answer.headers.get('x-simulator-unverified')).toBe('path');
  const id = String(answer.body['PublicId']);
  expect(await poll(id)).toMatchObject({ Status: 'Created', PaymentRequestToken: null, Amount: { Value: 20_000 } });
  await billecta.pass(5);
  expect((await billecta.control(`swish-payments/${id}/approve`)).status).toBe(200);
  expect(await poll(id)).toMatchObject({ Status: 'Paid', PaidDate: '2026-11-21T10:00:05.000+00:00', ErrorCode: null });
  expect((await billecta.control(`swish-payments/${id}/decline`)).status).toBe(409);
  expect(await start('?phone=0701740606')).toMatchObject({ status: 400, body: { ExternalErrorCode: null } });
});

it('has a token without a phone number', async () => {
  expect((await poll(await started()))['PaymentRequestToken']).toMatch(/^[0-9a-f]{32}$/);
});

it.each([
  ['decline', {}, 'Declined', null],
  ['cancel', {}, 'Cancelled', 'RP08'],
  ['timeout', {}, 'Error', 'TM01'],
  ['error', { code: 'DS24' }, 'Error', 'DS24'],
  ['status', { status: 'SomethingNew' }, 'SomethingNew', null],
])('%s with %j is shown as %s', async (action, body, Status, ErrorCode) => {
  const id = await started();
  expect((await billecta.control(`swish-payments/${id}/${action}`, body)).status).toBe(200);
  expect(await poll(id)).toMatchObject({ Status, ErrorCode });
});

it('times out by itself', async () => {
  const id = await started();
  await billecta.pass(329);
  expect(await poll(id)).toMatchObject({ Status: 'Created' });
  await billecta.pass(1);
  expect(await poll(id)).toMatchObject({ Status: 'Error', ErrorCode: 'TM01' });
});

it('refuses what the payer or the merchant must mend', async () => {
  expect(await start('', '999')).toMatchObject({ status: 404 });
  expect(await start('?phone=081234')).toMatchObject({ status: 400, body: { ExternalErrorCode: 'BE18' } });
  await started('?phone=0701740605');
  expect(await start('?phone=%2B46701740605')).toMatchObject({ status: 400, body: { ExternalErrorCode: 'RP06' } });
});

it('lists what is there, and forgets it', async () => {
  const publicId = await started('?phone=0701740605');
  const list = async () => (await billecta.call('GET', '/_simulator/swish-payments')).body['payments'];
  expect(await list()).toMatchObject([{ publicId, invoiceId, phone: '46701740605' }]);
  await billecta.control('reset');
  expect(await list()).toEqual([]);
});
