import * as z from 'zod';
import type { Creation } from '../../shared/operation.ts';
import type { BillectaClient } from './client.ts';
import { makeDebtor } from './debtor-calls.ts';
import { newDebtor } from './debtor-request.ts';
import { attestInvoice, makeDraft, readInvoice } from './invoice-calls.ts';
import { dueInTime, dueInTimeError, invoiceTerms, row, rowsTotal } from './invoice-request.ts';
import { newProduct } from './product-wire.ts';
import { makeProduct } from './products.ts';
import { createdDraft } from './invoices.ts';

/** Each takes some seconds at worst, and the whole must fit into one request. */
const newProductsAtMost = 5;

const request = invoiceTerms
  .extend({
    debtorId: z.guid().optional().meta({ description: 'One that exists; else `debtor`' }),
    debtor: newDebtor.optional().meta({ description: 'A new one; or the one that has its external id already' }),
    rows: z
      .array(
        row.extend({
          product: newProduct
            .optional()
            .meta({ description: 'A new one for this row; or the one that has its external id already' }),
        }),
      )
      .min(1)
      .max(50),
  })
  .refine(dueInTime, dueInTimeError)
  .refine(({ debtorId, debtor }) => (debtorId === undefined) !== (debtor === undefined), {
    error: 'exactly one of debtor and debtorId',
    path: ['debtor'],
  })
  .refine(({ rows }) => rows.every(({ product, productId }) => product === undefined || productId === undefined), {
    error: 'a row has product or productId, not both',
    path: ['rows'],
  })
  .refine(({ rows }) => rows.filter(({ product }) => product !== undefined).length <= newProductsAtMost, {
    error: `at most ${newProductsAtMost} rows have a product of their own`,
    path: ['rows'],
  })
  .meta({ id: 'NewInvoice' });

const answer = createdDraft
  .extend({
    debtorId: z.string(),
    productIds: z.array(z.string().nullable()).meta({ description: 'By row; null for a row without product' }),
  })
  .meta({ id: 'CreatedInvoice' });

/**
 * The guide's four steps in one request (seed 000 "Basic invoicing"): debtor, products, invoice, attestation. Each is done
 * once for a key; what an earlier attempt has done is not done again.
 */
export const createInvoice: Creation<BillectaClient, z.infer<typeof request>, z.infer<typeof answer>> = {
  name: 'create-invoice',
  route: 'POST /v1/billecta/invoices',
  summary: 'Send an invoice: debtor, products, invoice and attestation in one',
  needsKey: true,
  request,
  answer,
  create: async (client, asked, attempt) => {
    const debtorId = asked.debtor
      ? await makeDebtor(client, attempt, asked.debtor, { step: 'debtorId', takesExisting: true })
      : (asked.debtorId ?? '');
    const productIds: (string | null)[] = [];
    for (const [index, { product, productId }] of asked.rows.entries()) {
      const number = String(index + 1);
      const naming = { step: `productId${number}`, suffix: `-${number}`, takesExisting: true };
      productIds.push(product ? await makeProduct(client, attempt, product, naming) : (productId ?? null));
    }
    const rows = asked.rows.map((each, index) => ({ ...each, productId: productIds[index] ?? undefined }));
    const invoiceId = await makeDraft(client, attempt, debtorId, asked, rows);
    await attempt.once('attestedInvoiceId', {
      find: async () =>
        (await readInvoice(await client(), invoiceId)).State.Stage === 'created' ? undefined : invoiceId,
      make: async () => (await attestInvoice(await client(), invoiceId)).ActionPublicId,
    });
    const { gross, vat } = rowsTotal(rows, asked);
    return { debtorId, productIds, invoiceId, total: gross, vat };
  },
};
