import { listenToBell, showBell } from './bell.ts';
import { showCalls } from './calls.ts';
import { listenToDesk, showDesk } from './desk.ts';
import { countEvents, showEvents, takeEvent } from './event-list.ts';
import { money } from './formats.ts';
import { askShop } from './http.ts';
import { speak } from './languages.ts';
import { showLedger, type LedgerTrouble } from './ledger.ts';
import { listenToOrder, showOrder } from './order.ts';
import type { Poll } from './poll.ts';
import type { Payment, Rings } from './shapes.ts';
import { watchPayment } from './watch-payment.ts';

let payment: Payment | undefined;
let trouble: LedgerTrouble | undefined;
let rings: Rings = { eightTimes: false, causes: [] };
let followed: string | undefined;
let watcher: Poll | undefined;

/** Draws everything. */
function show(): void {
  showOrder(payment);
  showDesk(payment);
  showBell(rings, countEvents());
  showLedger(payment, trouble, money);
  showEvents(money);
  showCalls();
}

function follow(paymentId: string): void {
  if (paymentId === followed) return;
  watcher?.stop();
  followed = paymentId;
  watcher = watchPayment(paymentId, {
    onLedger({ status, body }) {
      if (status === 200) payment = body as Payment;
      trouble = status === 200 ? undefined : status === 404 ? 'unknown' : 'unread';
      show();
    },
    onRings(heard) {
      rings = heard;
      showBell(rings, countEvents());
    },
    onEvent(told) {
      takeEvent(told);
      showEvents(money);
    },
  });
}

async function readBell(): Promise<void> {
  const { status, body } = await askShop('GET', '/shop/bell');
  if (status === 200) rings = body as Rings;
  showBell(rings, countEvents());
}

/** After something that the ledger may know of by now. */
const readAgain = () => void (watcher ? watcher.read() : readBell());

listenToOrder({
  payment: () => payment,
  paymentId: () => followed,
  onCreated(created) {
    payment = created;
    // Whoever reloads the page finds the payment again.
    history.replaceState(null, '', `/shop?paymentId=${created.paymentId}`);
    follow(created.paymentId);
  },
  onSaid: readAgain,
});
listenToDesk(() => payment, readAgain);
listenToBell(readAgain);
speak(show);
show();
const returnedFrom = new URL(location.href).searchParams.get('paymentId');
if (returnedFrom === null) await readBell();
else follow(returnedFrom);
