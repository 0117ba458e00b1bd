import * as z from 'zod';
import type { Attempt } from '../../shared/operation.ts';
import { ProblemError } from '../../shared/problem.ts';
import { ProviderRejected } from '../../shared/provider-error.ts';
import type { BillectaClient } from './client.ts';
import { type Connect, created, empty, externalReference } from './common.ts';
import { invoiceView, type InvoiceView } from './invoice-answer.ts';
import { invoiceEntry, type InvoiceTerms, type Row } from './invoice-request.ts';

const invoicePath = (invoiceId: string): string => `/v1/invoice/action/${encodeURIComponent(invoiceId)}`;

export const readInvoice = (client: BillectaClient, invoiceId: string): Promise<InvoiceView> =>
  client.get('invoices.read', invoicePath(invoiceId), invoiceView);

/** InvoiceActionSubsView: its rows, in an array of their own or in a field whose name is not published (billecta.md 6.1). */
const rowsOf = z.array(z.looseObject({ ActionPublicId: z.string() }));
const openInvoices = z.union([
  rowsOf,
  z.looseObject({}).transform((view) => Object.values(view).flatMap((value) => rowsOf.safeParse(value).data ?? [])),
]);

/** More are not read one by one in one request: then nobody can tell. */
const readAtMost = 10;

/** The open invoice of a debtor that has this ExternalReference: lists do not show it, so each is read (billecta.md 6.5). */
const openInvoiceOf = async (
  client: BillectaClient,
  debtorId: string,
  reference: string,
): Promise<string | undefined> => {
  const path = `/v1/invoice/openbydebtor/${encodeURIComponent(debtorId)}`;
  const rows = await client.get('invoices.open-by-debtor', path, openInvoices);
  if (rows.length > readAtMost)
    throw new ProblemError('outcome-unknown', {
      detail: `Debtor ${debtorId} has too many open invoices to look through: a person must see whether it is among them.`,
      retryable: false,
    });
  for (const { ActionPublicId } of rows) {
    const invoice = await readInvoice(client, ActionPublicId);
    if (invoice.ExternalReference === reference) return ActionPublicId;
  }
  return undefined;
};

/** Makes a draft once; a lost one is found by its ExternalReference among the debtor's open invoices. */
export const makeDraft = (
  connect: Connect,
  { reference, once }: Attempt,
  debtorId: string,
  asked: InvoiceTerms,
  rows: readonly Row[],
): Promise<string> =>
  once('invoiceId', {
    find: async () => openInvoiceOf(await connect(), debtorId, externalReference(asked.merchantReference, reference)),
    make: async () => {
      const client = await connect();
      const entry = invoiceEntry(client.creditorPublicId, debtorId, asked, rows, reference);
      return (await client.post('invoices.create', '/v1/invoice/action', entry, created)).PublicId;
    },
  });

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
