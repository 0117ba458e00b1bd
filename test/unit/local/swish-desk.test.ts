import { describe, expect, test } from 'vitest';
import { openPaidFlows } from '../../../local/demo/paid-flows.ts';
import type { Sluss } from '../../../local/demo/sluss.ts';
import { openSwishDesk } from '../../../local/demo/swish-desk.ts';

const key = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';
const asked = { key, amount: 12_500, message: 'Order 7' };
const flow = { flowId: 'f-1', clientToken: 't', view: null, deadline: '2099-12-31T00:00:00Z', links: {} };
const ours = { payeePaymentReference: key.replaceAll('-', ''), merchantReference: 'demo-1b4e28ba' };
const started = { flowId: 'f-1', clientToken: 't', view: {}, deadline: '2099-12-31T00:00:00Z' };

interface Sent {
  call: string;
  body: unknown;
  key: string | undefined;
}

/** A desk whose Sluss says yes. */
function open(creation: { status: number; body: unknown } = { status: 201, body: { paymentId: 'p-1', flow } }) {
  const sent: Sent[] = [];
  const sluss: Sluss = (calls, method, path, options) => {
    sent.push({ call: `${method} ${path}`, body: options?.body, key: options?.key });
    calls.push({ from: 'shop', method, path, status: 200 });
    const answer = path === '/v1/swish/payments' ? creation : { status: 200, body: {} };
    return Promise.resolve({ ...answer, retryAfter: null });
  };
  const flows = openPaidFlows(sluss);
  return { sent, flows, desk: openSwishDesk(sluss, flows) };
}

describe('a payment with Swish', () => {
  test('is asked for under the page’s key, and found again by the visitor alone', async () => {
    const { desk, flows, sent } = open();
    const sale = {
      ...{ paymentId: 'p-1', reference: ours.payeePaymentReference, amount: 12_500, message: 'Order 7' },
      ...{ isByNumber: false, flow: started },
    };
    expect(await desk.pay(asked, 'me', 'sv')).toMatchObject({ status: 201, body: sale, remembers: true });
    const request = { amount: 12_500, message: 'Order 7', ...ours };
    expect(sent).toEqual([{ call: 'POST /v1/swish/payments', body: request, key }]);
    expect(desk.read('p-1', 'me')).toMatchObject({ status: 200, body: sale });
    expect(desk.read('p-1', 'another').status).toBe(404);
    expect((await flows.read('f-1', 'another')).status).toBe(404);
  });

  test('sends the phone number on in the request alone, and keeps none', async () => {
    const { desk, sent } = open();
    const answer = await desk.pay({ ...asked, payerAlias: '0701740605' }, 'me', 'en');
    expect(sent[0]?.body).toMatchObject({ payerAlias: '0701740605' });
    expect(answer.body).toMatchObject({ isByNumber: true });
    expect(JSON.stringify([answer, desk.read('p-1', 'me')])).not.toContain('0701740605');
  });

  test('is refused in Sluss’s words, and not without a key', async () => {
    const refusal = { status: 400, body: { code: 'invalid-request' } };
    const { desk, sent } = open(refusal);
    expect(await desk.pay(asked, 'me', 'en')).toMatchObject(refusal);
    expect((await desk.pay({ amount: 12_500 }, 'me', 'en')).status).toBe(400);
    expect(sent).toHaveLength(1);
  });

  test('is cancelled or paid back by its visitor, by no other word, and by nobody else', async () => {
    const { desk, sent } = open();
    await desk.pay(asked, 'me', 'en');
    await desk.act('p-1', 'cancel', {}, 'me');
    await desk.act('p-1', 'refund', { key, amount: 2_500 }, 'me');
    expect(sent.slice(1)).toEqual([
      { call: 'DELETE /v1/swish/payments/p-1', body: undefined, key: undefined },
      {
        call: 'POST /v1/swish/payments/p-1/refunds',
        body: { amount: 2_500, merchantReference: 'demo-1b4e28ba' },
        key,
      },
    ]);
    expect((await desk.act('p-1', 'refund', {}, 'me')).status).toBe(400);
    expect((await desk.act('p-1', 'keep', {}, 'me')).status).toBe(404);
    expect((await desk.act('p-1', 'cancel', {}, 'another')).status).toBe(404);
    expect(sent).toHaveLength(3);
  });
});
