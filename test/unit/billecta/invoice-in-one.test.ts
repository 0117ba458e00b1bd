import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listPayments } from '../../../shared/payment-list.ts';
import { access } from '../../fakes/world.ts';
import { debtor, type Invoicing, invoice, invoicing, product } from './invoicing.ts';

const route = 'POST /v1/billecta/invoices';
let shop: Invoicing;
beforeEach(async () => {
  shop = await invoicing();
});
afterEach(() => shop.close());

const send = (key = 'order-7', body: unknown = invoice) => shop.ask(route, { key, body });
const creations = async () => {
  const calls = await shop.calls();
  const names = ['debtors.create', 'products.create', 'invoices.create', 'invoices.attest'];
  return names.map((name) => calls[name] ?? 0);
};
/** Asks until it is done, as a merchant does: with the same key, after the time that it is told. */
const insist = async (key?: string, body?: unknown) => {
  for (let tries = 0; tries < 20; tries++) {
    const answer = await send(key, body).catch(() => undefined);
    if (answer?.status === 201) return answer;
    shop.pass(Number(answer?.headers['retry-after'] ?? 36));
  }
  throw new Error('it was never done');
};
/** What there is of the test's debtor at the provider, drafts and attested invoices alike. */
const there = async () => {
  const { creditorPublicId } = access;
  const debtors = await shop.provider(`/v1/debtors/debtorsbyorgno/${creditorPublicId}?orgno=198001139297`);
  const ids = (debtors as { DebtorPublicId: string }[]).map(({ DebtorPublicId }) => DebtorPublicId);
  const open = await Promise.all(ids.map((id) => shop.provider(`/v1/invoice/openbydebtor/${id}`)));
  return { debtors: ids.length, stages: (open as { Stage: string }[][]).flat().map(({ Stage }) => Stage) };
};

describe('the four steps of the guide in one request', () => {
  it('make debtor, product and invoice, and attest it', async () => {
    const { status, body } = await send();
    expect(status).toBe(201);
    expect(body).toMatchObject({ total: 25_125, vat: 5_025 });
    const { body: read } = await shop.ask('GET /v1/billecta/invoices/{invoiceId}', {
      parameters: { invoiceId: String(body['invoiceId']) },
    });
    expect(read).toMatchObject({
      debtorId: body['debtorId'],
      merchantReference: 'order-7',
      stage: 'attested',
      invoiceNumber: '1',
      invoiceDate: '2026-11-21',
      dueDate: '2026-12-21',
      delivery: 'email',
      amounts: { invoiced: 25_100, left: 25_100, paid: 0, rounding: -25, vat: 5_025 },
    });
    expect(await creations()).toEqual([1, 1, 1, 1]);
  });

  it('answer an equal request with the same ids, and call nobody', async () => {
    const first = await send();
    const before = await shop.calls();
    expect((await send()).body).toEqual(first.body);
    expect(await shop.calls()).toEqual(before);
  });

  it('leave an intent in the ledger that does not stand among the merchant’s payments', async () => {
    await send();
    const intents = [...shop.aws.dynamo.items].filter(([pk]) => pk.startsWith('operation#'));
    expect(intents).toHaveLength(1);
    const request = { merchant: 'shop', providers: ['swedbank-pay'], limit: 10, merchantReference: undefined };
    const table = { dynamo: shop.aws.dynamo.client, name: 'ledger', now: Date.now };
    const unasked = { state: undefined, attention: undefined, createdFrom: undefined, createdTo: undefined };
    const { payments } = await listPayments({ ...request, ...unasked, after: undefined }, table);
    expect(payments).toEqual([]);
  });

  it('are refused under the same key with another body', async () => {
    await send();
    const other = await send('order-7', { ...invoice, dueDate: '2026-12-22' });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  it('need a key', async () => {
    expect(await shop.ask(route, { body: invoice })).toMatchObject({
      status: 422,
      body: { fields: [{ field: 'Idempotency-Key' }] },
    });
  });

  it('take what has the external id already', async () => {
    const body = {
      ...invoice,
      debtor: { ...debtor, externalId: 'customer-1' },
      rows: [{ ...invoice.rows[0], product: { ...product, externalId: 'sofa' } }],
    };
    const first = await send('one', body);
    const second = await send('two', body);
    expect(second.body).toMatchObject({ debtorId: first.body['debtorId'], productIds: first.body['productIds'] });
    expect(await creations()).toEqual([1, 1, 2, 2]);
  });

  it.each([
    ['no debtor', { debtor: undefined }, 'debtor'],
    ['two debtors', { debtorId: access.creditorPublicId }, 'debtor'],
    ['due before its date', { dueDate: '2026-11-20' }, 'dueDate'],
    ['no row', { rows: [] }, 'rows'],
    ['a VAT that is none', { rows: [{ ...invoice.rows[0], vat: 20 }] }, 'rows.0.vat'],
    ['half an öre', { rows: [{ ...invoice.rows[0], unitPrice: 0.5 }] }, 'rows.0.unitPrice'],
    ['an unknown field', { Autogiro: true }, 'Autogiro'],
  ])('are refused with %s, and call nobody', async (_, difference, field) => {
    const { status, body } = await send('order-7', { ...invoice, ...difference });
    expect([status, body['fields']]).toEqual([422, [expect.objectContaining({ field })]]);
    expect(await shop.calls()).toEqual({});
    expect(shop.aws.dynamo.items.size).toBe(0);
  });
});

const steps = ['debtors.create', 'products.create', 'invoices.create', 'invoices.attest'];

describe('an answer that is lost', () => {
  it.each(steps)('of %s that was done: it is found, and the rest goes on', async (operation) => {
    await shop.fail('500', operation, { committed: true });
    expect((await send()).status).toBe(201);
    expect(await creations()).toEqual([1, 1, 1, 1]);
  });

  it.each(steps)('of %s that was not: nobody can tell yet, then it is asked for again', async (operation) => {
    await shop.fail('500', operation);
    const lost = await send();
    expect(lost).toMatchObject({ status: 502, body: { code: 'outcome-unknown', retryable: true } });
    expect(Object.keys(lost.body['ids'] ?? {})).toHaveLength(steps.indexOf(operation));
    expect(await send()).toMatchObject({ status: 409, body: { code: 'in-progress' } });
    shop.pass(36);
    expect((await send()).status).toBe(201);
    expect(await there()).toEqual({ debtors: 1, stages: ['Attested'] });
  });

  it.each(['broken-body', 'disconnect'])('as a %s is the same', async (kind) => {
    await shop.fail(kind, 'invoices.create', { committed: true });
    await insist();
    expect(await there()).toEqual({ debtors: 1, stages: ['Attested'] });
  });
});

describe('a refusal', () => {
  it('in the first step tells why, and gives the key back', async () => {
    await shop.fail('problem', 'debtors.create', { status: 400 });
    expect(await send()).toMatchObject({
      status: 422,
      body: { code: 'provider-invalid-input', detail: 'The simulator was told to refuse this call' },
    });
    expect((await send('order-7', { ...invoice, dueDate: '2026-12-22' })).status).toBe(201);
  });

  it('in a later one names what exists, and the same request goes on at once', async () => {
    await shop.fail('problem', 'invoices.create', { status: 400 });
    const refused = await send();
    expect(refused).toMatchObject({ status: 422, body: { code: 'provider-invalid-input' } });
    const again = await send();
    const { debtorId } = refused.body['ids'] as Record<string, string>;
    expect(again).toMatchObject({ status: 201, body: { debtorId } });
    expect(await there()).toEqual({ debtors: 1, stages: ['Attested'] });
  });
});

describe('a crash', () => {
  it('at any call of the table leaves one debtor and one attested invoice', async () => {
    for (let crashAt = 1; ; crashAt++) {
      const key = `order-${crashAt}`;
      let count = 0;
      shop.aws.dynamo.before = ({ keys }) => {
        if (!keys.some((pk) => pk.startsWith('operation#'))) return;
        count += 1;
        if (count === crashAt) throw new Error('the process died');
      };
      const answer = await insist(key, { ...invoice, debtor: { ...debtor, externalId: key } });
      const open = await shop.provider(`/v1/invoice/openbydebtor/${String(answer.body['debtorId'])}`);
      expect([crashAt, (open as { Stage: string }[]).length]).toEqual([crashAt, 1]);
      if (count < crashAt) break;
    }
    const calls = await shop.calls();
    expect(calls['invoices.create']).toBe(calls['debtors.create']);
    expect(calls['products.create']).toBe(calls['debtors.create']);
  });
});
