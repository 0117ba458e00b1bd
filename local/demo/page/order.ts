import { find, say } from './dom.ts';
import { money } from './formats.ts';
import { askShop, type Answer } from './http.ts';
import { showProblem } from './problem-box.ts';
import { closeView, openView, viewIsOpen, type Said } from './seamless.ts';
import type { CreatedPayment, Payment } from './shapes.ts';
import { text } from './text.ts';

const standing = find('#standing', HTMLElement);
const buttons = [...document.querySelectorAll<HTMLElement>('[data-way]')];

// The payer came by a link of ours, and a link proves nothing.
const returned = new URL(location.href).searchParams.has('paymentId');

let busy = false;
let refusal: Answer | undefined;
let said: Said | undefined;

function wordsFor(payment: Payment | undefined): string {
  if (!payment) return '';
  if (payment.state !== 'open') return text('standing.known', { state: text(`state.${payment.state}`) });
  if (said) return text(`standing.view.${said}`);
  return text(returned ? 'standing.returned' : 'standing.open');
}

/** Draws the order, by what the ledger knows of its payment. */
export function showOrder(payment: Payment | undefined): void {
  const isPayable = payment === undefined || payment.state === 'open';
  for (const element of document.querySelectorAll<HTMLElement>('[data-amount]')) {
    say(element, money(Number(element.dataset['amount'])));
  }
  for (const button of buttons) button.setAttribute('aria-disabled', String(busy || viewIsOpen()));
  find('#ways', HTMLElement).hidden = !isPayable;
  find('#next', HTMLElement).hidden = isPayable;
  say(standing, wordsFor(payment));
  showProblem(find('#pay-error', HTMLElement), 'pay.error', refusal);
  if (!isPayable) closeView(standing);
}

interface Shop {
  payment: () => Payment | undefined;
  /** Of the payment that the page is about, also before it could be read. */
  paymentId: () => string | undefined;
  onCreated: (payment: Payment) => void;
  /** The payment view has said something: then it is time to read the ledger. */
  onSaid: () => void;
}

/** Creates the order's payment when the payer chooses a way to pay; one that is there is used again. */
export function listenToOrder({ payment: current, paymentId, onCreated, onSaid }: Shop): void {
  const hear = (what: Said) => {
    said = what;
    showOrder(current());
    if (what === 'done' || what === 'error') closeView(standing);
    onSaid();
  };

  const pay = async (way: string | undefined) => {
    if (busy || viewIsOpen()) return;
    busy = true;
    refusal = said = undefined;
    showOrder(current());
    const answer = await askShop('POST', '/shop/payments', { paymentId: paymentId() });
    busy = false;
    if (answer.status !== 201) {
      refusal = answer;
      showOrder(current());
      return;
    }
    const { payer, ...payment } = answer.body as CreatedPayment;
    onCreated(payment);
    if (way === 'seamless') await openView(payer.scriptUrl ?? '', hear);
    else if (payer.redirectUrl !== null) location.assign(payer.redirectUrl);
    showOrder(current());
  };

  for (const button of buttons) button.addEventListener('click', () => void pay(button.dataset['way']));
}
