import { billectaError } from '../errors.ts';
import { book, left, orderCardCharge } from './invoice.ts';
import type { Invoices } from './invoices.ts';
import { amountView } from './wire.ts';

/** What a payment has to know of an invoice. */
export interface PayableInvoice {
  readonly invoiceId: string;
  /** What was left when the payment began. */
  readonly amount: ReturnType<typeof amountView>;
  /** Books the payment, and closes the invoice. */
  pay(): void;
  /** Orders that a saved card is charged, on `day` at the earliest. */
  chargeCard(day: string): void;
}

/** Finds an invoice that can be paid. @throws what Billecta answers when it is unknown, not attested, or paid */
export type ToPay = (invoiceId: string) => PayableInvoice;

export const toPayAmong =
  (invoices: Invoices, now: () => number): ToPay =>
  (invoiceId) => {
    const invoice = invoices.find(invoiceId);
    if (!invoice) throw billectaError(404, 'The invoice was not found');
    if (invoice.attestedAt === null) throw billectaError(400, 'The invoice is not attested');
    const öre = left(invoice);
    if (öre <= 0) throw billectaError(400, 'The invoice is already paid');
    return {
      invoiceId,
      amount: amountView(öre),
      pay: () => {
        book(invoice, 'paid', öre, now());
      },
      chargeCard: (day) => {
        orderCardCharge(invoice, day, now());
      },
    };
  };
