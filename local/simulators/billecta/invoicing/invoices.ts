import * as z from 'zod';
import { inferredPaths } from '../../../../functions/billecta/paths.ts';
import { json } from '../../http.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import { billectaError, unknownCreditor } from '../errors.ts';
import { defaultDelivery } from './debtors.ts';
import { attest, book, debtorOf, hasRows, left, newInvoice, type Invoice, type InvoiceListener } from './invoice.ts';
import { invoiceRow, invoiceView } from './invoice-view.ts';
import { digitIds, type View, type ViewStore } from './store.ts';
import { bodyOf, emptyReply, öreIn, textOf } from './wire.ts';

export interface Invoices {
  /** One that does not say how it is delivered goes the debtor's own way (billecta.md 7). */
  add(entry: View, now: number, contractId?: string | null): Invoice;
  find(id: string): Invoice | undefined;
  remove(id: string): void;
  all(): Invoice[];
  /** Gives it the next number. */
  attest(invoice: Invoice, now: number): void;
  clear(): void;
}

/** The invoices of the creditor: ids of ten digits, numbers from 1 in the order of attestation. */
export function invoiceStore(debtors: ViewStore, listener: InvoiceListener): Invoices {
  const invoices = new Map<string, Invoice>();
  const newId = digitIds(1_000_000_001);
  let nextNumber = 1;
  return {
    add(posted, createdAt, contractId = null) {
      const debtor = debtors.find(textOf(posted['DebtorPublicId']));
      const entry = { ...posted, DeliveryMethod: posted['DeliveryMethod'] ?? defaultDelivery(debtor) };
      const invoice = newInvoice({ id: newId(), entry, createdAt, contractId, listener });
      invoices.set(invoice.id, invoice);
      return invoice;
    },
    find: (id) => invoices.get(id),
    remove: (id) => invoices.delete(id),
    all: () => [...invoices.values()],
    attest: (invoice, now) => attest(invoice, nextNumber++, now),
    clear() {
      invoices.clear();
      nextNumber = 1;
    },
  };
}

export function invoiceRoutes(
  creditorPublicId: string,
  stores: { invoices: Invoices; debtors: ViewStore; products: ViewStore },
  now: () => number,
): ProviderRoute[] {
  const { invoices, debtors, products } = stores;
  const found = (id: string): Invoice => {
    const invoice = invoices.find(id);
    if (!invoice) throw billectaError(404, 'The invoice was not found');
    return invoice;
  };
  const attested = (id: string): Invoice => {
    const invoice = found(id);
    if (invoice.attestedAt === null) throw billectaError(400, 'The invoice is not attested');
    return invoice;
  };
  return [
    {
      method: 'POST',
      path: '/v1/invoice/action',
      operation: 'invoices.create',
      handle({ body }) {
        const entry = bodyOf(body);
        if (textOf(entry['CreditorPublicId']) !== creditorPublicId) throw unknownCreditor();
        checkEntry(entry, debtors, products);
        checkDates(entry);
        return json(200, { PublicId: invoices.add(entry, now()).id });
      },
    },
    {
      method: 'GET',
      path: '/v1/invoice/action/{id}',
      operation: 'invoices.read',
      handle({ param }) {
        const invoice = found(param('id'));
        return json(200, invoiceView(invoice, debtors.find(debtorOf(invoice))));
      },
    },
    {
      method: 'PUT',
      path: '/v1/invoice/attest/{id}',
      operation: 'invoices.attest',
      handle({ param }) {
        const invoice = found(param('id'));
        if (invoice.attestedAt !== null) throw billectaError(400, 'The invoice is attested already');
        invoices.attest(invoice, now());
        return emptyReply;
      },
    },
    {
      method: 'GET',
      path: '/v1/invoice/openbydebtor/{debtorPublicId}',
      operation: 'invoices.open-by-debtor',
      unverified: 'shape',
      handle({ param }) {
        const open = invoices
          .all()
          .filter((invoice) => invoice.closedAt === null && debtorOf(invoice) === param('debtorPublicId'));
        return json(200, open.map(invoiceRow));
      },
    },
    {
      method: inferredPaths['delete-draft'].method,
      path: inferredPaths['delete-draft'].path,
      operation: 'invoices.delete',
      unverified: 'path',
      handle({ param }) {
        const id = param('invoiceId');
        if (found(id).attestedAt !== null) throw billectaError(400, 'The invoice is attested');
        invoices.remove(id);
        return emptyReply;
      },
    },
    {
      ...inferredPaths['credit-invoice'],
      operation: 'invoices.credit',
      unverified: 'path',
      handle({ body }) {
        const { ActionPublicId, Value } = bodyOf(body);
        const invoice = attested(textOf(ActionPublicId));
        const öre = Value === undefined || Value === null ? left(invoice) : öreIn(Value);
        if (öre > left(invoice)) throw billectaError(400, 'More than is left');
        book(invoice, 'credited', öre, now());
        return emptyReply;
      },
    },
    {
      ...inferredPaths['register-payment'],
      operation: 'invoices.pay',
      unverified: 'path',
      handle({ body }) {
        const { ActionPublicId, Amount, OvershootingAmountHandling } = bodyOf(body);
        const invoice = attested(textOf(ActionPublicId));
        const isTooMuch = öreIn(Amount) > left(invoice);
        if (isTooMuch && OvershootingAmountHandling !== 'AsOverPayments') throw billectaError(400, 'More than is left');
        book(invoice, 'paid', öreIn(Amount), now());
        return emptyReply;
      },
    },
  ];
}

/** What a draft and a contract must have (billecta.md 12.13 and 13). */
export function checkEntry(entry: View, debtors: ViewStore, products: ViewStore): void {
  if (!debtors.find(textOf(entry['DebtorPublicId']))) throw billectaError(400, 'The debtor was not found');
  if (!hasRows(entry)) throw billectaError(400, 'The invoice has no rows');
  for (const { ProductPublicId } of entry['Records'] as View[]) {
    if (typeof ProductPublicId === 'string' && !products.find(ProductPublicId))
      throw billectaError(400, 'The product was not found');
  }
}

/** An invoice has both dates, which a contract gives each of its own (billecta.md 6.4). */
function checkDates({ InvoiceDate, DueDate }: View): void {
  const [invoiceDay, dueDay] = [InvoiceDate, DueDate].map((date) => textOf(date).slice(0, 10));
  if ([invoiceDay, dueDay].some((day) => !z.iso.date().safeParse(day).success))
    throw billectaError(400, 'The invoice needs an invoice date and a due date');
  if (String(invoiceDay) > String(dueDay)) throw billectaError(400, 'The due date is before the invoice date');
}
