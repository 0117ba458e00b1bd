import type { Attempt } from '../../shared/operation.ts';
import { ProviderRejected } from '../../shared/provider-error.ts';
import { actionOf, actionRows } from './action-rows.ts';
import type { BillectaClient } from './client.ts';
import { type Connect, created, empty, externalReference } from './common.ts';
import { invoiceView, type InvoiceView } from './invoice-answer.ts';
import { invoiceEntry, type InvoiceTerms, type Row } from './invoice-request.ts';

const invoicePath = (invoiceId: string): string => `/v1/invoice/action/${encodeURIComponent(invoiceId)}`;

export const readInvoice = (client: BillectaClient, invoiceId: string): Promise<InvoiceView> =>
  client.get('invoices.read', invoicePath(invoiceId), invoiceView);

/** Makes a draft once, and has it watched; a lost one is found by its ExternalReference among the debtor's open invoices. */
export const makeDraft = async (
  connect: Connect,
  { reference, once, watch }: Attempt,
  debtorId: string,
  asked: InvoiceTerms,
  rows: readonly Row[],
): Promise<string> => {
  const invoiceId = await once('invoiceId', {
    find: async () => {
      const client = await connect();
      const path = `/v1/invoice/openbydebtor/${encodeURIComponent(debtorId)}`;
      const open = await client.get('invoices.open-by-debtor', path, actionRows);
      const stored = externalReference(asked.merchantReference, reference);
      return actionOf(open, async (id) => (await readInvoice(client, id)).ExternalReference, stored);
    },
    make: async () => {
      const client = await connect();
      const entry = invoiceEntry(client.creditorPublicId, debtorId, asked, rows, reference);
      return (await client.post('invoices.create', '/v1/invoice/action', entry, created)).PublicId;
    },
  });
  await watch({ kind: 'invoice', id: invoiceId }, asked.merchantReference);
  return invoiceId;
};

/** Attests unless that is done: Billecta refuses a second time (billecta.md 13), and then the stage tells. */
export const attestInvoice = async (client: BillectaClient, invoiceId: string): Promise<InvoiceView> => {
  const before = await readInvoice(client, invoiceId);
  if (before.State.Stage !== 'created') return before;
  try {
    await client.put('invoices.attest', `/v1/invoice/attest/${encodeURIComponent(invoiceId)}`, undefined, empty);
  } catch (error) {
    const now = error instanceof ProviderRejected ? await readInvoice(client, invoiceId) : undefined;
    if (!now || now.State.Stage === 'created') throw error;
    return now;
  }
  return readInvoice(client, invoiceId);
};
