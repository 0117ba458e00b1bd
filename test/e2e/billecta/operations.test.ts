import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { call } from '../api.ts';

const debtor = { name: 'Vera Exempel', personalNumber: '198001139297', email: 'vera@example.com' };
const product = { description: 'Soffa', unitPrice: 10_050, vat: 25 };
const created = z.object({ debtorId: z.string(), invoiceId: z.string() });
const invoice = z.object({ stage: z.string(), amounts: z.object({ left: z.number() }) });

const post = (path: string, body: unknown, key = randomUUID()) =>
  call('POST', `/v1/billecta/${path}`, { body, headers: { 'idempotency-key': key } });

describe('the guide’s basic invoicing', () => {
  it('goes in one request, once for a key, and is paid', async () => {
    const key = randomUUID();
    const rows = [{ description: 'Soffa, röd', quantity: 2, unitPrice: 10_050, vat: 25, product }];
    const body = { debtor, dueDate: '2099-12-31', delivery: 'email', rows };
    const first = await post('invoices', body, key);
    expect(first.status).toBe(201);
    expect((await post('invoices', body, key)).body).toEqual(first.body);
    const { invoiceId } = created.parse(first.body);

    const read = async () => invoice.parse((await call('GET', `/v1/billecta/invoices/${invoiceId}`)).body);
    const { stage, amounts } = await read();
    expect(['attested', 'sent']).toContain(stage);
    await post(`invoices/${invoiceId}/payments`, { amount: amounts.left });
    expect(await read()).toEqual({ stage: 'completed', amounts: { left: 0 } });
    expect((await call('GET', `/v1/billecta/invoices/${invoiceId}/pdf`)).status).toBe(200);
  });

  it('goes step by step', async () => {
    const { debtorId } = z.object({ debtorId: z.string() }).parse((await post('debtors', debtor)).body);
    const { productId } = z.object({ productId: z.string() }).parse((await post('products', product)).body);
    const rows = [{ description: 'Soffa', quantity: 1, unitPrice: 10_050, vat: 25, productId }];
    const draft = await post('invoices/drafts', { debtorId, dueDate: '2099-12-31', rows });
    const { invoiceId } = z.object({ invoiceId: z.string() }).parse(draft.body);
    const attested = await call('POST', `/v1/billecta/invoices/${invoiceId}/attestations`, { body: {} });
    expect(invoice.parse(attested.body).stage).toBe('attested');
  });
});
