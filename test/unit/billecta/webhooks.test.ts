import { EventBridgeClient, type PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { billecta } from '../../../functions/billecta/provider.ts';
import { callbackRoute, providerCallbackUrl } from '../../../shared/callback-proof.ts';
import { providerLook } from '../../../shared/provider-look.ts';
import { providerRings } from '../../../shared/provider-rings.ts';
import { access, macKey } from '../../fakes/world.ts';
import { call } from '../../fakes/aws.ts';
import { debtor, invoice, invoicing } from './invoicing.ts';
import { catchPrinted } from '../../fakes/printed.ts';

const agreed = 'a-value-that-billecta-was-told';
let shop: Awaited<ReturnType<typeof invoicing>>;
let printed = '';
let told: { readonly type: string; readonly detail: Record<string, unknown> }[];
let ring: (body: unknown, headers?: Record<string, string>) => ReturnType<typeof call>;
/** Does what the machines would that were started since. */
let look: () => Promise<void>;

beforeEach(async () => {
  printed = '';
  told = [];
  catchPrinted((text) => {
    printed += text;
  });
  shop = await invoicing();
  shop.aws.secrets.set('test/billecta', { secureToken: access.secureToken, webhookAuthorization: agreed });
  vi.stubEnv('EVENT_BUS', 'bus');
  vi.stubEnv('LOOK_MACHINE', 'arn:aws:states:eu-north-1:111111111111:stateMachine:look');
  const put = ({ input: { Entries = [] } }: PutEventsCommand) => {
    told.push(
      ...Entries.map(({ DetailType = '', Detail = '' }) => ({
        type: DetailType,
        detail: JSON.parse(Detail) as Record<string, unknown>,
      })),
    );
    return Promise.resolve({ Entries: Entries.map(() => ({ EventId: 'taken' })) });
  };
  vi.spyOn(EventBridgeClient.prototype as unknown as { send: typeof put }, 'send').mockImplementation(put);
  const rings = providerRings(billecta);
  const proof = providerCallbackUrl('', 'billecta', { 1: macKey }).split('/').at(-1)!;
  ring = (body, headers = { authorization: agreed }) =>
    call(rings, callbackRoute('billecta'), { body, headers, parameters: { proof } });
  const looks = providerLook(billecta);
  look = async () => {
    // A name that was used is refused, as Step Functions does.
    const byName = new Map(shop.aws.executions.splice(0).map(({ name, input = '' }) => [name, input]));
    for (const input of byName.values()) await looks(JSON.parse(input));
  };
});
afterEach(() => shop.close());

const created = async (key: string, body: object = invoice) =>
  (await shop.ask('POST /v1/billecta/invoices', { key, body })).body as { invoiceId: string; debtorId: string };
const reads = async () => (await shop.calls())['invoices.read'] ?? 0;
const watchedKeys = () => [...shop.aws.dynamo.items.keys()].filter((pk) => pk.startsWith('watched#'));

it('a paid invoice is told once, however often Billecta rings', async () => {
  const { invoiceId } = await created('one');
  const { body: read } = await shop.ask('GET /v1/billecta/invoices/{invoiceId}', { parameters: { invoiceId } });
  const { left } = read['amounts'] as { left: number };
  await shop.ask('POST /v1/billecta/invoices/{invoiceId}/payments', {
    key: 'pay',
    parameters: { invoiceId },
    body: { amount: left },
  });
  for (const EventType of ['InvoicePaymentReceived', 'InvoiceActionPaid', 'InvoiceActionPaid'])
    expect(await ring({ EventType, Data: { ActionPublicId: invoiceId } })).toMatchObject({ status: 200 });
  const before = await reads();
  await look();
  expect((await reads()) - before).toBe(1);
  expect(told).toMatchObject([
    {
      type: 'invoice.changed',
      detail: { merchant: 'shop', merchantReference: 'order-7', invoiceId, stage: 'completed', left: 0, paid: left },
    },
  ]);
});

it('each invoice and approval that we make is watched, once', async () => {
  const autogiro = { clearingNumber: '5000', accountNumber: '1234567', bank: 'SEB' };
  const { invoiceId, debtorId } = await created('one', { ...invoice, debtor: { ...debtor, autogiro } });
  await created('one', { ...invoice, debtor: { ...debtor, autogiro } });
  expect(watchedKeys().toSorted()).toEqual([
    `watched#billecta#autogiro-approval#${debtorId}`,
    `watched#billecta#invoice#${invoiceId}`,
  ]);
  await ring({ EventType: 'AutogiroApprovalChanged', Data: { DebtorPublicId: debtorId } });
  await look();
  expect(told).toMatchObject([{ type: 'autogiro.changed', detail: { debtorId, stage: 'pending', isActive: true } }]);
});

it('an invoice that could not be attested is watched all the same: it is there', async () => {
  await shop.fail('problem', 'invoices.attest', { status: 400 });
  expect((await shop.ask('POST /v1/billecta/invoices', { key: 'one', body: invoice })).status).toBe(422);
  expect(watchedKeys()).toHaveLength(1);
});

const makeDebtor = async () =>
  (await shop.ask('POST /v1/billecta/debtors', { body: debtor })).body as { debtorId: string };
const contract = (debtorId: string, more: object = {}) => ({
  debtorId,
  merchantReference: 'gift-1',
  interval: 'monthly',
  dayOfMonth: 25,
  start: '2026-11-21',
  rows: [{ description: 'Gåva', quantity: 1, unitPrice: 10_000, vat: 0 }],
  ...more,
});
/** Lets the provider's contracts run on the 25th. */
const night = () => shop.control('clock', { advanceSeconds: 4 * 86_400 });
const generated = async (contractId: string) => {
  const rows = await shop.provider(`/v1/contractinvoice/generatedinvoices/${contractId}`);
  return (rows as { ActionPublicId: string }[]).map(({ ActionPublicId }) => ActionPublicId);
};

it('a contract is watched, and with autogiro the approval of its debtor too', async () => {
  const { debtorId } = await makeDebtor();
  const create = async (key: string, more: object = {}) =>
    (await shop.ask('POST /v1/billecta/contracts', { key, body: contract(debtorId, more) })).body['contractId'];
  const one = await create('one');
  expect(watchedKeys()).toEqual([`watched#billecta#contract#${String(one)}`]);
  const two = await create('two', { autogiro: true });
  expect(watchedKeys().slice(1)).toEqual([
    `watched#billecta#contract#${String(two)}`,
    `watched#billecta#autogiro-approval#${debtorId}`,
  ]);
});

it('an invoice of a contract is told to who made the contract: found by a look, and by a ring', async () => {
  const { debtorId } = await makeDebtor();
  const key = 'one';
  const { body } = await shop.ask('POST /v1/billecta/contracts', { key, body: contract(debtorId) });
  const contractId = String(body['contractId']);
  await night();
  const [invoiceId = ''] = await generated(contractId);
  const expected = [
    {
      type: 'invoice.changed',
      detail: { merchant: 'shop', merchantReference: 'gift-1', invoiceId, contractId, stage: 'attested', paid: 0 },
    },
  ];
  await ring({ EventType: 'InvoiceActionAttested', Data: { ActionPublicId: invoiceId } });
  await look();
  expect(told).toMatchObject(expected);

  shop.aws.dynamo.items.delete(`watched#billecta#invoice#${invoiceId}`);
  told = [];
  const looks = providerLook(billecta);
  await looks({ objects: [`watched#billecta#contract#${contractId}`] });
  await looks({ objects: [`watched#billecta#invoice#${invoiceId}`] });
  expect(told).toMatchObject(expected);
});

it('a ring cannot make an invoice that of a contract', async () => {
  const { debtorId } = await makeDebtor();
  const { body } = await shop.ask('POST /v1/billecta/contracts', { key: 'one', body: contract(debtorId) });
  const { invoiceId } = await created('two');
  shop.aws.dynamo.items.delete(`watched#billecta#invoice#${invoiceId}`);
  await ring({ Data: { ActionPublicId: invoiceId, ContractInvoiceActionPublicId: body['contractId'] } });
  await look();
  expect([told, watchedKeys()]).toEqual([[], [`watched#billecta#contract#${String(body['contractId'])}`]]);
});

it('an approval that only an update brings is watched, and an update without one watches nothing', async () => {
  const { debtorId } = await makeDebtor();
  const autogiro = { clearingNumber: '5000', accountNumber: '1234567', bank: 'SEB' };
  const update = (change: object) =>
    shop.ask('PUT /v1/billecta/debtors/{debtorId}', { parameters: { debtorId }, body: change });
  expect(await update({ city: 'Provstad' })).toMatchObject({ status: 200 });
  await shop.fail('problem', 'debtors.update', { status: 400 });
  expect(await update({ autogiro })).toMatchObject({ status: 422 });
  expect(watchedKeys()).toEqual([]);
  expect(await update({ autogiro })).toMatchObject({ status: 200 });
  await ring({ EventType: 'AutogiroApprovalChanged', Data: { DebtorPublicId: debtorId } });
  await look();
  expect(told).toMatchObject([
    { type: 'autogiro.changed', detail: { merchant: 'shop', debtorId, stage: 'pending', isActive: true } },
  ]);
});

it('a wrong header is 403, and nobody looks', async () => {
  const { invoiceId } = await created('one');
  const body = { Data: { ActionPublicId: invoiceId } };
  expect(await ring(body, { authorization: 'another' })).toMatchObject({ status: 403 });
  expect(await ring(body, {})).toMatchObject({ status: 403 });
  expect(shop.aws.executions).toEqual([]);
});

it('what a ring says of a person is in no item, log line, event or execution', async () => {
  const { invoiceId } = await created('one');
  const person = {
    DebtorName: 'Vilhelm Påhitt',
    OrgNo: '196001062626',
    Email: 'vilhelm@example.com',
    Phone: '0701740699',
    AccountNo: '9988776655',
  };
  await ring({ EventType: 'InvoiceActionPaid', Data: { ActionPublicId: invoiceId, ...person, Debtor: person } });
  await ring({ EventType: 'UndeliveredInvoice', Data: person });
  await ring({ EventType: 'InvoiceActionPaid', Data: { ActionPublicId: invoiceId, ...person } }, {});
  await shop.fail('problem', 'invoices.read', { status: 400 });
  const executions = JSON.stringify(shop.aws.executions);
  await look();
  await ring({ EventType: 'InvoiceActionPaid', Data: { ActionPublicId: invoiceId } });
  await look();

  expect(told.length).toBeGreaterThan(0);
  expect(printed).toContain('request.refused');
  const kept = JSON.stringify([...shop.aws.dynamo.items]);
  for (const value of [...Object.values(person), ...Object.values(debtor), '8001139297'])
    for (const place of [kept, printed, JSON.stringify(told), executions])
      expect([value, place.includes(value)]).toEqual([value, false]);
});
