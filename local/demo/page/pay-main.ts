import { showCalls } from './calls.ts';
import { listenToCardWindow, showCardWindow } from './card-frame.ts';
import { find } from './dom.ts';
import { watchFlow, type FlowWatcher } from './flow.ts';
import { askShop } from './http.ts';
import { showInvoice, type InvoiceTrouble } from './invoice-card.ts';
import type { Invoice } from './invoice-shapes.ts';
import { speak } from './languages.ts';
import { listenToMake, showMake } from './make-invoice.ts';
import { isOpen, showPaid, type Followed } from './paid-card.ts';
import type { PaidFlow, Way } from './pay-shapes.ts';
import { launchAtPayer, letPayerSee, listenToPayer, restPayer, showPayer, wakePayer } from './payer.ts';
import { poll, type Poll } from './poll.ts';
import { forgetCards, listenToCards, readCards, showCards } from './saved-cards.ts';
import type { Progress, StartedFlow } from './shapes.ts';
import { forgetRefusal, listenToWays, showWays } from './ways.ts';

let invoice: Invoice | undefined;
let trouble: InvoiceTrouble | undefined;
let invoiceId: string | undefined;
let reader: Poll | undefined;
let flow: Followed | undefined;
let watcher: FlowWatcher | undefined;

const { apiUrl } = (await askShop('GET', '/shop/configuration')).body as { apiUrl: string };

const isBusy = () => flow !== undefined && isOpen(flow);
const payable = () => (isBusy() ? undefined : invoice?.invoiceId);

function showDesk(): void {
  showInvoice(invoice, trouble);
  showWays(invoice !== undefined, isBusy());
  showCards(payable() !== undefined);
}

function showFlow(): void {
  showPaid(flow);
  showCardWindow(flow && isOpen(flow) ? flow.view.redirectUrl : undefined, find('#paid', HTMLElement));
}

/** Draws everything. */
function show(): void {
  showMake();
  showDesk();
  showFlow();
  showPayer();
  showCalls();
}

/** Keeps an invoice in view, and forgets the payment of the one before. Whoever reloads the page finds it again. */
function follow(id: string): void {
  reader?.stop();
  watcher?.stop();
  invoice = flow = watcher = undefined;
  invoiceId = id;
  forgetRefusal();
  forgetCards();
  wakePayer(0, undefined);
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

function begin(way: Way, byNumber: boolean, started: StartedFlow): void {
  watcher?.stop();
  const begun: Followed = { way, deadline: started.deadline, view: started.view ?? {}, stopping: false };
  flow = begun;
  wakePayer(invoice?.amounts.left ?? 0, byNumber ? invoiceId : undefined);
  watcher = watchFlow(
    apiUrl,
    started,
    (progress) => void take(begun, started.flowId, progress),
    (what) => {
      begun.trouble = what;
      showDesk();
      showFlow();
    },
  );
  show();
  void watcher.read();
}

async function take(followed: Followed, flowId: string, progress: Progress): Promise<void> {
  const ended = progress.status !== 'pending' && isOpen(followed);
  Object.assign(followed, { progress, trouble: undefined, view: progress.view ?? {} });
  const content = followed.view.swish?.qrContent;
  if (content !== undefined && followed.code === undefined) {
    const { status, body } = await askShop('POST', '/pay/codes', { qrContent: content });
    if (status === 200) followed.code = (body as { qr: string }).qr;
  }
  if (followed !== flow) return;
  if (followed.view.swish) letPayerSee(followed.view.swish, followed.code);
  if (ended) await finish(followed, flowId);
  showDesk();
  showFlow();
}

/** The payer's side is over: what came of it the merchant's server reads with its own key. */
async function finish(followed: Followed, flowId: string): Promise<void> {
  restPayer();
  const { status, body } = await askShop('GET', `/pay/flows/${encodeURIComponent(flowId)}`);
  followed.outcome = status === 200 ? (body as PaidFlow) : null;
  void reader?.read();
  if (followed.way === 'registration' && invoiceId !== undefined) void readCards(invoiceId);
}

find('#swish-link', HTMLElement).addEventListener('click', (event) => {
  // In a shop the link starts the real app. No real app knows the simulator's payments, so the drawn phone takes the link.
  event.preventDefault();
  void launchAtPayer();
});
find('#stop', HTMLElement).addEventListener('click', () => {
  // To ask twice is to ask once, and the first may not have been heard.
  if (!flow) return;
  flow.stopping = true;
  showFlow();
  void watcher?.cancel();
});

listenToMake(follow);
listenToWays({ payable, onStarted: begin, show });
listenToCards(payable, () => void reader?.read());
listenToCardWindow(() => void watcher?.read());
listenToPayer();
speak(() => {
  show();
  void watcher?.read();
});
show();
const earlier = new URL(location.href).searchParams.get('invoiceId');
if (earlier !== null) follow(earlier);
