import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localCreditorPublicId, localSecureToken } from '../../../local/simulators/billecta/defaults.ts';
import { startBillectaSimulator } from '../../../local/simulators/billecta/simulator.ts';
import { untilSo } from '../../until.ts';
import { account, day, invoicing, type Invoicing } from './invoicing.ts';
import { merchant } from './merchant.ts';

let billecta: Invoicing;
let shop: Awaited<ReturnType<typeof merchant>>;
beforeEach(async () => {
  billecta = await invoicing();
  shop = await merchant();
  await ring();
});
afterEach(() => Promise.all([billecta.close(), shop.close()]));

const path = '/_simulator/webhook';
const ring = (more: object = {}) =>
  billecta.call('PUT', path, { url: shop.url, headers: { 'x-secret': 'a b' }, ...more });
const disturb = (settings: object) => billecta.call('POST', path, settings);
/** Everything that is due, delivered and answered. */
const settled = () => billecta.pass(0);
const events = () => shop.heard.map(({ body }) => body['EventType']);
const data = (event: string) => shop.heard.find(({ body }) => body['EventType'] === event)?.body['Data'];
const deliveries = async () => {
  const { callbacks } = (await billecta.call('GET', path)).body;
  return (callbacks as { deliveries: { at: string; status: unknown }[] }[]).map((each) =>
    each.deliveries.map(({ at, status }) => [(Date.parse(at) - Date.parse('2026-11-21T10:00:00Z')) / 1000, status]),
  );
};
const withdrawn = { Autogiro: { AutogiroWithdrawalEnabled: true } };

it('has the assumed body, the header of the creditor, and the mark of what is not verified', async () => {
  await billecta.attested(await billecta.debtor());
  await settled();
  expect(shop.heard).toHaveLength(1);
  expect(shop.heard[0]?.headers).toMatchObject({
    'x-secret': 'a b',
    'content-type': 'application/json',
    'x-simulator-unverified': 'shape',
  });
  expect(shop.heard[0]?.body).toEqual({
    EventType: 'InvoiceActionAttested',
    CreditorPublicId: localCreditorPublicId,
    Data: expect.objectContaining({ Debtor: expect.objectContaining({ OrgNo: '19850709-9805' }) as object }) as object,
    AdditionalData: null,
    Timestamp: '2026-11-21T10:00:00.000+00:00',
  });
});

describe('tells of', () => {
  it('a payment, as it was then, and that the invoice is paid', async () => {
    const invoiceId = await billecta.attested(await billecta.debtor(), { ExternalReference: 'gift-1' });
    await billecta.control(`invoices/${invoiceId}/pay`, { öre: 5_000 });
    await billecta.control(`invoices/${invoiceId}/pay`);
    await settled();
    expect(events()).toEqual([
      'InvoiceActionAttested',
      'InvoicePaymentReceived',
      'InvoicePaymentReceived',
      'InvoiceActionPaid',
    ]);
    expect(data('InvoicePaymentReceived')).toMatchObject({
      ...{ ActionPublicId: invoiceId, InvoiceNumber: '1', OCR: '18', DebtorName: 'Elin Övningsdal' },
      ...{ Amount: { Value: 5_000 }, ExternalReference: 'gift-1' },
    });
    expect(data('InvoiceActionAttested')).toMatchObject({ State: { Stage: 'Attested' }, PaidAmount: { Value: 0 } });
    expect(data('InvoiceActionPaid')).toMatchObject({ State: { Stage: 'Completed' }, PaidAmount: { Value: 20_000 } });
  });

  it('a credit, which pays nothing', async () => {
    const invoiceId = await billecta.attested(await billecta.debtor());
    await billecta.call('PUT', '/v1/invoice/credit', { ActionPublicId: invoiceId });
    await settled();
    expect(events()).toEqual(['InvoiceActionAttested', 'AmountCreditedOnInvoice']);
    expect(data('AmountCreditedOnInvoice')).toMatchObject({ ActionPublicId: invoiceId, Amount: { Value: 20_000 } });
  });

  it('what was paid beyond the invoice', async () => {
    const invoiceId = await billecta.attested(await billecta.debtor());
    await billecta.control(`invoices/${invoiceId}/pay`, { öre: 25_000 });
    await settled();
    expect(events().slice(1)).toEqual(['InvoicePaymentReceived', 'Overpayment', 'InvoiceActionPaid']);
    expect(data('Overpayment')).toMatchObject({ ActionPublicId: invoiceId, Amount: { Value: 5_000 } });
  });

  it('what Kivra could not deliver', async () => {
    const invoiceId = await billecta.attested(await billecta.debtor(), { DeliveryMethod: 'Kivra' });
    await billecta.pass(2);
    expect(events()).toEqual(['InvoiceActionAttested', 'UndeliveredInvoice']);
    expect(data('UndeliveredInvoice')).toMatchObject({ ActionPublicId: invoiceId });
  });

  it('an approval that is added, approved and removed', async () => {
    const debtorId = await billecta.debtor({ Autogiro: { ...account, Active: true } });
    await billecta.pass(4 * day);
    await billecta.control(`approvals/${debtorId}/remove`);
    await settled();
    expect(shop.heard.map(({ body }) => body)).toMatchObject(
      [
        ['2026-11-21T10:00:00.000+00:00', 'Pending'],
        ['2026-11-24T23:00:00.000+00:00', 'Approved'],
        ['2026-11-25T10:00:00.000+00:00', 'Removed'],
      ].map(([Timestamp, Stage]) => ({
        EventType: 'AutogiroApprovalChanged',
        Timestamp,
        Data: { DebtorPublicId: debtorId, Autogiro: { Stage } },
      })),
    );
  });

  it('one that fails, and nothing of a debtor who was only written again', async () => {
    const debtorId = await billecta.debtor({ Autogiro: { ...account, Active: true } });
    await billecta.call('PUT', '/v1/debtors/debtor', { ...(await billecta.readDebtor(debtorId)), City: 'Exempelstad' });
    await billecta.control(`approvals/${debtorId}/fail`);
    await settled();
    expect(events()).toEqual(['AutogiroApprovalChanged', 'AutogiroApprovalFailed']);
  });

  it('a withdrawal that is renewed and then given up, each on its day', async () => {
    const debtorId = await billecta.payer();
    await billecta.control(`approvals/${debtorId}/refuse-withdrawals`, { count: 2 });
    await billecta.attested(debtorId, withdrawn);
    await billecta.pass(20 * day);
    expect(shop.heard.slice(3).map(({ body }) => [body['EventType'], body['Timestamp']])).toEqual([
      ['AutogiroWithdrawalRenewedOnInvoice', '2026-11-30T23:00:00.000+00:00'],
      ['AutogiroWithdrawalFailedOnInvoice', '2026-12-01T23:00:00.000+00:00'],
    ]);
  });

  it('the ticked events only, and nothing once it is taken away', async () => {
    await ring({ events: ['InvoiceActionPaid'] });
    const invoiceId = await billecta.attested(await billecta.debtor());
    await billecta.control(`invoices/${invoiceId}/pay`);
    await settled();
    expect(events()).toEqual(['InvoiceActionPaid']);
    await billecta.call('DELETE', path);
    await billecta.control(`invoices/${invoiceId}/pay`, { öre: 1 });
    await settled();
    expect(events()).toHaveLength(1);
  });
});

describe('the way', () => {
  it('is taken three times more until a 2xx', async () => {
    shop.answers.push(500, 302);
    await billecta.attested(await billecta.debtor());
    await billecta.pass(1000);
    expect(await deliveries()).toEqual([
      [
        [0, 500],
        [10, 302],
        [60, 200],
      ],
    ]);
    shop.answers.push(500, 500, 500, 500);
    await billecta.attested(await billecta.debtor());
    await billecta.pass(1000);
    expect((await deliveries())[1]?.map(([at]) => Number(at) - 1000)).toEqual([0, 10, 60, 300]);
  });

  it('has twins, loses and turns around', async () => {
    await disturb({ together: 2, deliveries: 2 });
    const invoiceId = await billecta.attested(await billecta.debtor());
    await settled();
    expect(events()).toEqual(['InvoiceActionAttested', 'InvoiceActionAttested']);

    await disturb({ together: 1, deliveries: null, drop: 1 });
    await billecta.control(`invoices/${invoiceId}/pay`, { öre: 100 });
    await settled();
    expect(events()).toHaveLength(2);
    await billecta.pass(10);
    expect(events()).toHaveLength(3);

    await disturb({ reorder: true });
    await billecta.control(`invoices/${invoiceId}/pay`);
    await billecta.pass(1);
    expect(events().slice(3)).toEqual(['InvoiceActionPaid', 'InvoicePaymentReceived']);
  });

  it('ends before the answer of the call, where it is told to', async () => {
    await disturb({ beforeAnswer: true });
    await billecta.attested(await billecta.debtor());
    expect(events()).toEqual(['InvoiceActionAttested']);
  });

  it('is forgotten by a reset', async () => {
    await disturb({ drop: 3 });
    await billecta.control('reset');
    expect((await billecta.call('GET', path)).body).toMatchObject({
      webhook: null,
      settings: { drop: 0 },
      callbacks: [],
    });
  });

  it.each([
    ['PUT', { url: 'ftp://127.0.0.1/' }],
    ['PUT', { url: 'http://127.0.0.1/', events: ['SomethingElse'] }],
    ['PUT', { url: 'http://127.0.0.1/', headers: { 'x-secret': 'a\nb' } }],
    ['POST', { drop: -1 }],
  ])('is not set by %s %j', async (method, body) => {
    expect((await billecta.call(method, path, body)).status).toBe(400);
  });
});

it('comes by itself when the clock is the real one', async () => {
  const real = await startBillectaSimulator({ port: 0 });
  const authorization = `SecureToken ${Buffer.from(localSecureToken).toString('base64')}`;
  const send = (method: string, to: string, body: object) =>
    fetch(real.url + to, { method, headers: { authorization }, body: JSON.stringify(body) });
  await send('PUT', path, { url: shop.url });
  const debtor = { CreditorPublicId: localCreditorPublicId, Name: 'Elin', Autogiro: { ...account, Active: true } };
  await send('POST', '/v1/debtors/debtor', debtor);
  await untilSo('the ring', () => shop.heard.length === 1);
  expect(events()).toEqual(['AutogiroApprovalChanged']);
  await real.close();
});
