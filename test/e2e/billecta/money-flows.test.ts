import { randomInt, randomUUID } from 'node:crypto';
import { it } from 'vitest';
import * as z from 'zod';
import { cardInvoicePayment } from '../../../functions/billecta/card-invoice-payment.ts';
import { cardRegistration } from '../../../functions/billecta/card-registration.ts';
import { swishInvoicePayment } from '../../../functions/billecta/swish-invoice-payment.ts';
import { startedAnswer } from '../../../shared/flow-answer.ts';
import { until } from '../../until.ts';
import { call, cancel, ended, hinted, readFlow, seen, type Started } from '../api.ts';
import { describeFlows } from '../needs.ts';
import { control } from '../simulator.ts';

const landing = { successUrl: 'https://shop.example/yes', failureUrl: 'https://shop.example/no' };
const öre = 12_500;

const made = z.object({ debtorId: z.string(), invoiceId: z.string() });

/** An invoice that can be paid, and who owes it. */
const invoice = async (dueDate = '2099-12-31'): Promise<z.infer<typeof made>> => {
  const debtor = { name: 'Vera Exempel', personalNumber: '198001139297' };
  const product = { description: 'Soffa', unitPrice: 10_000, vat: 25 };
  const rows = [{ description: 'Soffa', quantity: 1, unitPrice: 10_000, vat: 25, product }];
  return made.parse((await ask('invoices', { debtor, dueDate, rows })).body);
};

const ask = (path: string, body: object, key: string = randomUUID()) =>
  call('POST', `/v1/billecta/${path}`, { body, headers: { 'idempotency-key': key } });
const start = async (path: string, body: object, key?: string): Promise<Started> =>
  startedAnswer.parse((await ask(path, body, key)).body);

/** A phone number that no other test has: a payer has one open payment at a time. */
const phone = (): string => `07017406${randomInt(10, 99)}`;

const swishOf = (invoiceId: string): Promise<string> =>
  until('the payment in Swish', async () => {
    const { payments } = (await control('GET', 'swish-payments')).body as {
      payments: { publicId: string; invoiceId: string }[];
    };
    return payments.find((payment) => payment.invoiceId === invoiceId)?.publicId;
  });
const act = async (invoiceId: string, deed: string, body: object = {}): Promise<void> => {
  await control('POST', `swish-payments/${await swishOf(invoiceId)}/${deed}`, body);
};

describeFlows('an invoice is paid with Swish', () => {
  it('by phone number: approved, and paid in öre', async ({ expect }) => {
    const { invoiceId } = await invoice();
    const flow = await start('swish/invoice-payments', {
      invoiceId,
      phone: phone(),
      merchantReference: 'order-7',
    });
    expect(flow).toMatchObject({ flow: 'swish-invoice-payment', status: 'pending' });
    await hinted(flow, 'swish-waiting');
    await act(invoiceId, 'approve');
    const { status, result, merchantReference } = await ended(flow);
    expect({ status, merchantReference }).toEqual({ status: 'complete', merchantReference: 'order-7' });
    expect(swishInvoicePayment.result.parse(result)).toMatchObject({ amount: öre });
  });

  it('by link or code, without a phone number', async ({ expect }) => {
    const { invoiceId } = await invoice();
    const flow = await start('swish/invoice-payments', { invoiceId, returnUrl: 'https://shop.example/back' });
    const { view } = await seen(flow, 'how to open Swish', (progress) => progress.view.swish !== undefined);
    expect(view.swish?.launchUrl).toMatch(/^swish:\/\/paymentrequest\?token=.+&callbackurl=https%3A%2F%2Fshop/);
    expect(view.swish?.qrContent).toMatch(/^D/);
    await act(invoiceId, 'decline');
    expect(await ended(flow)).toMatchObject({ status: 'failed', hint: 'swish-declined', view: {} });
  });

  it.for([
    ['timeout', {}, 'failed', 'swish-timed-out'],
    ['cancel', {}, 'cancelled', 'swish-cancelled'],
    ['error', { code: 'RF07' }, 'failed', 'swish-refused-by-bank'],
  ] as const)('%s ends it as the provider says', async ([deed, body, status, hint], { expect }) => {
    const { invoiceId } = await invoice();
    const flow = await start('swish/invoice-payments', { invoiceId });
    await act(invoiceId, deed, body);
    expect(await ended(flow)).toMatchObject({ status, hint });
  });

  it('a bank that never answered is no end, nor is a cancellation', async ({ expect }) => {
    const { invoiceId } = await invoice();
    const flow = await start('swish/invoice-payments', { invoiceId });
    expect(await cancel(flow.flowId)).toEqual({ flowId: flow.flowId, status: 'pending' });
    await act(invoiceId, 'error', { code: 'DS24' });
    expect(await hinted(flow, 'outcome-unknown')).toMatchObject({ status: 'pending', view: {} });
    await act(invoiceId, 'status', { status: 'Paid' });
    expect(await ended(flow)).toMatchObject({ status: 'complete' });
  });

  it('needs an Idempotency-Key, which starts one payment only', async ({ expect }) => {
    const body = { invoiceId: (await invoice()).invoiceId, phone: phone() };
    const without = await call('POST', '/v1/billecta/swish/invoice-payments', { body });
    expect(without).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
    const key = randomUUID();
    const first = await start('swish/invoice-payments', body, key);
    expect(await start('swish/invoice-payments', body, key)).toMatchObject({ flowId: first.flowId });
    const second = await ask('swish/invoice-payments', body);
    expect(second).toMatchObject({ status: 422, body: { code: 'refused-for-payer', hint: 'swish-already-open' } });
    // What moves money goes on until the provider has spoken, and would ask through all the tests that follow.
    await act(body.invoiceId, 'decline');
    expect(await ended(first)).toMatchObject({ status: 'failed' });
  });

  it('is refused for an invoice that is unknown', async ({ expect }) => {
    const answer = await ask('swish/invoice-payments', { invoiceId: '404' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'provider-not-found' } });
  });
});

/** Presses a button in the card window, without following where it leads. */
const press = async ({ view }: Started, choice: 'approve' | 'fail'): Promise<string | null> => {
  const response = await fetch(`${view.redirectUrl ?? ''}/${choice}`, { method: 'POST', redirect: 'manual' });
  return response.headers.get('location');
};

describeFlows('a card', () => {
  it('is saved, listed and removed', async ({ expect }) => {
    const { debtorId } = await invoice();
    const flow = await start('cards/registrations', { debtorId, ...landing });
    expect(await press(flow, 'approve')).toBe(landing.successUrl);
    const saved = cardRegistration.result.parse((await ended(flow)).result);
    const list = () => call('GET', `/v1/billecta/debtors/${debtorId}/cards`);
    expect((await list()).body).toEqual({ cards: [saved] });
    expect(await call('DELETE', `/v1/billecta/cards/${saved.cardId}`)).toMatchObject({ status: 200 });
    expect((await list()).body).toEqual({ cards: [] });
    expect(await call('DELETE', `/v1/billecta/cards/${saved.cardId}`)).toMatchObject({ status: 409 });
  });

  it('that is saved pays an invoice that is due', async ({ expect }) => {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format();
    const { invoiceId, debtorId } = await invoice(today);
    const flow = await start('cards/registrations', { debtorId, ...landing });
    await press(flow, 'approve');
    const { cardId } = cardRegistration.result.parse((await ended(flow)).result);
    expect(await ask(`cards/${cardId}/payments`, { invoiceId })).toMatchObject({ status: 201 });
    const read = (await call('GET', `/v1/billecta/invoices/${invoiceId}`)).body;
    expect(read).toMatchObject({ stage: 'completed', amounts: { left: 0, paid: öre } });
  });

  it('pays an invoice once', async ({ expect }) => {
    const flow = await start('cards/invoice-payments', { invoiceId: (await invoice()).invoiceId, ...landing });
    expect(await press(flow, 'approve')).toBe(landing.successUrl);
    const { status, result } = await ended(flow);
    expect(status).toBe('complete');
    expect(cardInvoicePayment.result.parse(result)).toMatchObject({ amount: öre, brand: 'visa' });
  });

  it('payment that is cancelled is settled by what the provider says', async ({ expect }) => {
    const flow = await start('cards/invoice-payments', { invoiceId: (await invoice()).invoiceId, ...landing });
    expect(await cancel(flow.flowId)).toMatchObject({ status: 'pending' });
    expect(await ended(flow)).toMatchObject({ status: 'failed', hint: 'card-payment-failed' });
    expect(await readFlow(flow.flowId)).toMatchObject({ view: {}, result: null });
  });
});
