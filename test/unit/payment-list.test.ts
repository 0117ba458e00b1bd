import { beforeEach, describe, expect, it } from 'vitest';
import { lookedAtMost } from '../../shared/payment-list.ts';
import { call, keys, type Answer } from '../fakes/aws.ts';
import { idOf, Payments } from '../fakes/payments.ts';

let payments: Payments;
beforeEach(() => {
  payments = new Payments();
});

const list = (query: Record<string, string> = {}, key = keys.shop) =>
  call(payments.handler, 'GET /v1/payments', { key, query });
const idsIn = ({ body }: Answer) => (body['payments'] as { paymentId: string }[]).map(({ paymentId }) => paymentId);
const nextOf = ({ body }: Answer) => body['next'] as string | null;
const numbersIn = (answer: Answer) => idsIn(answer).map((id) => parseInt(id, 16));

/** Every page, one after another. */
const pages = async (query: Record<string, string> = {}): Promise<number[][]> => {
  const found: number[][] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer: Answer = await list({ ...query, ...(cursor === '' ? {} : { cursor }) });
    found.push(numbersIn(answer));
    cursor = nextOf(answer);
  }
  return found;
};

describe('a list', () => {
  it('has the newest first, each as it is read by itself', async () => {
    await payments.several(1, 3, 2);
    const answer = await list();
    expect(answer.status).toBe(200);
    expect(numbersIn(answer)).toEqual([3, 2, 1]);
    expect(nextOf(answer)).toBeNull();
    const one = await call(payments.handler, 'GET /v1/payments/{paymentId}', {
      key: keys.shop,
      parameters: { paymentId: idOf(3) },
    });
    expect((answer.body['payments'] as unknown[])[0]).toEqual(one.body);
  });

  it('is empty for a merchant without payments', async () => {
    expect((await list()).body).toEqual({ payments: [], next: null });
  });

  it("holds no other merchant's payments, nor those at a provider that the key has no scope of", async () => {
    await payments.several(1, 2);
    await payments.create(3, { merchant: 'other' });
    expect(numbersIn(await list({}, keys.other))).toEqual([3]);
    expect(numbersIn(await list())).toEqual([2, 1]);
    expect(numbersIn(await list({}, keys.withoutResults))).toEqual([]);
  });

  it('needs a key', async () => {
    expect(await call(payments.handler, 'GET /v1/payments')).toMatchObject({ status: 401 });
    expect(await list({}, 'ct_made-up')).toMatchObject({ status: 403 });
  });

  it('comes in pages that leave nothing out and show nothing twice, also of one second', async () => {
    await payments.several(1, 2, 3, 4);
    for (const number of [5, 6, 7]) await payments.create(number, { createdAt: payments.start + 2 });
    const found = await pages({ limit: '2' });
    expect(found.flat().toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(found.slice(0, 3).map((page) => page.length)).toEqual([2, 2, 2]);
  });

  it('goes on in the same place when there are new ones since', async () => {
    await payments.several(1, 2, 3);
    const first = await list({ limit: '2' });
    await payments.create(9);
    expect(numbersIn(await list({ limit: '2', cursor: nextOf(first)! }))).toEqual([1]);
  });

  it('has 25, or as many as are asked for', async () => {
    await payments.several(...Array.from({ length: 101 }, (_, index) => index));
    expect(idsIn(await list())).toHaveLength(25);
    expect(idsIn(await list({ limit: '100' }))).toHaveLength(100);
  });
});

describe('a list can be narrowed', () => {
  it('to a reference of the merchant, not of another', async () => {
    await payments.create(1, { merchantReference: 'order-7' });
    await payments.create(2, { merchantReference: 'order-8' });
    await payments.create(3, { merchantReference: 'order-7', merchant: 'other' });
    await payments.create(4, { merchantReference: 'order-7' });
    expect(await pages({ merchantReference: 'order-7', limit: '1' })).toEqual([[4], [1], []]);
    expect(numbersIn(await list({ merchantReference: 'order-9' }))).toEqual([]);
  });

  it("never gives a position of another merchant's, however many share the reference", async () => {
    for (let number = 1; number <= lookedAtMost + 10; number += 1)
      await payments.create(number, { merchantReference: 'order-7', merchant: number === 3 ? 'shop' : 'other' });
    const answer = await list({ merchantReference: 'order-7' });
    expect([numbersIn(answer), nextOf(answer)]).toEqual([[3], null]);
  });

  it('to a state', async () => {
    await payments.several(1, 2);
    const known = { openness: 'aborted' as const, transactions: {}, operations: [] };
    await payments.create(3, { known });
    expect(numbersIn(await list({ state: 'aborted' }))).toEqual([3]);
    expect(numbersIn(await list({ state: 'open' }))).toEqual([2, 1]);
  });

  it('to a time, both ends included', async () => {
    await payments.several(1, 2, 3, 4);
    const iso = (second: number) => new Date((payments.start + second) * 1000).toISOString();
    expect(numbersIn(await list({ createdFrom: iso(2), createdTo: iso(3) }))).toEqual([3, 2]);
    expect(numbersIn(await list({ createdFrom: iso(1.5) }))).toEqual([4, 3, 2]);
    expect(await pages({ createdTo: iso(3.5), limit: '2' })).toEqual([[3, 2], [1]]);
  });

  it('to what is parked', async () => {
    await payments.several(1, 2);
    await payments.world.payments.park((await payments.find(1))!, 'ProviderUnavailable');
    const answer = await list({ attention: 'parked' });
    expect(numbersIn(answer)).toEqual([1]);
    expect(answer.body['payments']).toMatchObject([{ parked: 'ProviderUnavailable' }]);
  });

  it('to what nobody knows the outcome of, once whoever was at it has given up', async () => {
    await payments.several(1);
    await payments.create(2, { providerPaymentId: undefined });
    await payments.create(3, { underway: { operationId: 'op', leaseUntil: payments.start + 60 } });
    const unknown = async () => numbersIn(await list({ attention: 'unknown' }));
    payments.world.pass(59);
    expect(await unknown()).toEqual([]);
    payments.world.pass(1);
    expect(await unknown()).toEqual([3]);
    payments.world.pass(22);
    expect(await unknown()).toEqual([3, 2]);
  });

  it('looks at a limited number, and answers with what it has found and where to go on', async () => {
    await payments.create(0, { merchantReference: 'order-7' });
    await payments.several(...Array.from({ length: lookedAtMost + 20 }, (_, index) => index + 1));
    await payments.world.payments.park((await payments.find(0))!, 'a test');
    const first = await list({ attention: 'parked' });
    expect(numbersIn(first)).toEqual([]);
    expect(numbersIn(await list({ attention: 'parked', cursor: nextOf(first)! }))).toEqual([0]);
    // What a reference finds needs no such walk.
    expect(await pages({ merchantReference: 'order-7', attention: 'parked' })).toEqual([[0]]);
  });

  it('passes over what is gone since', async () => {
    await payments.several(1, 2, 3);
    payments.world.ledgerDynamo.before = ({ kind }) => {
      if (kind === 'BatchGet') payments.world.ledgerDynamo.items.delete(`payment#${idOf(2)}`);
    };
    expect(numbersIn(await list())).toEqual([3, 1]);
  });
});

describe('a query that is refused', () => {
  const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    ['an unknown parameter', { merchant: 'other' }, 'merchant'],
    ['no number', { limit: 'x' }, 'limit'],
    ['nothing', { limit: '0' }, 'limit'],
    ['too many', { limit: '101' }, 'limit'],
    ['an unknown state', { state: 'paid' }, 'state'],
    ['two states', { state: 'open,captured' }, 'state'],
    ['an unknown attention', { attention: 'lost' }, 'attention'],
    ['a reference with spaces', { merchantReference: 'a b' }, 'merchantReference'],
    ['a day without time', { createdFrom: '2026-11-21' }, 'createdFrom'],
    [
      'a time that ends before it begins',
      { createdFrom: '2026-11-22T00:00:00Z', createdTo: '2026-11-21T00:00:00Z' },
      'createdTo',
    ],
    ['an empty cursor', { cursor: '' }, 'cursor'],
    ['garbage', { cursor: '%%%' }, 'cursor'],
    ['a cursor that is no object', { cursor: cursor('x') }, 'cursor'],
    ['a cursor with another key', { cursor: cursor({ pk: 'payment#1', createdAt: 1 }) }, 'cursor'],
    ['a cursor with a merchant', { cursor: cursor({ paymentId: idOf(1), createdAt: 1, merchant: 'other' }) }, 'cursor'],
    ['a cursor with a time that is text', { cursor: cursor({ paymentId: idOf(1), createdAt: 'x' }) }, 'cursor'],
    [
      'a cursor out of the time asked for',
      { cursor: cursor({ paymentId: idOf(1), createdAt: 1 }), createdFrom: '2026-11-21T00:00:00Z' },
      'cursor',
    ],
    ['a cursor that is too long', { cursor: 'a'.repeat(201) }, 'cursor'],
  ])('%s', async (_, query, field) => {
    const answer = await list(query);
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-request', fields: [{ field }] } });
  });

  it("a cursor that points at another merchant's payment is a place among one's own", async () => {
    await payments.several(1, 3);
    await payments.create(2, { merchant: 'other' });
    const answer = await list({ cursor: cursor({ paymentId: idOf(2), createdAt: payments.start + 2 }) });
    expect(numbersIn(answer)).toEqual([1]);
  });
});
