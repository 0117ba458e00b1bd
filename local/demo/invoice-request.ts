import * as z from 'zod';
import type { Delivery, NewInvoice, Trouble } from './page/invoice-shapes.ts';

// Whether a value is right is Sluss's to say: only the shape is looked at here.
const text = z.string();

export const debtor = z.strictObject({
  personalNumber: text,
  name: text,
  ...{ address: text.optional(), postcode: text.optional(), city: text.optional() },
  ...{ email: text.optional(), eInvoiceBank: text.optional() },
});

export const invoiceToSend = z.strictObject({
  key: z.uuid(),
  trouble: z.enum(['none', 'busy', 'crash'] satisfies Trouble[]),
  invoice: z.strictObject({
    debtor,
    delivery: z.enum(['email', 'kivra', 'e-invoice'] satisfies Delivery[]),
    language: z.enum(['sv', 'en']),
    dueDate: text,
    rows: z.array(z.strictObject({ description: text, quantity: z.number(), unitPrice: z.number(), vat: z.number() })),
  }),
});

export const booking = z.strictObject({ key: z.uuid(), amount: z.number() });

/** The four steps in one: the customer under its own id, and each row's article under one that is the same for the same article. */
export const requestFor = (
  { debtor: customer, rows, ...terms }: NewInvoice,
  key: string,
  customerIdOf: (personalNumber: string) => string,
  articleIdOf: (article: string) => string,
) => ({
  ...terms,
  merchantReference: `demo-${key.slice(0, 8)}`,
  debtor: { ...customer, externalId: customerIdOf(customer.personalNumber) },
  rows: rows.map((row) => {
    const article = { description: row.description, unitPrice: row.unitPrice, vat: row.vat };
    return { ...row, product: { ...article, externalId: articleIdOf(JSON.stringify(article)) } };
  }),
});
