import { attempts } from './attempts.ts';
import { find, say } from './dom.ts';
import { askShop, type Answer } from './http.ts';
import { markInvalid } from './invalid-fields.ts';
import { ofSwish, showProblem } from './problem-box.ts';
import type { Sale } from './swish-shapes.ts';
import { language, text } from './text.ts';

const form = find('#sale', HTMLFormElement);
const errorBox = find('#sale-error', HTMLElement);
const amount = find('#sale [name=amount]', HTMLInputElement);
const message = find('#sale [name=message]', HTMLInputElement);
const phone = find('#sale [name=payerAlias]', HTMLInputElement);
const buttons = [...form.querySelectorAll<HTMLElement>('[data-pay]')];

const { keyFor, done } = attempts();

let busy = false;
let isOpen = false;
let refusal: Answer | undefined;
let untouched = '';

/** Draws the form; nothing is asked for while a payment's end is open (`isUnderway`). A message that nobody has changed is translated too. */
export function showSaleForm(isUnderway: boolean): void {
  isOpen = isUnderway;
  if (message.value === untouched) message.value = untouched = text('pay.row');
  for (const button of buttons) button.setAttribute('aria-disabled', String(busy || isOpen));
  say(find('#sale-note', HTMLElement), busy ? text('swish.busy') : isOpen ? text('pay.open') : '');
  showProblem(errorBox, 'pay.refused', refusal, ofSwish);
}

/** Asks for a payment when the merchant presses; after a try whose answer was lost for the same one. */
export function listenToSaleForm(onStarted: (sale: Sale) => void): void {
  const start = async (isByNumber: boolean) => {
    if (busy || isOpen) return;
    busy = true;
    refusal = undefined;
    markInvalid(form, undefined);
    showSaleForm(isOpen);
    const asked = {
      amount: Math.round(amount.valueAsNumber * 100),
      ...(message.value !== '' && { message: message.value }),
      ...(isByNumber && { payerAlias: phone.value }),
    };
    const key = keyFor({ ...asked, language: language() });
    const answer = await askShop('POST', '/swish/payments', { key, ...asked });
    busy = false;
    if (answer.status === 201) {
      done();
      onStarted(answer.body as Sale);
      return;
    }
    refusal = answer;
    showSaleForm(isOpen);
    (markInvalid(form, answer) ?? errorBox).focus();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const isByNumber = event.submitter?.dataset['pay'] !== 'swish';
    // Without a number only the amount has to be there.
    if (isByNumber || amount.reportValidity()) void start(isByNumber);
  });
}
