import { create, find, say } from './dom.ts';
import { day, kronor } from './formats.ts';
import type { Delivered } from './invoice-shapes.ts';
import { bankName } from './receiver.ts';
import { text } from './text.ts';

/** Where the receiver finds it. */
function wayOf({ method, to }: Delivered): string {
  if (method === 'Kivra') return text('mailbox.kivra');
  return method === 'EInvoice' ? text('mailbox.bank', { bank: bankName(to) }) : text('mailbox.email');
}

/** Draws what has arrived, the newest first. */
export function showMail(mail: readonly Delivered[]): void {
  find('#mailbox-empty', HTMLElement).hidden = mail.length > 0;
  const list = find('#mail', HTMLElement);
  list.hidden = mail.length === 0;
  list.replaceChildren(
    ...mail.map((each) =>
      create(
        'li',
        '',
        create('p', 'way', wayOf(each)),
        create('h3', '', text('mailbox.invoice', { number: each.invoiceNumber ?? '' })),
        create('strong', '', kronor(each.amount)),
        create('p', '', each.rows.join(', ')),
        create('p', '', text('mailbox.pay', { date: day(each.dueDate), ocr: each.ocr ?? '' })),
        create('small', '', text('mailbox.to', { to: each.method === 'EInvoice' ? bankName(each.to) : each.to })),
      ),
    ),
  );
  const [newest] = mail;
  say(find('#mailbox-note', HTMLElement), newest ? text('mailbox.arrived', { way: wayOf(newest) }) : '');
}
