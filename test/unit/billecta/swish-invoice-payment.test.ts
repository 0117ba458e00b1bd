import { describe, expect, it } from 'vitest';
import { billectaClient } from '../../../functions/billecta/client.ts';
import { ProviderRejected, RefusedForPayer } from '../../../shared/provider-error.ts';
import { swishErrors, swishHints, swishRefusals } from '../../../shared/swish-hints.ts';
import { swishInvoicePayment } from '../../../functions/billecta/swish-invoice-payment.ts';
import { swishPayment } from '../../fakes/money.ts';
import { FakeProvider } from '../../fakes/provider.ts';
import { access } from '../../fakes/world.ts';

const answering = (answer: unknown) => {
  const provider = new FakeProvider();
  provider.answer = () => answer;
  return { provider, client: billectaClient(provider.send, access) };
};
const none = { returnUrl: undefined, memory: undefined, now: 0 };
const poll = (fields: Record<string, unknown>, returnUrl?: string) =>
  swishInvoicePayment.poll(answering(swishPayment(fields)).client, 'swish-1', { ...none, returnUrl });

describe('a Swish payment is started', () => {
  it.each([
    ["with the payer's number", '070-174 06 05', '?phone=46701740605'],
    ['without one', undefined, ''],
  ])('%s', async (_, phone, query) => {
    const { provider, client } = answering({ PublicId: 'swish-1' });
    const request = swishInvoicePayment.request.parse({ invoiceId: '0012345678', ...(phone ? { phone } : {}) });
    expect(await swishInvoicePayment.start(client, request as never, none)).toEqual({
      reference: 'swish-1',
      hint: 'swish-waiting',
      view: {},
    });
    expect(provider.requests[0]).toMatchObject({ method: 'POST', operation: 'swish.start', body: undefined });
    expect(provider.requests[0]?.url.href).toBe(`${access.host}/v1/payments/swish/0012345678${query}`);
  });

  it.each(swishRefusals)('not after %s, and the payer is told what to mend', async (code, hint) => {
    const client = billectaClient(() => Promise.reject(new ProviderRejected(400, code)), access);
    const request = swishInvoicePayment.request.parse({ invoiceId: '0012345678' });
    const started = Promise.resolve(swishInvoicePayment.start(client, request as never, none));
    expect(await started.catch((error: unknown) => error)).toEqual(new RefusedForPayer(hint));
  });

  it.each([{}, { invoiceId: 'abc' }, { invoiceId: 1234 }, { invoiceId: '1', phone: '08-123 45' }])(
    'not with %j',
    (request) => {
      expect(swishInvoicePayment.request.safeParse(request).success).toBe(false);
    },
  );
});

describe('what a status means', () => {
  it.each([['Created'], [0]])('%j is pending', async (Status) => {
    expect(await poll({ Status })).toEqual({ status: 'pending', hint: 'swish-waiting', view: {} });
  });

  it('a token opens Swish by link and by code, and the link leads back', async () => {
    expect(await poll({ PaymentRequestToken: 'a b' }, 'https://shop.example/back?a=1')).toMatchObject({
      view: {
        swish: {
          launchUrl: 'swish://paymentrequest?token=a%20b&callbackurl=https%3A%2F%2Fshop.example%2Fback%3Fa%3D1',
          qrContent: 'Da b',
        },
      },
    });
  });

  it.each([
    ['Paid', null, 0],
    ['Refunded', { CurrencyCode: 'SEK', Value: 2_550 }, 2_550],
  ])('%s is complete, in öre', async (Status, RefundedAmount, refundedAmount) => {
    const outcome = await poll({ Status, RefundedAmount, PaidDate: '2026-11-21 11:00:05' });
    const result = { paidAt: '2026-11-21T10:00:05.000Z', amount: 12_550, refundedAmount };
    expect(outcome).toEqual({ status: 'complete', result });
    expect(swishInvoicePayment.result.safeParse(result).success).toBe(true);
  });

  it('paid without a date or an amount is paid', async () => {
    const outcome = await poll({ Status: 3, PaidDate: '0001-01-01T00:00:00', Amount: null });
    expect(outcome).toMatchObject({ status: 'complete', result: { paidAt: null, amount: null } });
  });

  it.each([
    ['Declined', null, 'failed', 'swish-declined'],
    ['Cancelled', null, 'cancelled', 'swish-cancelled'],
    ['Error', 'RP08', 'cancelled', 'swish-cancelled'],
    ['Error', 'TM01', 'failed', 'swish-timed-out'],
    ['Error', 'RF07', 'failed', 'swish-refused-by-bank'],
    ['Error', 'BANKIDCL', 'failed', 'swish-bankid-cancelled'],
    ['Error', 'BANKIDONGOING', 'failed', 'swish-bankid-ongoing'],
    ['Error', 'BANKIDUNKN', 'failed', 'swish-bankid-failed'],
    ['Error', 'ACMT03', 'failed', 'swish-not-enrolled'],
    ['Error', 'AM02', 'failed', 'swish-amount-too-large'],
    ['Error', 'FF10', 'failed', 'swish-failed'],
    ['Error', 'NEW99', 'failed', 'swish-failed'],
    ['Error', null, 'failed', 'swish-failed'],
    [2, null, 'failed', 'swish-failed'],
  ])('%j with %j is %s as %s', async (Status, ErrorCode, status, hint) => {
    expect(await poll({ Status, ErrorCode })).toEqual({ status, hint });
  });

  it.each([
    ['Error', 'DS24', 'outcome-unknown'],
    ['Unknown', null, 'unknown-status'],
    [-1, null, 'unknown-status'],
    ['SomethingNew', null, 'unknown-status'],
    [7, null, 'unknown-status'],
  ])('%j with %j is no end: %s', async (Status, ErrorCode, hint) => {
    expect(await poll({ Status, ErrorCode, PaymentRequestToken: 'token-1' })).toEqual({
      status: 'pending',
      hint,
      view: {},
    });
  });
});

it('every hint that a code leads to has its words in both languages', () => {
  for (const hint of [...swishErrors.values(), ...swishRefusals.map(([, each]) => each)])
    expect(swishHints[hint].sv).not.toBe(swishHints[hint].en);
});
