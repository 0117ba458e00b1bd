import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Invoicing, invoice, invoicing } from './invoicing.ts';

let shop: Invoicing;
beforeEach(async () => {
  shop = await invoicing();
});
afterEach(() => shop.close());

/** An invoice that is due in a month, and a card that its debtor has saved. */
const invoiceAndCard = async () => {
  const made = (await shop.ask('POST /v1/billecta/invoices', { key: 'one', body: invoice })).body;
  const { debtorId, invoiceId } = made as Record<string, string>;
  const landing = { successUrl: 'https://shop.example/yes', failureUrl: 'https://shop.example/no' };
  const { body } = await shop.ask('POST /v1/billecta/cards/registrations', { body: { debtorId, ...landing } });
  await fetch(`${String((body['view'] as Record<string, unknown>)['redirectUrl'])}/approve`, {
    method: 'POST',
    redirect: 'manual',
  });
  const parameters = { debtorId: debtorId ?? '' };
  const listed = (await shop.ask('GET /v1/billecta/debtors/{debtorId}/cards', { parameters })).body;
  const [card] = listed['cards'] as { cardId: string }[];
  return { invoiceId: invoiceId ?? '', cardId: card?.cardId ?? '' };
};

const pay = (cardId: string, body: object, key = 'pay') =>
  shop.ask('POST /v1/billecta/cards/{cardId}/payments', { key, parameters: { cardId }, body });
const left = async (invoiceId: string): Promise<unknown> => {
  const { body } = await shop.ask('GET /v1/billecta/invoices/{invoiceId}', { parameters: { invoiceId } });
  return (body['amounts'] as Record<string, unknown>)['left'];
};
const charges = async () => (await shop.calls())['cards.charge'];

describe('an invoice is charged on a saved card', () => {
  it('on its due date, once for a key', async () => {
    const { invoiceId, cardId } = await invoiceAndCard();
    const answer = await pay(cardId, { invoiceId });
    expect(answer).toMatchObject({ status: 201, body: { invoiceId, cardId, chargedOn: '2026-12-21' } });
    expect((await pay(cardId, { invoiceId })).body).toEqual(answer.body);
    expect(await charges()).toBe(1);
    expect(await left(invoiceId)).toBeGreaterThan(0);
    await shop.control('clock', { advanceSeconds: 31 * 24 * 3600 });
    expect(await left(invoiceId)).toBe(0);
  });

  it('later where that is wished', async () => {
    const { invoiceId, cardId } = await invoiceAndCard();
    expect((await pay(cardId, { invoiceId, chargeOn: '2027-01-15' })).body['chargedOn']).toBe('2027-01-15');
  });

  it('once, though the answer is lost', async () => {
    const { invoiceId, cardId } = await invoiceAndCard();
    await shop.fail('500', 'cards.charge', { committed: true });
    expect(await pay(cardId, { invoiceId })).toMatchObject({ status: 201, body: { invoiceId } });
    expect(await charges()).toBe(1);
  });

  it('never again where nobody can tell whether it was ordered', async () => {
    const { invoiceId, cardId } = await invoiceAndCard();
    await shop.fail('500', 'cards.charge');
    expect((await pay(cardId, { invoiceId })).body['code']).toBe('outcome-unknown');
    shop.pass(60);
    const { body } = await pay(cardId, { invoiceId });
    expect([body['code'], body['retryable']]).toEqual(['outcome-unknown', false]);
    expect(await charges()).toBe(1);
  });
});

it('needs a key, a card that is saved and an invoice that is open', async () => {
  const { invoiceId, cardId } = await invoiceAndCard();
  const parameters = { cardId };
  const without = await shop.ask('POST /v1/billecta/cards/{cardId}/payments', { parameters, body: { invoiceId } });
  expect([without.status, without.body['code']]).toEqual([422, 'invalid-request']);
  const unknown = await pay('11111111-1111-4111-8111-111111111111', { invoiceId }, 'unknown');
  expect(unknown.body['code']).toBe('provider-not-found');
  const amount = (await left(invoiceId)) as number;
  const booked = { key: 'book', parameters: { invoiceId }, body: { amount } };
  await shop.ask('POST /v1/billecta/invoices/{invoiceId}/payments', booked);
  expect(await pay(cardId, { invoiceId }, 'paid')).toMatchObject({ body: { code: 'provider-invalid-input' } });
});
