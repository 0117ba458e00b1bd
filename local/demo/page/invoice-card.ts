import { create, find, say } from './dom.ts';
import { day, kronor, time } from './formats.ts';
import type { Invoice } from './invoice-shapes.ts';
import { text, type TextKey } from './text.ts';

/** Why there is no invoice to show, or not the newest. */
export type InvoiceTrouble = 'unread' | 'unknown' | 'cancelled';

const stages = [
  ...['created', 'attested', 'sent', 'reminder-sent', 'manual', 'completed', 'cancelled', 'debt-collection'],
] as const;
const eventTypes = [
  ...['Created', 'Attested', 'InvoiceSent', 'CreditCardWithdrawal', 'Paid', 'Credited', 'Completed'],
] as const;
const ways = ['email', 'kivra', 'e-invoice'] as const;

/** The text of a word that we know; else the word itself. */
const wordFor = (known: readonly string[], prefix: string, word: string | null): string =>
  word !== null && known.includes(word) ? text(`${prefix}.${word}` as TextKey) : (word ?? '');

/** What an invoice says of itself; what it does not have yet is left out. */
function facts({ invoiceNumber, ocr, delivery, dueDate, amounts }: Invoice): [TextKey, string | null][] {
  const amount = (öre: number | null) => (öre === null ? null : kronor(öre));
  return [
    ['made.number', invoiceNumber],
    ['made.ocr', ocr],
    ['made.delivery', wordFor(ways, 'delivery', delivery)],
    ['send.due', dueDate && day(dueDate)],
    ['made.invoiced', amount(amounts.invoiced)],
    ['made.vat', amount(amounts.vat)],
    ['made.paid', amount(amounts.paid)],
    ['made.credited', amount(amounts.credited)],
    ['made.left', amount(amounts.left)],
  ];
}

/** Draws the invoice as Sluss reads it. */
export function showInvoice(invoice: Invoice | undefined, trouble: InvoiceTrouble | undefined): void {
  say(find('#made-empty', HTMLElement), invoice && !trouble ? '' : text(`made.${trouble ?? 'empty'}`));
  find('#made', HTMLElement).hidden = invoice === undefined;
  if (!invoice) return;
  say(find('#stage', HTMLElement), wordFor(stages, 'stage', invoice.stage));
  say(find('#stage-word', HTMLElement), invoice.stage ?? '');
  find('#made-facts', HTMLElement).replaceChildren(
    ...facts(invoice).flatMap(([key, value]) =>
      value === null ? [] : [create('dt', '', text(key)), create('dd', '', value)],
    ),
  );
  find('#made-events', HTMLElement).replaceChildren(
    ...invoice.events.map(({ type, title, at }) =>
      create(
        'li',
        '',
        create('span', 'words', wordFor(eventTypes, 'happened', type ?? title)),
        create('span', 'time', at === null ? '' : time(at)),
      ),
    ),
  );
}
