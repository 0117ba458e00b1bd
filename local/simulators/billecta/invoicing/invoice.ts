import * as z from 'zod';
import { rowTotal, vatRate } from '../../../../shared/vat.ts';
import type { View } from './store.ts';
import { amountView, öreIn } from './wire.ts';

/** Times are milliseconds since 1970, amounts öre. */
export interface Invoice {
  /** As it was posted. */
  readonly entry: View;
  readonly createdAt: number;
  readonly contractId: string | null;
  number: number | null;
  attestedAt: number | null;
  closedAt: number | null;
  credited: number;
  paid: number;
  events: { EventType: string; Title: string; at: number }[];
}

const rows = z
  .array(
    z.looseObject({
      Quantity: z.number().nullish(),
      UnitPrice: z.looseObject({ Value: z.int() }),
      VAT: vatRate,
      DiscountPercentage: z.number().nullish(),
    }),
  )
  .min(1);

export const newInvoice = (entry: View, now: number, contractId: string | null = null): Invoice => ({
  entry,
  createdAt: now,
  contractId,
  number: null,
  attestedAt: null,
  closedAt: null,
  credited: 0,
  paid: 0,
  events: [{ EventType: 'Created', Title: 'Created', at: now }],
});

/** Whether its rows can be made sense of. */
export const hasRows = ({ Records }: View): boolean => rows.safeParse(Records).success;

/** VAT by row, and the sum rounded to whole kronor; a discount is taken off the row's price. */
export function totals({ entry }: Pick<Invoice, 'entry'>) {
  const each = rows.parse(entry['Records']).map(({ Quantity, UnitPrice, VAT, DiscountPercentage }) => {
    const price = Math.round(UnitPrice.Value * (1 - (DiscountPercentage ?? 0) / 100));
    return rowTotal({ quantity: Quantity ?? 1, unitPrice: price, vat: VAT }, entry['VatIsIncluded'] === true);
  });
  const sum = each.reduce((total, { gross }) => total + gross, 0) + öreIn(entry['InvoiceFee']);
  const invoiced = Math.round(sum / 100) * 100;
  return { invoiced, rounding: invoiced - sum, vat: each.reduce((total, { vat }) => total + vat, 0) };
}

export const left = (invoice: Invoice): number => totals(invoice).invoiced - invoice.credited - invoice.paid;

const deliveryMilliseconds = 2_000;

/** Whether it has been sent by now; only with a delivery method, and through Kivra only to those who can be reached. */
export const isSent = ({ entry, attestedAt }: Invoice, now: number, isReachable: boolean): boolean => {
  const method = entry['DeliveryMethod'] ?? 'Manually';
  if (method === 'Manually' || (method === 'Kivra' && !isReachable)) return false;
  return attestedAt !== null && now - attestedAt >= deliveryMilliseconds;
};

const stageOf = (invoice: Invoice, sent: boolean): string => {
  if (invoice.closedAt !== null) return 'Completed';
  if (invoice.attestedAt === null) return 'Created';
  return sent ? 'InvoiceSent' : 'Attested';
};

/** Locks and books it under a number. */
export function attest(invoice: Invoice, number: number, now: number): void {
  invoice.number = number;
  invoice.attestedAt = now;
  invoice.events.push({ EventType: 'Attested', Title: 'Attested', at: now });
}

/** Moves an amount, and closes the invoice when nothing is left. */
export function book(invoice: Invoice, what: 'credited' | 'paid', öre: number, now: number): void {
  invoice[what] += öre;
  const name = what === 'paid' ? 'Paid' : 'Credited';
  invoice.events.push({ EventType: name, Title: name, at: now });
  if (left(invoice) > 0) return;
  invoice.closedAt = now;
  invoice.events.push({ EventType: 'Completed', Title: 'Completed', at: now });
}

const unset = '0001-01-01T00:00:00';
const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** An OCR number: the invoice's, and its check digit. */
function ocr(number: number): string {
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

/** InvoiceActionView (billecta.md 6.5). */
export function invoiceView(id: string, invoice: Invoice, debtor: View | undefined, now: number, isReachable: boolean) {
  const { invoiced, rounding, vat } = totals(invoice);
  const sent = isSent(invoice, now, isReachable);
  const { entry, number } = invoice;
  return {
    ...entry,
    ActionPublicId: id,
    Created: time(invoice.createdAt),
    Debtor: debtor ?? null,
    State: {
      Stage: stageOf(invoice, sent),
      InvoiceSentDate: sent ? time((invoice.attestedAt ?? 0) + deliveryMilliseconds) : null,
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
    Events: [
      ...invoice.events.map(({ at, ...event }) => ({
        ...event,
        EventDate: time(at),
        HasOccured: true,
        IsPublic: true,
      })),
      ...(sent
        ? [{ EventType: 'InvoiceSent', Title: 'InvoiceSent', EventDate: time(invoice.attestedAt), HasOccured: true }]
        : []),
    ],
  };
}
