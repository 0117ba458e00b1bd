import { attempts } from './attempts.ts';
import { find, say } from './dom.ts';
import { askShop, type Answer } from './http.ts';
import { markInvalid } from './invalid-fields.ts';
import { showProblem } from './problem-box.ts';
import type { Payment } from './shapes.ts';
import type { SwishDeed } from './swish-shapes.ts';
import { text } from './text.ts';

const form = find('#desk', HTMLFormElement);
const amount = find('#desk [name=amount]', HTMLInputElement);
const buttons = [...form.querySelectorAll<HTMLElement>('[data-swish]')];

const { keyFor, done } = attempts();

let busy = false;
let last: { deed: SwishDeed; answer: Answer } | undefined;
let suggested = '';

const deedOf = (button: HTMLElement) => button.dataset['swish'] as SwishDeed;
const isDone = ({ answer: { status } }: NonNullable<typeof last>) => status >= 200 && status < 300;

function wordsForLast(): string {
  if (busy) return text('swish.busy');
  if (!last || !isDone(last)) return '';
  return text(last.deed === 'refund' ? 'swish.refunded' : 'swish.cancelled');
}

/** Draws the desk: what the payment does not offer cannot be pressed. What is left is suggested as the amount to pay back. */
export function showSwishDeeds(payment: Payment | undefined): void {
  for (const button of buttons) {
    const isOffered = payment?.operations.includes(button.dataset['rel'] ?? '') === true;
    say(button, text(`swish.${deedOf(button)}`));
    button.setAttribute('aria-disabled', String(busy || !isOffered));
  }
  const left = ((payment?.amounts.remainingReversal ?? 0) / 100).toFixed(2);
  if (amount.value === suggested) amount.value = suggested = left;
  say(find('#desk-done', HTMLElement), wordsForLast());
  const refused = busy || !last || isDone(last) ? undefined : last.answer;
  showProblem(find('#desk-error', HTMLElement), 'desk.error', refused);
}

/** What has been done so far was about another payment. */
export function forgetSwishDeeds(): void {
  last = undefined;
  amount.value = suggested = '';
  markInvalid(form, undefined);
}

/** Does what the merchant presses; `onDone` is called after each answer, whatever it was. */
export function listenToSwishDeeds(current: () => Payment | undefined, onDone: () => void): void {
  const ask = (deed: SwishDeed, { paymentId }: Payment): Promise<Answer> => {
    const path = `/swish/payments/${paymentId}/${deed}`;
    if (deed === 'cancel') return askShop('POST', path, {});
    const asked = { paymentId, amount: Math.round(amount.valueAsNumber * 100) };
    return askShop('POST', path, { key: keyFor(asked), amount: asked.amount });
  };

  const act = async (deed: SwishDeed, payment: Payment) => {
    busy = true;
    const asked = amount.value;
    markInvalid(form, undefined);
    showSwishDeeds(payment);
    const answer = await ask(deed, payment);
    busy = false;
    last = { deed, answer };
    if (isDone(last)) done();
    // What has been typed meanwhile is for the next one, and stays.
    if (isDone(last) && deed === 'refund' && amount.value === asked) suggested = asked;
    showSwishDeeds(current());
    if (!isDone(last)) markInvalid(form, answer)?.focus();
    onDone();
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const payment = current();
    const button = event.submitter ?? buttons[0];
    if (!payment || !(button instanceof HTMLElement) || button.ariaDisabled === 'true') return;
    void act(deedOf(button), payment);
  });
}
