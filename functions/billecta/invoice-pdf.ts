import * as z from 'zod';
import { nothing, type Operation } from '../../shared/operation.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { BillectaClient } from './client.ts';
import { fileView } from './invoice-answer.ts';
import { readInvoice } from './invoice-calls.ts';
import { invoiceParameters, type InvoiceParameters } from './invoices.ts';

const answer = z
  .strictObject({
    invoiceId: z.string(),
    fileName: z.string().nullable(),
    contentType: z.string().nullable(),
    data: z.base64().meta({ description: 'The file in base64' }),
  })
  .meta({ id: 'InvoiceFile' });

/** InvoiceFile of the invoice; where its bytes are not in it they are fetched by the file's id, on an inferred path. */
export const getInvoicePdf: Operation<BillectaClient, object, z.infer<typeof answer>, InvoiceParameters> = {
  name: 'read-invoice-pdf',
  route: 'GET /v1/billecta/invoices/{invoiceId}/pdf',
  summary: 'The PDF of an invoice, once it is attested',
  parameters: invoiceParameters,
  request: nothing,
  answer,
  call: async (connect, _, { invoiceId }) => {
    const client = await connect();
    const file = (await readInvoice(client, invoiceId)).Invoices?.[0]?.InvoiceFile;
    const fileId = file?.FilePublicId ?? undefined;
    const whole =
      file?.Data !== null || fileId === undefined
        ? file
        : await client.inferred('invoices.file', { name: 'read-file', parameters: { fileId } }, fileView);
    const data = whole?.Data ?? null;
    if (data === null) throw new ProblemError('provider-not-found', { detail: 'The invoice has no PDF yet.' });
    return { invoiceId, fileName: whole?.FileName ?? null, contentType: whole?.ContentType ?? null, data };
  },
};
