import * as z from 'zod';
import { nothing, type Creation, type Operation } from '../../shared/operation.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { BillectaClient } from './client.ts';
import { empty } from './common.ts';
import { answerInvoice, invoiceAnswer } from './invoice-answer.ts';
import { attestInvoice, makeDraft, readInvoice } from './invoice-calls.ts';
import { newInvoice, type NewInvoice, rowsTotal } from './invoice-request.ts';

/** Digits in every example seen, and never a guid (billecta.md 12.7). */
export const invoiceParameters = z.strictObject({ invoiceId: z.string().regex(/^[\w-]{1,40}$/) });
export type InvoiceParameters = z.infer<typeof invoiceParameters>;
type Invoice = z.infer<typeof invoiceAnswer>;

export const createdDraft = z
  .strictObject({
    invoiceId: z.string(),
    total: z.int().meta({ description: 'What the rows come to with VAT, öre; before discounts, fees and rounding' }),
    vat: z.int().meta({ description: 'The VAT in it, öre' }),
  })
  .meta({ id: 'CreatedInvoiceDraft' });

export const createDraft: Creation<BillectaClient, NewInvoice, z.infer<typeof createdDraft>> = {
  name: 'create-invoice-draft',
  route: 'POST /v1/billecta/invoices/drafts',
  summary: 'Create an invoice that is not attested: nothing is sent or booked',
  needsKey: false,
  request: newInvoice,
  answer: createdDraft,
  create: async (client, request, attempt) => {
    const invoiceId = await makeDraft(client, attempt, request.debtorId, request, request.rows);
    const { gross, vat } = rowsTotal(request.rows, request);
    return { invoiceId, total: gross, vat };
  },
};

export const attest: Operation<BillectaClient, object, Invoice, InvoiceParameters> = {
  name: 'attest-invoice',
  route: 'POST /v1/billecta/invoices/{invoiceId}/attestations',
  summary: 'Attest an invoice: it is booked, locked and sent; said twice it is done once',
  parameters: invoiceParameters,
  request: nothing,
  answer: invoiceAnswer,
  call: async (client, _, { invoiceId }) => answerInvoice(await attestInvoice(await client(), invoiceId)),
};

export const getInvoice: Operation<BillectaClient, object, Invoice, InvoiceParameters> = {
  name: 'read-invoice',
  route: 'GET /v1/billecta/invoices/{invoiceId}',
  summary: 'Read an invoice with its stage, amounts and events',
  parameters: invoiceParameters,
  request: nothing,
  answer: invoiceAnswer,
  call: async (client, _, { invoiceId }) => answerInvoice(await readInvoice(await client(), invoiceId)),
};

const deleted = z.strictObject({ invoiceId: z.string() }).meta({ id: 'DeletedInvoiceDraft' });

export const deleteDraft: Operation<BillectaClient, object, z.infer<typeof deleted>, InvoiceParameters> = {
  name: 'delete-invoice-draft',
  route: 'DELETE /v1/billecta/invoices/{invoiceId}',
  summary: 'Delete a draft; what is attested is credited instead',
  parameters: invoiceParameters,
  request: nothing,
  answer: deleted,
  call: async (connect, _, { invoiceId }) => {
    const client = await connect();
    const { State } = await readInvoice(client, invoiceId);
    if (State.Stage !== 'created')
      throw new ProblemError('operation-not-offered', { detail: 'It is attested: credit it.', offered: ['credit'] });
    await client.inferred('invoices.delete', { name: 'delete-draft', parameters: { invoiceId } }, empty);
    return { invoiceId };
  },
};
