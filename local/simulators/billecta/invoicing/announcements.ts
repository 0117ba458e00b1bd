import { dateTime } from '../identity.ts';
import type { TellWebhook, WebhookEvent } from '../webhook.ts';
import { debtorOf, type Invoice, type InvoiceEventType, type InvoiceListener } from './invoice.ts';
import { invoiceView, ocr } from './invoice-view.ts';
import type { View, ViewStore } from './store.ts';
import { amountView } from './wire.ts';

/** Tells the webhook of what happens to invoices. */
export const announcing =
  (debtors: ViewStore, tell: TellWebhook): InvoiceListener =>
  (invoice, type, at, öre) => {
    const announced = announcementOf(invoice, type, debtors.find(debtorOf(invoice)), at, öre);
    if (announced) tell(announced.event, invoice.id, announced.data, at);
  };

/** Which event of a webhook an event of an invoice is, and the view that it has (billecta.md 1.6). */
function announcementOf(
  invoice: Invoice,
  type: InvoiceEventType,
  debtor: View | undefined,
  at: number,
  öre: number,
): { event: WebhookEvent; data: object } | undefined {
  const data = invoiceView(invoice, debtor);
  const received = { ...paymentFields(invoice, debtor), Amount: amountView(öre), PaymentDate: dateTime(at) };
  const incoming = { ...received, CreatedDate: dateTime(at), IsReminderPayment: false };
  switch (type) {
    case 'Attested':
      return { event: 'InvoiceActionAttested', data };
    case 'Paid':
      return { event: 'InvoicePaymentReceived', data: incoming };
    case 'Credited':
      return { event: 'AmountCreditedOnInvoice', data: incoming };
    case 'Completed':
      return invoice.paid > 0 ? { event: 'InvoiceActionPaid', data } : undefined;
    case 'OverPayment':
      // UnhandledPaymentView, whose fields are unknown.
      return { event: 'Overpayment', data: received };
    case 'Undelivered':
      // InvoiceDeliveryStatusView, whose fields are unknown.
      return { event: 'UndeliveredInvoice', data: { ActionPublicId: invoice.id, Debtor: debtor ?? null } };
    case 'AutogiroPaymentPostponed':
      return { event: 'AutogiroWithdrawalRenewedOnInvoice', data };
    case 'AutogiroCancelledWithdrawal':
      return { event: 'AutogiroWithdrawalFailedOnInvoice', data };
    case 'Created':
    case 'InvoiceSent':
    case 'AutogiroWithdrawal':
    case 'CreditCardWithdrawal':
      return undefined;
  }
}

/** What IncomingPaymentView says of the invoice (billecta.md 1.6). */
const paymentFields = (invoice: Invoice, debtor: View | undefined) => ({
  CreditorPublicId: invoice.entry['CreditorPublicId'] ?? null,
  InvoiceNumber: invoice.number === null ? null : String(invoice.number),
  ActionPublicId: invoice.id,
  ActionType: 'InvoiceAction',
  DebtorPublicId: debtorOf(invoice),
  DebtorName: debtor?.['Name'] ?? null,
  ExternalReference: invoice.entry['ExternalReference'] ?? null,
  OCR: invoice.number === null ? null : ocr(invoice.number),
});
