import { showCalls } from './calls.ts';
import { forgetEvents, showEvents, takeEvent } from './event-list.ts';
import { kronor } from './formats.ts';
import { askShop } from './http.ts';
import { speak } from './languages.ts';
import { showLedger, type LedgerTrouble } from './ledger.ts';
import { followPaidFlows } from './paid-flow.ts';
import { listenToPayer, showPayer } from './payer.ts';
import type { Poll } from './poll.ts';
import type { Payment } from './shapes.ts';
import { forgetSwishDeeds, listenToSwishDeeds, showSwishDeeds } from './swish-deeds.ts';
import { listenToSaleForm, showSaleForm } from './swish-form.ts';
import type { Sale } from './swish-shapes.ts';
import { text } from './text.ts';
import { watchPayment } from './watch-payment.ts';

let payment: Payment | undefined;
let trouble: LedgerTrouble | undefined;
let watcher: Poll | undefined;

const { apiUrl } = (await askShop('GET', '/shop/configuration')).body as { apiUrl: string };

const paying = followPaidFlows({ apiUrl, show: showDesk, onEnd: () => void watcher?.read() });

function showDesk(): void {
  showSaleForm(paying.isBusy());
  showSwishDeeds(payment);
  showLedger(payment, trouble, kronor);
  showEvents(kronor);
}

/** Draws everything. */
function show(): void {
  paying.draw();
  showPayer();
  showCalls();
}

/** Keeps a payment in view: its flow as the customer's browser follows it, and the ledger. Whoever reloads the page finds it again. */
function follow({ paymentId, reference, amount, message, isByNumber, flow }: Sale): void {
  watcher?.stop();
  payment = trouble = undefined;
  forgetSwishDeeds();
  forgetEvents();
  history.replaceState(null, '', `/swish?paymentId=${encodeURIComponent(paymentId)}`);
  watcher = watchPayment(paymentId, {
    onLedger({ status, body }) {
      if (status === 200) payment = body as Payment;
      trouble = status === 200 ? undefined : 'unread';
      showDesk();
    },
    onEvent(told) {
      takeEvent(told);
      showDesk();
    },
  });
  paying.begin('direct', flow, {
    amount,
    question: 'swish.asked',
    words: () => [text('swish.asked.to'), message].filter(Boolean).join(': '),
    about: isByNumber ? reference : undefined,
  });
}

async function findAgain(paymentId: string): Promise<void> {
  const { status, body } = await askShop('GET', `/swish/payments/${encodeURIComponent(paymentId)}`);
  if (status === 200) {
    follow(body as Sale);
    return;
  }
  trouble = status === 404 ? 'unknown' : 'unread';
  showDesk();
}

listenToSaleForm(follow);
listenToSwishDeeds(
  () => payment,
  () => void watcher?.read(),
);
listenToPayer('payments');
speak(() => {
  show();
  paying.read();
});
show();
const earlier = new URL(location.href).searchParams.get('paymentId');
if (earlier !== null) await findAgain(earlier);
