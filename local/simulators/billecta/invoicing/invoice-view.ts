import { left, totals, type Invoice } from './invoice.ts';
import type { View } from './store.ts';
import { amountView } from './wire.ts';

/** There is no stage for paid (billecta.md 6.5). */
export const stageOf = ({ closedAt, attestedAt, sentAt }: Invoice): string => {
  if (closedAt !== null) return 'Completed';
  if (attestedAt === null) return 'Created';
  return sentAt === null ? 'Attested' : 'InvoiceSent';
};

const unset = '0001-01-01T00:00:00';
const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** An OCR number: the invoice's, and its check digit. */
export function ocr(number: number): string {
  const digits = String(number);
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const weighted = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (weighted > 9 ? weighted - 9 : weighted);
    }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** The least that a reader takes for a PDF. */
const pdf = (number: number): string =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% invoice ${number}\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
  ).toString('base64');

/** The part of InvoiceActionSubView that its readers use (billecta.md 6.5). */
export const invoiceRow = (invoice: Invoice) => ({
  ActionPublicId: invoice.id,
  Stage: stageOf(invoice),
  ContractInvoiceActionPublicId: invoice.contractId,
});

/** InvoiceActionView (billecta.md 6.5). */
export function invoiceView(invoice: Invoice, debtor: View | undefined) {
  const { invoiced, rounding, vat } = totals(invoice);
  const { entry, number } = invoice;
  return {
    ...entry,
    ActionPublicId: invoice.id,
    Created: time(invoice.createdAt),
    Debtor: debtor ?? null,
    State: {
      Stage: stageOf(invoice),
      InvoiceSentDate: time(invoice.sentAt),
      NextEventDate: null,
      ClosedDate: time(invoice.closedAt) ?? unset,
      NextEvent: null,
      IsPaused: false,
      IsLocked: invoice.attestedAt !== null,
      AttestedDate: time(invoice.attestedAt),
      CreditCardPaymentPublicId: null,
      SwishPaymentPublicId: null,
    },
    InvoicedAmount: amountView(invoiced),
    CurrentAmount: amountView(Math.max(0, left(invoice))),
    CreditedAmount: amountView(invoice.credited),
    PaidAmount: amountView(invoice.paid),
    WriteOffAmount: amountView(0),
    TotalVATAmount: amountView(vat),
    CentRoundingAmount: amountView(rounding),
    ContractInvoiceActionPublicId: invoice.contractId,
    CanCreateCreditInvoice: number !== null && left(invoice) > 0,
    CanRegisterPayment: number !== null && left(invoice) > 0,
    Invoices: [
      {
        InvoiceNumber: number === null ? null : String(number),
        OCR: number === null ? null : ocr(number),
        InvoiceDate: entry['InvoiceDate'],
        DueDate: entry['DueDate'],
        InvoicedAmount: amountView(invoiced),
        InvoiceFile:
          number === null
            ? null
            : { FilePublicId: null, ContentType: 'application/pdf', Data: pdf(number), FileName: `${number}.pdf` },
      },
    ],
    Events: invoice.events.map(({ type, at }) => ({
      EventType: type === 'Undelivered' ? 'Unknown' : type,
      Title: type,
      EventDate: time(at),
      HasOccured: true,
      IsPublic: true,
    })),
  };
}
