import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectPayerPhone } from '../../../local/demo/payer-phone.ts';
import { invoicing, type Invoicing } from '../simulators/invoicing.ts';

let billecta: Invoicing;
let invoiceId: string;
let phone: ReturnType<typeof connectPayerPhone>;
beforeEach(async () => {
  billecta = await invoicing();
  invoiceId = await billecta.attested(await billecta.debtor());
  phone = connectPayerPhone(billecta.url, 'billecta');
});
afterEach(() => billecta.close());

const ask = async (query = '') =>
  (await billecta.call('POST', `/v1/payments/swish/${invoiceId}${query}`)).body['PublicId'];
const read = async (id: unknown) => (await billecta.call('GET', `/v1/payments/swish/${String(id)}`)).body;
const byNumber = '?phone=46701740605';

describe('the drawn phone with Swish', () => {
  test('has what came by number, and keeps the number from the page', async () => {
    const reference = await ask(byNumber);
    const opened = await phone.open({ about: invoiceId });
    expect(opened).toMatchObject({ status: 200, body: { reference } });
    expect(JSON.stringify(opened)).not.toContain('46701740605');
  });

  test('opens what it has scanned by its token, and by that alone', async () => {
    const reference = await ask();
    expect((await phone.open({ about: invoiceId })).status).toBe(404);
    const { PaymentRequestToken: token } = await read(reference);
    expect(await phone.open({ token })).toMatchObject({ status: 200, body: { reference } });
    expect((await phone.open({ token: 'another' })).status).toBe(404);
  });

  test.each([
    ['approve', { Status: 'Paid', ErrorCode: null }],
    ['decline', { Status: 'Declined', ErrorCode: null }],
    ['timeout', { Status: 'Error', ErrorCode: 'TM01' }],
    ['silence', { Status: 'Error', ErrorCode: 'DS24' }],
  ])('tells Swish: %s', async (word, status) => {
    const reference = String(await ask(byNumber));
    expect((await phone.answer(reference, word)).status).toBe(200);
    expect(await read(reference)).toMatchObject(status);
    expect((await phone.answer(reference, word)).status).toBe(409);
    expect((await phone.open({ about: invoiceId })).status).toBe(404);
  });

  test('knows no other word', async () => {
    const reference = String(await ask(byNumber));
    expect(await phone.answer(reference, 'status')).toMatchObject({ status: 404, body: { code: 'phone-refused' } });
    expect((await phone.open({})).status).toBe(400);
  });
});
