import * as z from 'zod';
import { accountNumber, clearingNumber } from '../../shared/bank-account-number.ts';
import { bankgiro, plusgiro } from '../../shared/giro-number.ts';
import { payableAmount, quantity, type RowTotal, totalOf, unitPrice, vatRate } from '../../shared/vat.ts';
import { amountView } from './amounts.ts';
import { articleNumber, externalReference, line, merchantReference, unit } from './common.ts';
import { day, today, wireDay } from './days.ts';
import { delivery, language } from './vocabulary.ts';

/** Price, text and VAT stand on the row: nothing of them comes over from the product (billecta.md 6.3). */
export const row = z.strictObject({
  productId: z.guid().optional(),
  description: line,
  articleNumber: articleNumber.optional(),
  unit: unit.optional(),
  quantity,
  unitPrice,
  vat: vatRate,
  discountPercentage: z.number().min(0).max(100).optional(),
});
export type Row = z.infer<typeof row>;

const payTo = z
  .union([
    z.strictObject({ bankgiro }),
    z.strictObject({ plusgiro }),
    z.strictObject({ clearingNumber, accountNumber }),
  ])
  .meta({ description: 'Where this invoice is paid, instead of the account of the company settings' });

/** What an invoice and a contract have in common. */
export const terms = z.strictObject({
  merchantReference: merchantReference.optional(),
  delivery: delivery.taken.optional().meta({ description: "Left out, the debtor's own; none: nothing is sent" }),
  language: language.taken.default('sv'),
  ourReference: line.optional(),
  yourReference: line.optional(),
  message: z.string().min(1).max(2000).optional(),
  pricesIncludeVat: z.boolean().default(false),
  invoiceFee: payableAmount.optional().meta({ description: 'öre' }),
  payTo: payTo.optional(),
  autogiro: z.boolean().default(false).meta({ description: "Withdrawn on the due date, with the debtor's approval" }),
});
export type Terms = z.infer<typeof terms>;

export const invoiceTerms = terms.extend({
  invoiceDate: day.optional().meta({ description: 'Today in Stockholm where it is left out' }),
  dueDate: day,
});
export type InvoiceTerms = z.infer<typeof invoiceTerms>;

export const dueInTime = ({ invoiceDate, dueDate }: Pick<InvoiceTerms, 'invoiceDate' | 'dueDate'>): boolean =>
  invoiceDate === undefined || dueDate >= invoiceDate;
export const dueInTimeError = { error: 'must not be before the invoice date', path: ['dueDate'] };

export const newInvoice = invoiceTerms
  .extend({ debtorId: z.guid(), rows: z.array(row).min(1).max(50) })
  .refine(dueInTime, dueInTimeError)
  .meta({ id: 'NewInvoiceDraft' });
export type NewInvoice = z.infer<typeof newInvoice>;

/** InvoiceActionRecordView and that of contracts, as far as both have it (billecta.md 6.4 and 6.7). */
export const writtenRow = (asked: Row, index: number) => ({
  ProductPublicId: asked.productId,
  SequenceNo: index,
  ArticleDescription: asked.description,
  ArticleNumber: asked.articleNumber,
  Units: asked.unit,
  Quantity: asked.quantity,
  UnitPrice: amountView(asked.unitPrice),
  VAT: asked.vat,
  ...(asked.discountPercentage === undefined
    ? {}
    : { DiscountType: 'Percentage', DiscountPercentage: asked.discountPercentage }),
  RecordType: 'Standard',
});

const payment = (asked: NonNullable<Terms['payTo']>) => {
  if ('bankgiro' in asked) return { BankGiro: asked.bankgiro };
  if ('plusgiro' in asked) return { PlusGiro: asked.plusgiro };
  return { ClearingNo: asked.clearingNumber, AccountNo: asked.accountNumber };
};

/** The terms as both views have them (billecta.md 6.4 and 6.7). */
export const writtenTerms = (asked: Terms, reference: string) => ({
  DeliveryMethod: asked.delivery === undefined ? undefined : delivery.theirs[asked.delivery],
  CommunicationLanguage: language.theirs[asked.language],
  OurReference: asked.ourReference,
  YourReference: asked.yourReference,
  Message: asked.message,
  ExternalReference: externalReference(asked.merchantReference, reference),
  VatIsIncluded: asked.pricesIncludeVat,
  InvoiceFee: asked.invoiceFee === undefined ? undefined : amountView(asked.invoiceFee),
  PaymentOverride: asked.payTo === undefined ? undefined : payment(asked.payTo),
});

/** InvoiceActionEntryView (billecta.md 6.4). */
export const invoiceEntry = (
  creditorPublicId: string,
  debtorId: string,
  asked: InvoiceTerms,
  rows: readonly Row[],
  reference: string,
) => ({
  ActionType: 'InvoiceAction',
  CreditorPublicId: creditorPublicId,
  DebtorPublicId: debtorId,
  InvoiceDate: wireDay(asked.invoiceDate ?? today()),
  DueDate: wireDay(asked.dueDate),
  Records: rows.map(writtenRow),
  ...writtenTerms(asked, reference),
  Autogiro: asked.autogiro ? { AutogiroWithdrawalEnabled: true } : undefined,
});

/** What the rows come to before discounts, fees and Billecta's rounding to whole kronor, öre. */
export const rowsTotal = (rows: readonly Row[], { pricesIncludeVat }: Terms): RowTotal =>
  totalOf(rows, pricesIncludeVat);
