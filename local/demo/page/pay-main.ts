import { showCalls } from './calls.ts';
import { listenToCardWindow, showCardWindow } from './card-frame.ts';
import { find } from './dom.ts';
import { askShop } from './http.ts';
import { showInvoice, type InvoiceTrouble } from './invoice-card.ts';
import type { Invoice } from './invoice-shapes.ts';
import { speak } from './languages.ts';
import { listenToMake, showMake } from './make-invoice.ts';
import { followPaidFlows } from './paid-flow.ts';
import { listenToPayer, showPayer } from './payer.ts';
import { poll, type Poll } from './poll.ts';
import { forgetCards, listenToCards, readCards, showCards } from './saved-cards.ts';
import { text } from './text.ts';
import { forgetRefusal, listenToWays, showWays } from './ways.ts';

let invoice: Invoice | undefined;
let trouble: InvoiceTrouble | undefined;
let invoiceId: string | undefined;
let reader: Poll | undefined;

const { apiUrl } = (await askShop('GET', '/shop/configuration')).body as { apiUrl: string };

const paying = followPaidFlows({
  apiUrl,
  show: showDesk,
  onEnd(way) {
    void reader?.read();
    if (way === 'registration' && invoiceId !== undefined) void readCards(invoiceId);
  },
});

const payable = () => (paying.isBusy() ? undefined : invoice?.invoiceId);

function showDesk(): void {
  showInvoice(invoice, trouble);
  showWays(invoice !== undefined, paying.isBusy());
  showCards(payable() !== undefined);
  showCardWindow(paying.redirectUrl(), find('#paid', HTMLElement));
}

/** Draws everything. */
function show(): void {
  showMake();
  paying.draw();
  showPayer();
  showCalls();
}

/** Keeps an invoice in view, and forgets the payment of the one before. Whoever reloads the page finds it again. */
function follow(id: string): void {
  reader?.stop();
  invoice = undefined;
  invoiceId = id;
  forgetRefusal();
  forgetCards();
  paying.forget();
  history.replaceState(null, '', `/pay?invoiceId=${encodeURIComponent(id)}`);
  show();
  reader = poll(async (stopped) => {
    const { status, body } = await askShop('GET', `/invoices/sent/${encodeURIComponent(id)}`);
    if (stopped.aborted) return;
    if (status === 200) invoice = body as Invoice;
    trouble = status === 200 ? undefined : status === 404 ? 'unknown' : 'unread';
    showDesk();
  });
  void readCards(id);
}

listenToMake(follow);
listenToWays({
  payable,
  show,
  onStarted: (way, byNumber, started) =>
    paying.begin(way, started, {
      amount: invoice?.amounts.left ?? 0,
      question: 'payer.asked',
      words: () => text('payer.asked.to'),
      about: byNumber ? invoiceId : undefined,
    }),
});
listenToCards(payable, () => void reader?.read());
listenToCardWindow(paying.read);
listenToPayer('requests');
speak(() => {
  show();
  paying.read();
});
show();
const earlier = new URL(location.href).searchParams.get('invoiceId');
if (earlier !== null) follow(earlier);
