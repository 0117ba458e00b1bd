import { describe, expect, test } from 'vitest';
import { customersAt, externalIds } from '../../../local/demo/customers.ts';
import { requestFor } from '../../../local/demo/invoice-request.ts';
import { mailFor } from '../../../local/demo/mailbox.ts';
import { attempts } from '../../../local/demo/page/attempts.ts';
import type { NewInvoice } from '../../../local/demo/page/invoice-shapes.ts';
import type { Call } from '../../../local/demo/page/shapes.ts';
import type { Sluss } from '../../../local/demo/sluss.ts';

const debtor = { personalNumber: '191212121212', name: 'Tova Exempel' };
const berth = { description: 'Berth 14', quantity: 1, unitPrice: 420_000, vat: 25 };
const invoice: NewInvoice = { debtor, delivery: 'kivra', language: 'en', dueDate: '2099-12-31', rows: [berth] };
const key = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';

describe('an invoice’s request', () => {
  const [customer, article] = [externalIds('customer'), externalIds('article')];
  const request = (asked: NewInvoice) => requestFor(asked, key, customer, article);

  test('is the same each time, so that its key may be used again', () => {
    expect(request(invoice)).toEqual(request(structuredClone(invoice)));
    expect(request(invoice).merchantReference).toBe('demo-1b4e28ba');
  });

  test('names the customer and the article by ids that say nothing of them', () => {
    const { debtor: asked, rows } = request(invoice);
    expect(asked.externalId).toMatch(/^demo-customer-[0-9a-f]{8}$/);
    expect(rows[0]?.product.externalId).toMatch(/^demo-article-[0-9a-f]{8}$/);
  });

  test('takes rows of one article as one, whatever their quantity, and of another price as another', () => {
    const rows = [berth, { ...berth, quantity: 3 }, { ...berth, unitPrice: 1 }];
    const ids = request({ ...invoice, rows }).rows.map(({ product }) => product.externalId);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});

describe('the customers', () => {
  /** A Sluss that knows these debtors; the bodies that it gets are kept. */
  const slussWith = (debtors: object[], status = 200) => {
    const bodies: unknown[] = [];
    const sluss: Sluss = (calls, method, path, options) => {
      calls.push({ from: 'shop', method, path, status });
      bodies.push(options?.body);
      const isSearch = path.endsWith('/searches');
      return Promise.resolve({ status, body: isSearch ? { debtors } : { debtorId: 'd-1' }, retryAfter: null });
    };
    return { sluss, bodies };
  };
  const asked = (calls: Call[]) => calls.map(({ method, path }) => `${method} ${path}`);

  test('are made when they are not there', async () => {
    const { sluss, bodies } = slussWith([]);
    const calls: Call[] = [];
    expect(await customersAt(sluss).register(calls, debtor)).toMatchObject({ debtorId: 'd-1' });
    expect(asked(calls)).toEqual(['POST /v1/billecta/debtors/searches', 'POST /v1/billecta/debtors']);
    expect(bodies[1]).toMatchObject({ ...debtor, externalId: (bodies[0] as { externalId: string }).externalId });
  });

  test('are brought up to date when they are', async () => {
    const { sluss } = slussWith([{ debtorId: 'd-1' }]);
    const calls: Call[] = [];
    expect(await customersAt(sluss).register(calls, debtor)).toMatchObject({ debtorId: 'd-1' });
    expect(asked(calls)).toEqual(['POST /v1/billecta/debtors/searches', 'PUT /v1/billecta/debtors/d-1']);
  });

  test('are left alone when nobody can tell', async () => {
    const { sluss } = slussWith([], 503);
    const calls: Call[] = [];
    expect(await customersAt(sluss).register(calls, debtor)).toMatchObject({ answer: { status: 503 } });
    expect(calls).toHaveLength(1);
  });

  test('never stand in an address by their numbers', async () => {
    const calls: Call[] = [];
    await customersAt(slussWith([{ debtorId: 'd-1' }]).sluss).register(calls, debtor);
    expect(JSON.stringify(calls)).not.toContain(debtor.personalNumber);
  });
});

describe('a mailbox', () => {
  const letter = { method: 'Kivra', to: 'Tova Exempel', invoiceNumber: '1', ocr: '18', dueDate: '2099-12-31' };
  const sent = (invoiceId: string, debtorId: string) => ({ ...letter, invoiceId, debtorId, amount: 1, rows: [] });
  const all = [sent('1', 'tova'), sent('2', 'vera'), sent('3', 'tova')];

  test('has one receiver’s letters, and of those only the visitor’s', () => {
    const ofVisitor = (invoiceId: string) => ({ 1: 'tova', 2: 'vera' })[invoiceId];
    expect(mailFor('tova', ofVisitor, all).map(({ invoiceId }) => invoiceId)).toEqual(['1']);
    expect(mailFor('tova', ofVisitor, all)[0]).not.toHaveProperty('debtorId');
    expect(mailFor('vera', () => undefined, all)).toEqual([]);
  });
});

describe('a key', () => {
  test('stays with its request until that is done', () => {
    const { keyFor, done } = attempts();
    const first = keyFor(invoice);
    expect(keyFor(structuredClone(invoice))).toBe(first);
    done();
    expect(keyFor(invoice)).not.toBe(first);
  });

  test('is another for another request', () => {
    const { keyFor } = attempts();
    expect(keyFor(invoice)).not.toBe(keyFor({ ...invoice, delivery: 'email' }));
  });
});
