import { describe, expect, it } from 'vitest';
import { cardInvoicePayment } from '../../../functions/billecta/card-invoice-payment.ts';
import { cardRegistration } from '../../../functions/billecta/card-registration.ts';
import { listCards, removeCard } from '../../../functions/billecta/cards.ts';
import { billectaClient } from '../../../functions/billecta/client.ts';
import { cardAdd, cardPayment, savedCard } from '../../fakes/money.ts';
import { FakeProvider, type SentRequest } from '../../fakes/provider.ts';
import { access, World } from '../../fakes/world.ts';

const debtorId = '00000000-0000-4000-8000-0000000000de';
const urls = { successUrl: 'https://shop.example/yes', failureUrl: 'https://shop.example/no' };
const none = { returnUrl: undefined, memory: undefined, now: 0 };

const answering = (answer: (request: SentRequest) => unknown) => {
  const provider = new FakeProvider();
  provider.answer = answer;
  return { provider, client: billectaClient(provider.send, access) };
};

describe('saving a card', () => {
  it('asks for a window, in the language that is wanted', async () => {
    const { provider, client } = answering(() => cardAdd());
    const request = cardRegistration.request.parse({ debtorId, ...urls, language: 'en' });
    expect(await cardRegistration.start(client, request as never, none)).toEqual({
      reference: 'intent-1',
      hint: 'card-window-open',
      view: { redirectUrl: 'https://cards.example/window/intent-1' },
    });
    expect(provider.requests[0]?.url.pathname).toBe('/v1/debtors/addcreditcard');
    expect(provider.requests[0]?.body).toEqual({
      DebtorPublicId: debtorId,
      SuccessUrl: urls.successUrl,
      FailureUrl: urls.failureUrl,
      Language: 'EN',
    });
  });

  const poll = (fields: Record<string, unknown>, cards: unknown) =>
    cardRegistration.poll(
      answering(({ operation }) => (operation === 'cards.poll' ? cardAdd(fields) : { CreditCards: cards })).client,
      'intent-1',
      none,
    );

  it.each([
    ['Pending', 'card-window-open', { redirectUrl: 'https://cards.example/window/intent-1' }],
    [0, 'card-window-open', { redirectUrl: 'https://cards.example/window/intent-1' }],
    ['Unknown', 'unknown-status', {}],
    ['SomethingNew', 'unknown-status', {}],
  ])('%j is pending as %s', async (Status, hint, view) => {
    expect(await poll({ Status }, [])).toEqual({ status: 'pending', hint, view });
  });

  it('a window without an address spoils nothing', async () => {
    expect(await poll({ AddWindowUrl: 'javascript:alert(1)' }, [])).toMatchObject({ status: 'pending', view: {} });
  });

  it('ends with the card that is new, whatever else is saved', async () => {
    const old = savedCard({ CreditCardPublicId: 'old', Created: '2026-11-20T11:00:00' });
    const outcome = await poll({ Status: 'Succeeded' }, [old, savedCard()]);
    expect(outcome).toEqual({
      status: 'complete',
      result: {
        cardId: '00000000-0000-4000-8000-0000000000ca',
        maskedNumber: '************4242',
        brand: 'visa',
        expiresAt: '2029-12-30T23:00:00.000Z',
        savedAt: '2026-11-21T10:00:30.000Z',
      },
    });
    expect(cardRegistration.result.safeParse('result' in outcome ? outcome.result : undefined).success).toBe(true);
  });

  it.each([[[]], [null], [[savedCard({ Created: '2026-11-20T11:00:00' })]]])(
    'goes on while its card is not there: %#',
    async (cards) => {
      expect(await poll({ Status: 'Succeeded' }, cards)).toMatchObject({ status: 'pending', hint: 'card-processing' });
    },
  );

  it('fails when Billecta says so', async () => {
    expect(await poll({ Status: 'Failed' }, [])).toEqual({ status: 'failed', hint: 'card-not-saved' });
  });
});

describe('paying an invoice by card', () => {
  it('asks for a window', async () => {
    const { provider, client } = answering(() => cardPayment());
    const request = cardInvoicePayment.request.parse({ invoiceId: '1234567890', ...urls });
    expect(await cardInvoicePayment.start(client, request as never, none)).toMatchObject({
      reference: 'payment-1',
      view: { redirectUrl: 'https://cards.example/window/payment-1' },
    });
    expect(provider.requests[0]?.body).toMatchObject({ ActionPublicId: '1234567890', Language: 'SV' });
  });

  const poll = (fields: Record<string, unknown>) =>
    cardInvoicePayment.poll(answering(() => cardPayment(fields)).client, 'payment-1', none);

  it.each([
    ['Pending', 'pending', 'card-window-open'],
    [-1, 'pending', 'unknown-status'],
    ['SomethingNew', 'pending', 'unknown-status'],
    ['Failed', 'failed', 'card-payment-failed'],
  ])('%j is %s as %s', async (Status, status, hint) => {
    expect(await poll({ Status })).toMatchObject({ status, hint });
  });

  it.each(['Succeeded', 'Refunded', 1, 3])('%j is complete', async (Status) => {
    const outcome = await poll({ Status, PaymentDate: '2026-11-21T11:00:05', Brand: 'visa', Funding: 'debit' });
    const result = {
      paidAt: '2026-11-21T10:00:05.000Z',
      amount: 12_550,
      refundedAmount: 0,
      brand: 'visa',
      funding: 'debit',
    };
    expect(outcome).toEqual({ status: 'complete', result });
    expect(cardInvoicePayment.result.safeParse(result).success).toBe(true);
  });

  it.each([
    {},
    { invoiceId: '1', successUrl: 'javascript:1', failureUrl: urls.failureUrl },
    { invoiceId: '1', ...urls, language: 'de' },
    { invoiceId: '1', ...urls, cardNumber: '4242' },
  ])('%j is not asked for', (request) => {
    expect(cardInvoicePayment.request.safeParse(request).success).toBe(false);
  });
});

describe('saved cards', () => {
  const { alone } = new World();

  it('are listed without anything else of the person', async () => {
    const { client } = answering(() => ({ Name: 'Vera Exempel', OrgNo: '198001139297', CreditCards: [savedCard()] }));
    const answer = await listCards.call(() => Promise.resolve(client), {}, { debtorId }, alone);
    expect(listCards.answer.safeParse(answer).success).toBe(true);
    expect(JSON.stringify(answer)).not.toMatch(/Vera|198001139297/);
  });

  it('are removed by their own id', async () => {
    const { provider, client } = answering(() => undefined);
    const cardId = '00000000-0000-4000-8000-0000000000ca';
    expect(await removeCard.call(() => Promise.resolve(client), {}, { cardId }, alone)).toEqual({ cardId });
    expect(provider.requests[0]).toMatchObject({ method: 'DELETE', body: undefined });
    expect(provider.requests[0]?.url.pathname).toBe(`/v1/debtors/addcreditcard/${cardId}`);
  });
});
