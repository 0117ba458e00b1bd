import * as z from 'zod';
import { named } from './wire.ts';

/** Our word for each of Billecta's; what it adds later is `unknown`. */
const words = <Word extends string>(
  theirs: Readonly<Record<Word, string>>,
  numbers: Readonly<Record<number, string>>,
) => {
  const ours = new Map<string, string>(Object.entries<string>(theirs).map(([word, name]) => [name, word]));
  const isWord = (word: string): word is Word => Object.hasOwn(theirs, word);
  const wordOf = (name: string): Word | 'unknown' => {
    const word = ours.get(name);
    return word !== undefined && isWord(word) ? word : 'unknown';
  };
  const all = Object.keys(theirs).filter(isWord);
  return {
    /** In requests. */
    taken: z.enum(all),
    /** In answers. */
    given: z.enum([...all, 'unknown']).nullable(),
    /** On the wire, as read. */
    wire: named(numbers)
      .nullish()
      .transform((name) => (name === null || name === undefined ? null : wordOf(name))),
    /** On the wire, as written. */
    theirs,
  };
};

/** DeliveryMethod (billecta.md 6.4). */
export const delivery = words(
  { email: 'Email', mail: 'Mail', manual: 'Manually', sms: 'SMS', 'e-invoice': 'EInvoice', kivra: 'Kivra' },
  { 0: 'Email', 1: 'Mail', 2: 'Manually', 3: 'SMS', 4: 'EInvoice', 5: 'Kivra', 6: 'Avy' },
);

/** Language (billecta.md 1.1); the numbers are not published. */
export const language = words({ sv: 'SV', en: 'EN', fi: 'FI' }, {});

/** Stage of an invoice (billecta.md 6.5). */
export const stage = words(
  {
    none: 'None',
    created: 'Created',
    'reminder-sent': 'ReminderInvoiceSent',
    manual: 'Manual',
    completed: 'Completed',
    cancelled: 'Cancelled',
    sent: 'InvoiceSent',
    attested: 'Attested',
    'debt-collection': 'SentToDebtCollection',
    'sale-requested': 'SalesRequested',
    'sale-accepted': 'SaleRequestAccepted',
    'sale-cancelled': 'SalesRequestedCancelled',
    'sale-denied': 'SalesRequestedDenied',
  },
  {
    0: 'None',
    1: 'Created',
    2: 'ReminderInvoiceSent',
    5: 'Manual',
    6: 'Completed',
    7: 'Cancelled',
    12: 'InvoiceSent',
    13: 'Attested',
    16: 'SentToDebtCollection',
    20: 'SalesRequested',
    21: 'SaleRequestAccepted',
    22: 'SalesRequestedCancelled',
    23: 'SalesRequestedDenied',
  },
);

/** Stage of an autogiro approval (billecta.md 9). */
export const approvalStage = words(
  { pending: 'Pending', approved: 'Approved', failed: 'Failed', removed: 'Removed', migration: 'Migration' },
  { 0: 'Pending', 1: 'Approved', 2: 'Failed', 3: 'Removed', 100: 'Migration' },
);

/** ProductType (billecta.md 6.3). */
export const productType = words(
  { service: 'Service', commodity: 'Commodity', package: 'Package', vat: 'VAT' },
  { 0: 'Service', 1: 'Commodity', 2: 'Package', 3: 'VAT' },
);

/** RecurrenceInterval (billecta.md 6.7). */
export const interval = words(
  { monthly: 'Monthly', quarterly: 'Quarterly', yearly: 'Yearly' },
  { 0: 'Monthly', 1: 'Yearly', 2: 'Quarterly' },
);
