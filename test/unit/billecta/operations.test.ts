import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { access } from '../../fakes/world.ts';
import { debtor, type Invoicing, invoice, invoicing, product } from './invoicing.ts';

let shop: Invoicing;
beforeEach(async () => {
  shop = await invoicing();
});
afterEach(() => shop.close());

const makeDebtor = async (fields: object = {}): Promise<string> =>
  String((await shop.ask('POST /v1/billecta/debtors', { body: { ...debtor, ...fields } })).body['debtorId']);
const makeProduct = async (fields: object = {}): Promise<string> =>
  String((await shop.ask('POST /v1/billecta/products', { body: { ...product, ...fields } })).body['productId']);
const newDraft = (debtorId: string) => {
  const { merchantReference, invoiceDate, dueDate, delivery } = invoice;
  const rows = [{ description: 'Soffa, röd', quantity: 2, unitPrice: 10_050, vat: 25 }];
  return { merchantReference, invoiceDate, dueDate, delivery, debtorId, rows };
};
const draft = async (debtorId: string, fields: object = {}): Promise<string> => {
  const body = { ...newDraft(debtorId), ...fields };
  return String((await shop.ask('POST /v1/billecta/invoices/drafts', { body })).body['invoiceId']);
};
const unknownId = '11111111-1111-4111-8111-111111111111';

describe('debtors', () => {
  it('are read as they were made', async () => {
    const debtorId = await makeDebtor({ externalId: 'customer-1', delivery: 'kivra', eInvoiceBank: 'SEB' });
    const { body } = await shop.ask('GET /v1/billecta/debtors/{debtorId}', { parameters: { debtorId } });
    expect(body).toMatchObject({
      ...debtor,
      debtorId,
      externalId: 'customer-1',
      kind: 'private',
      organisationNumber: null,
      postcode: '12345',
      country: 'SE',
      delivery: 'kivra',
      eInvoiceBank: 'SEB',
      isActive: true,
      autogiro: null,
    });
  });

  it('keep on a change what it does not name, also what we do not know', async () => {
    const debtorId = await makeDebtor();
    const view = (await shop.provider(`/v1/debtors/debtor/${debtorId}`)) as object;
    const authorization = `SecureToken ${Buffer.from(access.secureToken).toString('base64')}`;
    await fetch(`${shop.url}/v1/debtors/debtor`, {
      method: 'PUT',
      headers: { authorization },
      body: JSON.stringify({ ...view, Notes: 'kept', FutureField: { a: 1 } }),
    });
    const { status, body } = await shop.ask('PUT /v1/billecta/debtors/{debtorId}', {
      parameters: { debtorId },
      body: { city: 'Annanstad', delivery: 'email' },
    });
    expect([status, body['city'], body['name'], body['delivery']]).toEqual([200, 'Annanstad', debtor.name, 'email']);
    expect(await shop.provider(`/v1/debtors/debtor/${debtorId}`)).toMatchObject({
      Notes: 'kept',
      FutureField: { a: 1 },
      OrgNo: '198001139297',
    });
  });

  it.each([
    [{ personalNumber: '19800113-9297' }, 1],
    [{ externalId: 'customer-1' }, 1],
    [{ externalId: 'customer-2' }, 0],
    [{ organisationNumber: '555555-5555' }, 0],
  ])('are found by %j: %i', async (body, count) => {
    await makeDebtor({ externalId: 'customer-1' });
    const answer = await shop.ask('POST /v1/billecta/debtors/searches', { body });
    expect(answer.status).toBe(200);
    expect(answer.body['debtors']).toHaveLength(count);
  });

  it('of an external id that is taken are refused, and the one that has it is named', async () => {
    const debtorId = await makeDebtor({ externalId: 'customer-1' });
    const twin = await shop.ask('POST /v1/billecta/debtors', { body: { ...debtor, externalId: 'customer-1' } });
    expect(twin).toMatchObject({
      status: 409,
      body: { code: 'already-exists', detail: `${debtorId} has this external id.` },
    });
  });

  it('are companies by their organisation number', async () => {
    const debtorId = await makeDebtor({ personalNumber: undefined, organisationNumber: '5555555555' });
    expect(await shop.provider(`/v1/debtors/debtor/${debtorId}`)).toMatchObject({
      OrgNo: '555555-5555',
      DebtorType: 'Company',
    });
    const { body } = await shop.ask('GET /v1/billecta/debtors/{debtorId}', { parameters: { debtorId } });
    expect(body).toMatchObject({ kind: 'company', organisationNumber: '5555555555', personalNumber: null });
  });

  it('of a batch are made once, in their order, whatever was lost', async () => {
    const debtors = ['A', 'B', 'C'].map((letter) => ({ ...debtor, name: `Exempel ${letter}` }));
    const send = () => shop.ask('POST /v1/billecta/debtors/batches', { key: 'batch-1', body: { debtors } });
    await shop.fail('500', 'debtors.create');
    expect(await send()).toMatchObject({ status: 502, body: { code: 'outcome-unknown' } });
    shop.pass(36);
    const { status, body } = await send();
    expect(status).toBe(201);
    const names = (body['debtorIds'] as string[]).map(async (debtorId) => {
      const read = await shop.ask('GET /v1/billecta/debtors/{debtorId}', { parameters: { debtorId } });
      return read.body['name'];
    });
    expect(await Promise.all(names)).toEqual(['Exempel A', 'Exempel B', 'Exempel C']);
    expect((await shop.calls())['debtors.create']).toBe(4);
  });

  it.each([
    ['a wrong check digit', { personalNumber: '198001139298' }, 'personalNumber'],
    ['two numbers', { organisationNumber: '5555555555' }, 'organisationNumber'],
    ['a short postcode', { postcode: '1234' }, 'postcode'],
    ['a bank that takes no e-invoices', { eInvoiceBank: 'SBAB' }, 'eInvoiceBank'],
    ['Avy, which we do not offer', { delivery: 'avy' }, 'delivery'],
  ])('with %s are refused', async (_, fields, field) => {
    const { status, body } = await shop.ask('POST /v1/billecta/debtors', { body: { ...debtor, ...fields } });
    expect([status, body['fields']]).toEqual([422, [expect.objectContaining({ field })]]);
  });

  it('abroad have postcodes of other forms', async () => {
    const body = { ...debtor, postcode: 'D-10115', country: 'DE' };
    expect((await shop.ask('POST /v1/billecta/debtors', { body })).status).toBe(201);
  });

  it.each([
    ['GET /v1/billecta/debtors/{debtorId}', { debtorId: unknownId }, 409, 'provider-not-found'],
    ['GET /v1/billecta/debtors/{debtorId}', { debtorId: '../creditors' }, 422, 'invalid-request'],
    ['GET /v1/billecta/products/{productId}', { productId: unknownId }, 409, 'provider-not-found'],
    ['GET /v1/billecta/invoices/{invoiceId}', { invoiceId: '1' }, 409, 'provider-not-found'],
    ['GET /v1/billecta/invoices/{invoiceId}', { invoiceId: 'a/b' }, 422, 'invalid-request'],
  ])('%s of %j is %i', async (route, parameters, status, code) => {
    expect(await shop.ask(route, { parameters: { ...parameters } })).toMatchObject({ status, body: { code } });
  });

  it('that share an external id at Billecta cannot be told apart', async () => {
    const authorization = `SecureToken ${Buffer.from(access.secureToken).toString('base64')}`;
    for (const Name of ['A', 'B'])
      await fetch(`${shop.url}/v1/debtors/debtor`, {
        method: 'POST',
        headers: { authorization },
        body: JSON.stringify({ CreditorPublicId: access.creditorPublicId, Name, DebtorExternalId: 'twins' }),
      });
    const body = { ...debtor, externalId: 'twins' };
    const answer = await shop.ask('POST /v1/billecta/debtors', { body, key: 'k' });
    expect(answer).toMatchObject({ status: 502, body: { code: 'outcome-unknown', retryable: false } });
  });
});

describe('products', () => {
  it('have their price in kronor at Billecta, and in öre with us', async () => {
    const productId = await makeProduct({ externalId: 'sofa' });
    expect(await shop.provider(`/v1/products/product/${productId}`)).toMatchObject({ UnitPrice: 100.5, VAT: 25 });
    const { body } = await shop.ask('GET /v1/billecta/products/{productId}', { parameters: { productId } });
    expect(body).toMatchObject({ ...product, productId, externalId: 'sofa', type: 'service' });
    const found = await shop.ask('POST /v1/billecta/products/searches', { body: { externalId: 'sofa' } });
    expect(found.body).toEqual({ products: [body] });
  });

  it('keep on a change what it does not name', async () => {
    const productId = await makeProduct();
    const { body } = await shop.ask('PUT /v1/billecta/products/{productId}', {
      parameters: { productId },
      body: { unitPrice: 9_999 },
    });
    expect(body).toMatchObject({ ...product, unitPrice: 9_999 });
  });
});

describe('an invoice', () => {
  const at = (invoiceId: string, path = '') => ({ route: `/v1/billecta/invoices/{invoiceId}${path}`, invoiceId });
  const on = (method: string, { route, invoiceId }: ReturnType<typeof at>, more: object = {}) =>
    shop.ask(`${method} ${route}`, { parameters: { invoiceId }, ...more });
  const attested = async (): Promise<string> => {
    const invoiceId = await draft(await makeDebtor());
    await on('POST', at(invoiceId, '/attestations'), { body: {} });
    return invoiceId;
  };

  it('is a draft until it is attested, which is done once', async () => {
    const invoiceId = await draft(await makeDebtor());
    expect((await on('GET', at(invoiceId))).body).toMatchObject({ stage: 'created', invoiceNumber: null });
    const first = await on('POST', at(invoiceId, '/attestations'), { body: {} });
    expect(first.body).toMatchObject({
      stage: 'attested',
      invoiceNumber: '1',
      allows: { credit: true, payment: true },
    });
    expect((await on('POST', at(invoiceId, '/attestations'), { body: {} })).body).toEqual(first.body);
    shop.pass(3);
    const { body } = await on('GET', at(invoiceId));
    expect(body).toMatchObject({ stage: 'sent', sentAt: expect.stringMatching(/Z$/) as string });
    expect((body['events'] as { type: string }[]).map(({ type }) => type)).toEqual([
      'Created',
      'Attested',
      'InvoiceSent',
    ]);
  });

  it('is paid when nothing is left', async () => {
    const invoiceId = await attested();
    const pay = (key: string, amount: number) =>
      on('POST', at(invoiceId, '/payments'), { key, body: { amount, paidOn: '2026-11-30' } });
    expect((await pay('1', 10_000)).body).toMatchObject({ stage: 'attested', amounts: { paid: 10_000, left: 15_100 } });
    expect((await pay('1', 10_000)).body).toMatchObject({ amounts: { paid: 10_000 } });
    expect(await pay('2', 20_000)).toMatchObject({ status: 422, body: { code: 'provider-invalid-input' } });
    expect((await pay('3', 15_100)).body).toMatchObject({ stage: 'completed', amounts: { left: 0 } });
  });

  it.each([
    ['payments', 'invoices.pay', 'paid'],
    ['credits', 'invoices.credit', 'credited'],
  ])('is booked once for a key, whatever is lost: %s', async (path, operation, what) => {
    const invoiceId = await attested();
    const book = () => on('POST', at(invoiceId, `/${path}`), { key: 'b', body: { amount: 5_000 } });
    await shop.fail('500', operation, { committed: true });
    expect((await book()).body).toMatchObject({ amounts: { [what]: 5_000 } });
    expect((await book()).body).toMatchObject({ amounts: { [what]: 5_000 } });
    expect((await shop.calls())[operation]).toBe(1);
  });

  it('that moved by another amount meanwhile is left to a person', async () => {
    const invoiceId = await attested();
    const pay = (key: string, amount: number) => on('POST', at(invoiceId, '/payments'), { key, body: { amount } });
    await shop.fail('500', 'invoices.pay');
    expect(await pay('a', 5_000)).toMatchObject({ status: 502 });
    await pay('b', 700);
    shop.pass(36);
    expect(await pay('a', 5_000)).toMatchObject({ status: 502, body: { code: 'outcome-unknown', retryable: false } });
  });

  it('is deleted as a draft, and refused later', async () => {
    const invoiceId = await draft(await makeDebtor());
    expect(await on('DELETE', at(invoiceId))).toMatchObject({ status: 200, body: { invoiceId } });
    expect(await on('GET', at(invoiceId))).toMatchObject({ status: 409 });
    const kept = await attested();
    expect(await on('DELETE', at(kept))).toMatchObject({ status: 409, body: { code: 'operation-not-offered' } });
  });

  it('has a PDF once it is attested', async () => {
    const invoiceId = await draft(await makeDebtor());
    expect(await on('GET', at(invoiceId, '/pdf'))).toMatchObject({ status: 409, body: { code: 'provider-not-found' } });
    await on('POST', at(invoiceId, '/attestations'), { body: {} });
    const { body } = await on('GET', at(invoiceId, '/pdf'));
    expect(body).toMatchObject({ fileName: '1.pdf', contentType: 'application/pdf' });
    expect(Buffer.from(String(body['data']), 'base64').toString()).toMatch(/^%PDF-1\.4/);
  });

  it('is paid to the account that it names', async () => {
    const debtorId = await makeDebtor();
    const invoiceId = await draft(debtorId, { payTo: { bankgiro: '5050-1055' }, autogiro: true });
    expect(await shop.provider(`/v1/invoice/action/${invoiceId}`)).toMatchObject({
      PaymentOverride: { BankGiro: '50501055' },
      Autogiro: { AutogiroWithdrawalEnabled: true },
      InvoiceDate: '2026-11-21 00:00:00+01:00',
      ExternalReference: expect.stringMatching(/^order-7#[0-9a-f]{24}$/) as string,
    });
  });
});

it('the e-invoice banks are the 19 of the guide', async () => {
  const { body } = await shop.ask('GET /v1/billecta/e-invoices/banks');
  expect((body['banks'] as { code: string }[]).map(({ code }) => code)).toEqual([
    ...['OEB', 'SEB', 'SHB', 'SKB', 'FSPA', 'NB', 'LFB', 'FINN', 'ICA', 'SYD', 'DNB', 'SBF', 'AAB', 'DBF', 'SEBF'],
    ...['SHBF', 'NBF', 'FRX', 'MARG'],
  ]);
});

describe('a lost answer to a creation without a key', () => {
  const creations = [
    ['debtors', 'debtors.create', () => Promise.resolve(debtor)],
    ['products', 'products.create', () => Promise.resolve(product)],
    ['invoices/drafts', 'invoices.create', async () => newDraft(await makeDebtor())],
  ] as const;

  it.each(creations)('to %s is left to the caller: another request would make another', async (path, what, bodyOf) => {
    const body = await bodyOf();
    await shop.fail('500', what);
    const { status, headers, body: problem } = await shop.ask(`POST /v1/billecta/${path}`, { body });
    expect([status, problem['code'], problem['retryable']]).toEqual([502, 'outcome-unknown', false]);
    expect(headers).not.toHaveProperty('retry-after');
    expect(problem['detail']).toMatch(/^It may have been made\. Look whether it is there/);
  });

  it.each(creations)('to %s is found where it was made', async (path, what, bodyOf) => {
    const body = await bodyOf();
    await shop.fail('500', what, { committed: true });
    expect(await shop.ask(`POST /v1/billecta/${path}`, { body })).toMatchObject({ status: 201 });
  });

  it.each(creations)('to %s may be asked for again with a key', async (path, what, bodyOf) => {
    const body = await bodyOf();
    await shop.fail('500', what);
    expect(await shop.ask(`POST /v1/billecta/${path}`, { body, key: 'k' })).toMatchObject({
      status: 502,
      headers: { 'retry-after': '35' },
      body: {
        code: 'outcome-unknown',
        retryable: true,
        detail: expect.stringContaining('same Idempotency-Key') as string,
      },
    });
  });
});

describe('the rate budget', () => {
  it('refuses with busy while the provider wants a pause, and asks nobody', async () => {
    await shop.fail('429', 'debtors.read', { retryAfterSeconds: 30 });
    const read = () => shop.ask('GET /v1/billecta/debtors/{debtorId}', { parameters: { debtorId: unknownId } });
    expect(await read()).toMatchObject({ status: 503, body: { code: 'provider-unavailable' } });
    expect(await read()).toMatchObject({ status: 503, headers: { 'retry-after': '30' }, body: { code: 'busy' } });
    expect((await shop.calls())['debtors.read']).toBe(1);
  });
});
