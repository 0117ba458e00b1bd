import * as z from 'zod';
import { rowTotal, vatRate } from '../../../../shared/vat.ts';
import { bankDayFrom } from './bank-days.ts';
import { dayAt, midnight } from './days.ts';
import type { View } from './store.ts';
import { textOf, öreIn } from './wire.ts';

/** As `EventType` has it, but for `Undelivered`, whose name there is unknown (billecta.md 6.5). */
export type InvoiceEventType =
  | 'Created'
  | 'Attested'
  | 'InvoiceSent'
  | 'Undelivered'
  | 'Paid'
  | 'Credited'
  | 'OverPayment'
  | 'Completed'
  | 'AutogiroWithdrawal'
  | 'AutogiroPaymentPostponed'
  | 'AutogiroCancelledWithdrawal'
  | 'CreditCardWithdrawal';

/** Hears of what happens to an invoice, once it has. `öre` is what was booked. */
export type InvoiceListener = (invoice: Invoice, type: InvoiceEventType, at: number, öre: number) => void;

/** Times are milliseconds since 1970, amounts öre. */
export interface Invoice {
  readonly id: string;
  /** As it was posted, with how it is delivered. */
  readonly entry: View;
  readonly createdAt: number;
  readonly contractId: string | null;
  number: number | null;
  attestedAt: number | null;
  closedAt: number | null;
  credited: number;
  paid: number;
  sentAt: number | null;
  /** When it is to be delivered, and when money is to be taken by autogiro or from a saved card. */
  deliveryAt: number | null;
  withdrawalAt: number | null;
  cardChargeAt: number | null;
  /** Whether a withdrawal has been refused already. */
  isRenewed: boolean;
  readonly events: { type: InvoiceEventType; at: number }[];
  readonly listener: InvoiceListener;
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

export const newInvoice = (
  fixed: Pick<Invoice, 'id' | 'entry' | 'createdAt' | 'contractId' | 'listener'>,
): Invoice => ({
  ...fixed,
  number: null,
  attestedAt: null,
  closedAt: null,
  credited: 0,
  paid: 0,
  sentAt: null,
  deliveryAt: null,
  withdrawalAt: null,
  cardChargeAt: null,
  isRenewed: false,
  events: [{ type: 'Created', at: fixed.createdAt }],
});

/** The id of whom it is for. */
export const debtorOf = ({ entry }: Invoice): string => textOf(entry['DebtorPublicId']);

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
const autogiro = z.looseObject({ AutogiroWithdrawalEnabled: z.literal(true) });

/** Notes what has happened to it, and tells whoever listens. */
export function record(invoice: Invoice, type: InvoiceEventType, now: number, öre = 0): void {
  invoice.events.push({ type, at: now });
  invoice.listener(invoice, type, now, öre);
}

/** Locks and books it under a number; money is taken on the later of today and the due date, if that is a bank day (billecta.md 9). */
export function attest(invoice: Invoice, number: number, now: number): void {
  const { entry } = invoice;
  invoice.number = number;
  invoice.attestedAt = now;
  if ((entry['DeliveryMethod'] ?? 'Manually') !== 'Manually') invoice.deliveryAt = now + deliveryMilliseconds;
  if (autogiro.safeParse(entry['Autogiro']).success) {
    const [today, dueDay] = [dayAt(now), textOf(entry['DueDate']).slice(0, 10)];
    invoice.withdrawalAt = Math.max(now, midnight(bankDayFrom(dueDay > today ? dueDay : today)));
  }
  record(invoice, 'Attested', now);
}

/** Orders that what is left is charged on a card, on the latest of the wished day, today and the due date (billecta.md 5). */
export function orderCardCharge(invoice: Invoice, wishedDay: string, now: number): void {
  const dueDay = textOf(invoice.entry['DueDate']).slice(0, 10);
  invoice.cardChargeAt = Math.max(now, midnight(dueDay > wishedDay ? dueDay : wishedDay));
  record(invoice, 'CreditCardWithdrawal', now);
}

/** Moves an amount, and closes the invoice when nothing is left; a payment may be of more than that. */
export function book(invoice: Invoice, what: 'credited' | 'paid', öre: number, now: number): void {
  const surplus = öre - Math.max(0, left(invoice));
  invoice[what] += öre;
  record(invoice, what === 'paid' ? 'Paid' : 'Credited', now, öre);
  if (what === 'paid' && surplus > 0) record(invoice, 'OverPayment', now, surplus);
  if (left(invoice) > 0 || invoice.closedAt !== null) return;
  invoice.closedAt = now;
  record(invoice, 'Completed', now);
}
