import { showCalls } from './calls.ts';
import { find } from './dom.ts';
import { askShop } from './http.ts';
import { showInvoice, type InvoiceTrouble } from './invoice-card.ts';
import { forgetDeeds, listenToDeeds, showDeeds } from './invoice-deeds.ts';
import type { Delivered, Invoice } from './invoice-shapes.ts';
import { speak } from './languages.ts';
import { showMail } from './mailbox.ts';
import { poll, type Poll } from './poll.ts';
import { forgetBrokenOff, listenToSendForm, showSendForm } from './send-form.ts';

let invoice: Invoice | undefined;
let trouble: InvoiceTrouble | undefined;
let mail: Delivered[] = [];
let followed: string | undefined;
let watcher: Poll | undefined;

function showMade(): void {
  showInvoice(invoice, trouble);
  showDeeds(invoice);
  showMail(mail);
}

/** Draws everything. */
function show(): void {
  showSendForm();
  showMade();
  showCalls();
}

/** Keeps an invoice and its receiver's mailbox in view. Whoever reloads the page finds it again. */
function follow(invoiceId: string): void {
  if (invoiceId === followed) {
    void watcher?.read();
    return;
  }
  watcher?.stop();
  followed = invoiceId;
  invoice = undefined;
  mail = [];
  forgetDeeds();
  const path = `/invoices/sent/${encodeURIComponent(invoiceId)}`;
  history.replaceState(null, '', `/invoice?invoiceId=${encodeURIComponent(invoiceId)}`);
  watcher = poll(async (stopped) => {
    const [read, got] = await Promise.all([askShop('GET', path), askShop('GET', `${path}/mail`)]);
    if (stopped.aborted) return;
    if (read.status === 200) invoice = read.body as Invoice;
    trouble = read.status === 200 ? undefined : read.status === 404 ? 'unknown' : 'unread';
    if (got.status === 200) ({ mail } = got.body as { mail: Delivered[] });
    showMade();
  });
}

function leave(): void {
  watcher?.stop();
  watcher = followed = invoice = undefined;
  trouble = 'cancelled';
  history.replaceState(null, '', '/invoice');
  forgetBrokenOff();
  showMade();
  find('#invoice', HTMLElement).focus();
}

speak(show);
listenToSendForm(follow);
listenToDeeds(
  () => invoice,
  () => void watcher?.read(),
  leave,
);
show();
const earlier = new URL(location.href).searchParams.get('invoiceId');
if (earlier !== null) follow(earlier);
