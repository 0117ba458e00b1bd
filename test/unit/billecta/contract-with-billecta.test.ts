import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { billectaClient } from '../../../functions/billecta/client.ts';
import { cardPayment } from '../../../functions/billecta/card-invoice-payment.ts';
import { cardAdd } from '../../../functions/billecta/card-registration.ts';
import { debtorWithCards } from '../../../functions/billecta/cards.ts';
import { contractRead } from '../../../functions/billecta/contract-wire.ts';
import { debtorView } from '../../../functions/billecta/debtor-answer.ts';
import { invoiceView } from '../../../functions/billecta/invoice-answer.ts';
import { inferredPaths, pathOf } from '../../../functions/billecta/paths.ts';
import { productView } from '../../../functions/billecta/product-wire.ts';
import { billecta } from '../../../functions/billecta/provider.ts';
import { swishStatus } from '../../../functions/billecta/swish-invoice-payment.ts';
import { ProviderContractBroken } from '../../../shared/provider-error.ts';
import { FakeProvider } from '../../fakes/provider.ts';
import { access, rejection } from '../../fakes/world.ts';
import { dtoFields } from './dto-fields.ts';
import { debtor, type Invoicing, invoice, invoicing } from './invoicing.ts';

const namesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
};
const readNames = (schema: unknown): string[] => {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, inner]) => [name, ...readNames(inner)]);
  if (schema instanceof z.ZodArray) return readNames(schema.element);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return readNames(schema.unwrap());
  return schema instanceof z.ZodPipe ? readNames(schema.in) : [];
};
const reads = {
  debtorView,
  productView,
  invoiceView,
  contractRead,
  swishStatus,
  cardAdd,
  cardPayment,
  debtorWithCards,
};

describe('what is sent', () => {
  let shop: Invoicing;
  beforeEach(async () => {
    shop = await invoicing();
  });
  afterEach(() => shop.close());

  it('has no field that Billecta has not published', async () => {
    const sent: unknown[] = [];
    const { fetch: real } = globalThis;
    vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      const isControl = typeof url === 'string' && url.includes('_simulator');
      if (!isControl && typeof init?.body === 'string') sent.push(JSON.parse(init.body));
      return real(url, init);
    });
    const account = { clearingNumber: '5000', accountNumber: '0000018' };
    const whole = { attention: 'A', careOf: 'B', address2: 'C', contactName: 'D', contactEmail: 'd@example.com' };
    const body = {
      ...invoice,
      debtor: { ...debtor, ...whole, delivery: 'kivra', eInvoiceBank: 'SEB', autogiro: { ...account, bank: 'SEB' } },
      ...{ ourReference: 'A', yourReference: 'B', message: 'C', invoiceFee: 2_900, payTo: account, autogiro: true },
      rows: [{ ...invoice.rows[0], articleNumber: '1', unit: 'st', discountPercentage: 10 }],
    };
    const made = await shop.ask('POST /v1/billecta/invoices', { key: 'one', body });
    const { debtorId, invoiceId } = made.body as Record<string, string>;
    const parameters = { debtorId: debtorId ?? '' };
    await shop.ask('PUT /v1/billecta/debtors/{debtorId}', { parameters, body: { isActive: false, language: 'fi' } });
    for (const what of ['payments', 'credits'])
      await shop.ask(`POST /v1/billecta/invoices/{invoiceId}/${what}`, {
        key: what,
        parameters: { invoiceId: invoiceId ?? '' },
        body: { amount: 100, comment: 'A', ...(what === 'payments' ? { meansCode: 'BG' } : {}) },
      });
    await shop.fail('500', 'contracts.create');
    for (const [interval, month] of [['monthly'], ['quarterly', 1], ['yearly', 12]]) {
      const { rows } = { rows: [{ description: 'A', quantity: 1, unitPrice: 100, vat: 0 }] };
      const contract = { debtorId, rows, interval, month, dayOfMonth: 31, start: '2026-12-01', end: '2027-12-01' };
      await shop.ask('POST /v1/billecta/contracts', { key: String(interval), body: contract });
    }
    expect(sent.length).toBeGreaterThan(9);
    expect([...new Set(namesIn(sent))].filter((name) => !dtoFields.has(name))).toEqual([]);
  });
});

describe('what is read', () => {
  it.each(Object.entries(reads))('in %s has no field that Billecta has not published', (_, schema) => {
    const names = readNames(schema);
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => !dtoFields.has(name))).toEqual([]);
  });

  const amount = { CurrencyCode: 'SEK', Value: 100 };
  const id = '11111111-1111-4111-8111-111111111111';
  const least = {
    debtorView: { DebtorPublicId: id, Name: null, OrgNo: null },
    productView: { ProductPublicId: id, Description: null, UnitPrice: 1.5, VAT: 25 },
    invoiceView: {
      ActionPublicId: '1',
      DebtorPublicId: id,
      State: { Stage: 'Created' },
      InvoicedAmount: amount,
      CurrentAmount: amount,
      CreditedAmount: null,
      PaidAmount: null,
    },
    contractRead: { ActionPublicId: '1', DebtorPublicId: id, State: { IsPaused: false } },
    swishStatus: { Status: 'Created' },
    cardAdd: { PublicId: id, DebtorPublicId: id, Status: 'Pending' },
    cardPayment: { PaymentPublicId: id, Status: 'Pending' },
    debtorWithCards: {},
  };
  const read = (schema: z.ZodType, answer: unknown) => {
    const provider = new FakeProvider();
    provider.answer = () => answer;
    return billectaClient(provider.send, access).get('read', '/', schema);
  };

  it.each(Object.entries(reads))(
    'in %s may have fields that came later, and lack all but a few',
    async (name, schema) => {
      const answer = { ...least[name as keyof typeof least], ComesLater: { Any: ['thing'] } };
      expect(await read(schema, answer)).toBeDefined();
    },
  );

  it.each(Object.entries(least).flatMap(([name, view]) => Object.keys(view).map((field) => [name, field] as const)))(
    'in %s breaks the contract without %s',
    async (name, field) => {
      const view: Record<string, unknown> = { ...least[name as keyof typeof least] };
      Reflect.deleteProperty(view, field);
      expect(await rejection(read(reads[name as keyof typeof reads], view))).toBeInstanceOf(ProviderContractBroken);
    },
  );
});

describe('a path that is inferred', () => {
  it.each(Object.entries(inferredPaths))('%s says where the reference marks it', (_, { path, mark }) => {
    expect(path).toMatch(/^\/v1\//);
    expect(mark).toMatch(/^billecta\.md \d/);
  });

  it('is another where the environment says so, with what is filled in escaped', () => {
    const parameters = { debtorId: 'a/b' };
    expect(pathOf('kivra-reachability', parameters)).toEqual({ method: 'GET', path: '/v1/debtors/kivra/a%2Fb' });
    const override = { 'kivra-reachability': { path: '/v1/kivra?debtor={debtorId}' } };
    expect(pathOf('kivra-reachability', parameters, override).path).toBe('/v1/kivra?debtor=a%2Fb');
  });

  it.each([
    [{ 'kivra-reachability': { path: '/v1/kivra/{debtorId}' } }, true],
    [{ 'kivra-reachability': { path: 'https://elsewhere.example/v1/' } }, false],
    [{ unknown: { path: '/v1/x' } }, false],
  ])('in the settings as %j is taken: %s', (paths, taken) => {
    const rateLimits = { perTenSeconds: 100, perMinute: 600 };
    const { host, creditorPublicId } = access;
    expect(billecta.settings.safeParse({ host, creditorPublicId, rateLimits, paths }).success).toBe(taken);
  });
});
