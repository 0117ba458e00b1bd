import { find, say } from './dom.ts';
import { money } from './formats.ts';
import { askShop, type Answer } from './http.ts';
import { showProblem } from './problem-box.ts';
import type { Deed, Payment } from './shapes.ts';
import { text } from './text.ts';

const buttons = [...document.querySelectorAll<HTMLElement>('[data-deed]')];

/** What two of the buttons are about, in minor units; the shop's server does the sums. */
const amounts: Partial<Record<Deed, number>> = { 'capture-part': 50_000, 'reverse-part': 20_000 };

let busy = false;
let last: { deed: Deed; answer: Answer } | undefined;

const deedOf = (button: HTMLElement) => button.dataset['deed'] as Deed;
const labelOf = (deed: Deed) => text(`desk.${deed}`, { amount: money(amounts[deed] ?? 0) });

function wordsForLast(): string {
  if (busy) return text('desk.busy');
  if (!last || last.answer.status >= 300 || last.answer.status === 0) return '';
  return text(last.answer.status === 202 ? 'desk.open' : 'desk.done', { deed: labelOf(last.deed) });
}

/** Draws the desk: what the payment does not offer cannot be pressed. */
export function showDesk(payment: Payment | undefined): void {
  for (const button of buttons) {
    const isOffered = payment?.operations.includes(button.dataset['rel'] ?? '') === true;
    say(button, labelOf(deedOf(button)));
    button.setAttribute('aria-disabled', String(busy || !isOffered));
  }
  say(find('#desk-done', HTMLElement), wordsForLast());
  const wasRefused = !busy && last !== undefined && wordsForLast() === '';
  showProblem(find('#desk-error', HTMLElement), 'desk.error', wasRefused ? last?.answer : undefined);
}

/** Does what the merchant presses; `onDone` is called after each answer, whatever it was. */
export function listenToDesk(current: () => Payment | undefined, onDone: () => void): void {
  const act = async (deed: Deed, paymentId: string) => {
    busy = true;
    showDesk(current());
    const answer = await askShop('POST', `/shop/payments/${paymentId}/${deed}`);
    busy = false;
    last = { deed, answer };
    showDesk(current());
    onDone();
  };
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const payment = current();
      if (payment && button.ariaDisabled !== 'true') void act(deedOf(button), payment.paymentId);
    });
  }
}
