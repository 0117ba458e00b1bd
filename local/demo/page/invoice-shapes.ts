/** What the invoice page and the shop's server say to each other. Types only, as in shapes.ts. Amounts are öre, days YYYY-MM-DD. */

/** The ways that the desk offers. */
export type Delivery = 'email' | 'kivra' | 'e-invoice';

/** Who gets the invoice. */
export interface Debtor {
  personalNumber: string;
  name: string;
  address?: string | undefined;
  postcode?: string | undefined;
  city?: string | undefined;
  email?: string | undefined;
  eInvoiceBank?: string | undefined;
}

export interface InvoiceRow {
  description: string;
  quantity: number;
  unitPrice: number;
  vat: number;
}

/** What the desk sends: the same again is the same request. */
export interface NewInvoice {
  debtor: Debtor;
  delivery: Delivery;
  language: 'sv' | 'en';
  dueDate: string;
  rows: InvoiceRow[];
}

/** What befalls Billecta at the last step, once: it is too busy for it, or breaks down. */
export type Trouble = 'none' | 'busy' | 'crash';

export interface Invoice {
  invoiceId: string;
  stage: string | null;
  invoiceNumber: string | null;
  ocr: string | null;
  dueDate: string | null;
  delivery: string | null;
  amounts: Record<'invoiced' | 'vat' | 'paid' | 'credited' | 'left', number | null>;
  allows: { credit: boolean; payment: boolean };
  events: { type: string | null; title: string | null; at: string | null }[];
}

/** What the merchant can do with an invoice that is there. */
export type InvoiceDeed = 'credit' | 'payment' | 'cancel';

export interface InvoiceFile {
  fileName: string | null;
  data: string;
}

/** What has reached the receiver. `to` is an address, a name or a bank's code. */
export interface Delivered {
  invoiceId: string;
  method: string;
  to: string;
  invoiceNumber: string | null;
  ocr: string | null;
  dueDate: string;
  amount: number;
  rows: string[];
}
