import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invoicing, type Invoicing } from './invoicing.ts';

const landing = { SuccessUrl: 'https://shop.example/yes', FailureUrl: 'https://shop.example/no' };

let billecta: Invoicing;
let invoiceId: string;
let debtor: string;
beforeEach(async () => {
  billecta = await invoicing();
  debtor = await billecta.debtor();
  invoiceId = await billecta.attested(debtor);
});
afterEach(() => billecta.close());

const save = async () =>
  (await billecta.call('POST', '/v1/debtors/addcreditcard', { DebtorPublicId: debtor, ...landing })).body;
const pay = async () =>
  (await billecta.call('POST', '/v1/invoice/creditcardpayment', { ActionPublicId: invoiceId, ...landing })).body;
const cards = async () =>
  (await billecta.call('GET', `/v1/debtors/debtor/${debtor}`)).body['CreditCards'] as Record<string, unknown>[];

/** Presses a button in the window, without following where it leads. */
const press = async (url: unknown, choice: string) => {
  const response = await fetch(`${String(url)}/${choice}`, { method: 'POST', redirect: 'manual' });
  return response.headers.get('location');
};

describe('saving a card', () => {
  it('shows a window; its button saves the card and leads back', async () => {
    const intent = await save();
    expect(intent).toMatchObject({ Status: 'Pending', DebtorPublicId: debtor, Language: 'SV' });
    const page = await (await fetch(String(intent['AddWindowUrl']))).text();
    expect(page).toContain('Simulerat kortfönster');
    expect(await press(intent['AddWindowUrl'], 'approve')).toBe(landing.SuccessUrl);
    const { body } = await billecta.call('GET', `/v1/debtors/addcreditcard/${String(intent['PublicId'])}`);
    expect(body).toMatchObject({ Status: 'Succeeded' });
    const [card] = await cards();
    expect(card).toMatchObject({ Brand: 'visa', MaskedCardNumber: '************0000' });
    const path = `/v1/debtors/addcreditcard/${String(card?.['CreditCardPublicId'])}`;
    expect((await billecta.call('DELETE', path)).status).toBe(200);
    expect((await billecta.call('DELETE', path)).status).toBe(404);
    expect(await cards()).toEqual([]);
  });

  it('fails when the payer fails, and stays so', async () => {
    const { AddWindowUrl, PublicId } = await save();
    expect(await press(AddWindowUrl, 'fail')).toBe(landing.FailureUrl);
    expect(await press(AddWindowUrl, 'approve')).toBe(landing.FailureUrl);
    expect((await billecta.control(`card-windows/${String(PublicId)}/approve`)).status).toBe(409);
    expect(await cards()).toEqual([]);
  });

  it('needs a debtor and where to go', async () => {
    expect((await billecta.call('POST', '/v1/debtors/addcreditcard', { DebtorPublicId: debtor })).status).toBe(400);
    expect((await billecta.call('POST', '/v1/debtors/addcreditcard', landing)).status).toBe(400);
    const unknown = { DebtorPublicId: '00000000-0000-4000-8000-0000000000de', ...landing };
    expect((await billecta.call('POST', '/v1/debtors/addcreditcard', unknown)).status).toBe(404);
  });
});

describe('paying an invoice', () => {
  const read = async (id: unknown) => (await billecta.call('GET', `/v1/invoice/creditcardpayment/${String(id)}`)).body;

  it('succeeds with what was paid, and the invoice is paid', async () => {
    const { PaymentPublicId: id } = await pay();
    expect(await read(id)).toMatchObject({ Status: 'Pending', PaymentDate: '0001-01-01T00:00:00' });
    await billecta.control(`card-windows/${String(id)}/approve`);
    expect(await read(id)).toMatchObject({ Status: 'Succeeded', Amount: { Value: 20_000 }, Brand: 'visa' });
    expect(await pay()).toMatchObject({ Message: 'The invoice is already paid' });
    const { body } = await billecta.call('GET', `/v1/invoice/action/${invoiceId}`);
    expect(body).toMatchObject({ State: { Stage: 'Completed' }, PaidAmount: { Value: 20_000 } });
  });

  it('can be cancelled until it has ended', async () => {
    const { PaymentPublicId: id } = await pay();
    const cancel = () => billecta.call('DELETE', `/v1/invoice/creditcardpayment/${String(id)}`);
    expect((await cancel()).status).toBe(200);
    expect(await read(id)).toMatchObject({ Status: 'Failed' });
    expect((await cancel()).status).toBe(400);
  });
});
