import { describe, expect, test } from 'vitest';
import { openPaidFlows } from '../../../local/demo/paid-flows.ts';
import { openPayDesk } from '../../../local/demo/pay-desk.ts';
import type { Call } from '../../../local/demo/page/shapes.ts';
import type { Sluss } from '../../../local/demo/sluss.ts';

const key = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';
const asked = { key, invoiceId: '17' };
const cardId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const card = { cardId, maskedNumber: '************0000', brand: 'visa', expiresAt: null, savedAt: null };
const ended = { status: 'complete', hint: null, result: { amount: 48_000, paidAt: null, refundedAmount: 0 } };

interface Sent {
  call: string;
  body: unknown;
  key: string | undefined;
}

/** A desk whose Sluss says yes; invoice 17 is the visitor's, and its customer is `d-1`. */
function open(answers: Record<string, { status: number; body: unknown }> = {}) {
  const sent: Sent[] = [];
  const sluss: Sluss = (calls, method, path, options) => {
    const call = `${method} ${path}`;
    sent.push({ call, body: options?.body, key: options?.key });
    const flow = { flowId: 'f-1', clientToken: 't', view: null, deadline: '2099-12-31T00:00:00Z', links: {} };
    const usual = path.startsWith('/v1/flows/')
      ? { status: 200, body: ended }
      : method === 'GET'
        ? { status: 200, body: { cards: [card] } }
        : { status: 201, body: flow };
    const answer = answers[call] ?? usual;
    calls.push({ from: 'shop', method, path, status: answer.status });
    return Promise.resolve({ ...answer, retryAfter: null });
  };
  const debtorFor = (visitor: string) => (invoiceId: string) =>
    visitor === 'me' && invoiceId === '17' ? 'd-1' : undefined;
  const flows = openPaidFlows(sluss);
  return { sent, flows, desk: openPayDesk(sluss, flows, debtorFor, () => 'http://shop.test') };
}

describe('a way to pay', () => {
  const window = {
    successUrl: 'http://shop.test/pay/landed',
    failureUrl: 'http://shop.test/pay/landed',
    language: 'sv',
  };

  test.each([
    ['swish', '/v1/billecta/swish/invoice-payments', { invoiceId: '17' }],
    ['card', '/v1/billecta/cards/invoice-payments', { invoiceId: '17', ...window }],
    ['registration', '/v1/billecta/cards/registrations', { debtorId: 'd-1', ...window }],
  ])('is started under the page’s key: %s', async (way, path, body) => {
    const { desk, sent } = open();
    expect(await desk.start(way, asked, 'me', 'sv')).toMatchObject({ status: 201, body: { flowId: 'f-1', view: {} } });
    expect(sent).toEqual([{ call: `POST ${path}`, body: { ...body, merchantReference: 'demo-1b4e28ba' }, key }]);
  });

  test('has the phone number in its request, and in no address', async () => {
    const { desk, sent } = open();
    const { calls } = await desk.start('swish', { ...asked, phone: '0701740605' }, 'me', 'en');
    expect(sent[0]?.body).toMatchObject({ phone: '0701740605' });
    expect(JSON.stringify(calls satisfies Call[] | undefined)).not.toContain('0701740605');
  });

  test('is none for somebody else’s invoice, nor without a key, nor by an unknown word', async () => {
    const { desk, sent } = open();
    expect((await desk.start('swish', asked, 'another', 'en')).status).toBe(404);
    expect((await desk.start('swish', { invoiceId: '17' }, 'me', 'en')).status).toBe(400);
    expect((await desk.start('cash', asked, 'me', 'en')).status).toBe(404);
    expect(sent).toEqual([]);
  });

  test('is refused in Sluss’s words', async () => {
    const refusal = { status: 422, body: { code: 'refused-for-payer' } };
    const { desk } = open({ 'POST /v1/billecta/swish/invoice-payments': refusal });
    expect(await desk.start('swish', asked, 'me', 'en')).toMatchObject(refusal);
  });

  test('shows what came of it to the visitor who started it', async () => {
    const { desk, flows } = open();
    await desk.start('swish', asked, 'me', 'en');
    expect(await flows.read('f-1', 'me')).toMatchObject({
      status: 200,
      body: { status: 'complete', hint: null, result: { amount: 48_000 } },
    });
    expect((await flows.read('f-1', 'another')).status).toBe(404);
    expect((await flows.read('f-2', 'me')).status).toBe(404);
  });

  test('is drawn as a code', () => {
    const { desk } = open();
    expect(desk.draw({ qrContent: 'Dabc' })).toMatchObject({
      status: 200,
      body: { qr: expect.stringMatching(/^data:image\/svg/) as string },
    });
    expect(desk.draw({ qrContent: 'D'.repeat(101) }).status).toBe(400);
  });
});

describe('a saved card', () => {
  test('is listed for the invoice’s customer', async () => {
    const { desk, sent } = open();
    const { cardId: id, maskedNumber, brand, expiresAt } = card;
    expect((await desk.cards('17', 'me')).body).toEqual({ cards: [{ cardId: id, maskedNumber, brand, expiresAt }] });
    expect(sent.map(({ call }) => call)).toEqual(['GET /v1/billecta/debtors/d-1/cards']);
    expect((await desk.cards('17', 'another')).status).toBe(404);
  });

  test('is charged under the page’s key, and removed', async () => {
    const { desk, sent } = open();
    await desk.cards('17', 'me');
    await desk.charge(cardId, asked, 'me');
    await desk.remove(cardId, { invoiceId: '17' }, 'me');
    expect(sent.slice(1)).toEqual([
      { call: `POST /v1/billecta/cards/${cardId}/payments`, body: { invoiceId: '17' }, key },
      { call: `DELETE /v1/billecta/cards/${cardId}`, body: undefined, key: undefined },
    ]);
  });

  test('is nobody else’s to charge or remove, nor one that the customer does not have', async () => {
    const { desk, sent } = open();
    await desk.cards('17', 'me');
    expect((await desk.charge(cardId, asked, 'another')).status).toBe(404);
    expect((await desk.remove(cardId, { invoiceId: '18' }, 'me')).status).toBe(404);
    expect((await desk.charge('00000000-0000-4000-8000-000000000001', asked, 'me')).status).toBe(404);
    expect(sent).toHaveLength(1);
  });
});
