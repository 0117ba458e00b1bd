import type { Approvals } from './approvals.ts';
import { bankDayFrom } from './bank-days.ts';
import { addDays, dayAt, midnight } from './days.ts';
import { book, debtorOf, left, record, type Invoice } from './invoice.ts';
import type { Invoices } from './invoices.ts';
import { isReachable } from './kivra.ts';
import type { ViewStore } from './store.ts';
import type { Course } from './timeline.ts';

export interface InvoiceCourse extends Course {
  /** The bank refuses so many of the debtor's next withdrawals. */
  refuse(debtorId: string, count: number): void;
  clear(): void;
}

/** What becomes of attested invoices by themselves: they are delivered, and paid by autogiro or saved card (billecta.md 9 and 13). */
export function invoiceCourse(invoices: Invoices, debtors: ViewStore, approvals: Approvals): InvoiceCourse {
  const refusals = new Map<string, number>();

  function takeRefusal(debtorId: string): boolean {
    const count = refusals.get(debtorId) ?? 0;
    refusals.set(debtorId, Math.max(0, count - 1));
    return count > 0;
  }

  function deliver(invoice: Invoice, at: number) {
    invoice.deliveryAt = null;
    if (invoice.entry['DeliveryMethod'] === 'Kivra' && !isReachable(debtors.find(debtorOf(invoice)))) {
      record(invoice, 'Undelivered', at);
      return;
    }
    invoice.sentAt = at;
    record(invoice, 'InvoiceSent', at);
  }

  /** Only with an approval that is approved by then; a refused one is tried once more the next day. */
  function withdraw(invoice: Invoice, at: number) {
    invoice.withdrawalAt = null;
    if (invoice.closedAt !== null || approvals.stageOf(debtorOf(invoice)) !== 'Approved') return;
    if (!takeRefusal(debtorOf(invoice))) {
      record(invoice, 'AutogiroWithdrawal', at);
      book(invoice, 'paid', left(invoice), at);
      return;
    }
    if (invoice.isRenewed) {
      record(invoice, 'AutogiroCancelledWithdrawal', at);
      return;
    }
    invoice.isRenewed = true;
    invoice.withdrawalAt = midnight(bankDayFrom(addDays(dayAt(at), 1)));
    record(invoice, 'AutogiroPaymentPostponed', at);
  }

  function charge(invoice: Invoice, at: number) {
    invoice.cardChargeAt = null;
    if (left(invoice) > 0) book(invoice, 'paid', left(invoice), at);
  }

  return {
    refuse: (debtorId, count) => refusals.set(debtorId, count),
    ahead: () =>
      invoices.all().flatMap((invoice) => {
        const { deliveryAt, withdrawalAt, cardChargeAt } = invoice;
        return [
          ...(deliveryAt === null ? [] : [{ at: deliveryAt, happen: () => deliver(invoice, deliveryAt) }]),
          ...(cardChargeAt === null ? [] : [{ at: cardChargeAt, happen: () => charge(invoice, cardChargeAt) }]),
          ...(withdrawalAt === null ? [] : [{ at: withdrawalAt, happen: () => withdraw(invoice, withdrawalAt) }]),
        ];
      }),
    clear: () => refusals.clear(),
  };
}
