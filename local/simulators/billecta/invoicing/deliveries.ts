import { json, type Route } from '../../http.ts';
import { debtorOf, type Invoice } from './invoice.ts';
import { invoiceView } from './invoice-view.ts';
import type { Invoices } from './invoices.ts';
import type { View, ViewStore } from './store.ts';
import { textOf } from './wire.ts';

/**
 * What has reached its receivers by now, as they see it, the newest first. Amounts in öre. `to` is what the way needs: an
 * address, or the bank; a name where it goes by the personal number, which is left out.
 */
export const deliveryControl = ({ invoices, debtors }: { invoices: Invoices; debtors: ViewStore }): Route => ({
  method: 'GET',
  path: '/_simulator/deliveries',
  handle: () =>
    json(200, {
      deliveries: invoices
        .all()
        .filter(({ sentAt }) => sentAt !== null)
        .map((invoice) => delivered(invoice, debtors.find(debtorOf(invoice))))
        .reverse(),
    }),
});

function delivered(invoice: Invoice, debtor: View | undefined) {
  const { Invoices, InvoicedAmount, State } = invoiceView(invoice, debtor);
  const method = textOf(invoice.entry['DeliveryMethod']);
  const [sent] = Invoices;
  return {
    invoiceId: invoice.id,
    debtorId: debtorOf(invoice),
    method,
    to: textOf(debtor?.[{ Email: 'Email', EInvoice: 'EInvoiceBank', SMS: 'Phone' }[method] ?? 'Name']),
    invoiceNumber: sent?.InvoiceNumber ?? null,
    ocr: sent?.OCR ?? null,
    dueDate: textOf(invoice.entry['DueDate']).slice(0, 10),
    amount: InvoicedAmount.Value,
    rows: (invoice.entry['Records'] as View[]).map((row) => textOf(row['ArticleDescription'])),
    sentAt: State.InvoiceSentDate,
  };
}
