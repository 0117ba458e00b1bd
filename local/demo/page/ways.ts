import { attempts } from './attempts.ts';
import { find, say } from './dom.ts';
import { askShop, type Answer } from './http.ts';
import { markInvalid } from './invalid-fields.ts';
import type { Way } from './pay-shapes.ts';
import { ofPaying, showProblem } from './problem-box.ts';
import type { StartedFlow } from './shapes.ts';
import { language, text } from './text.ts';

const form = find('#ways', HTMLFormElement);
const errorBox = find('#ways-error', HTMLElement);
const phone = find('input[name=phone]', HTMLInputElement);
const buttons = [...form.querySelectorAll<HTMLElement>('[data-pay]')];

const { keyFor, done } = attempts();

let busy = false;
let refusal: Answer | undefined;

/** Draws the ways to pay: none without an invoice (`canPay`), and none while a payment's end is open (`isOpen`). */
export function showWays(canPay: boolean, isOpen: boolean): void {
  for (const button of buttons) button.setAttribute('aria-disabled', String(busy || isOpen || !canPay));
  say(find('#ways-note', HTMLElement), busy ? text('pay.starting') : isOpen ? text('pay.open') : '');
  showProblem(errorBox, 'pay.refused', refusal, ofPaying);
}

/** What was refused was about another invoice. */
export function forgetRefusal(): void {
  refusal = undefined;
  markInvalid(form, undefined);
}

interface Merchant {
  /** The invoice to pay; undefined while nothing may be started. */
  payable: () => string | undefined;
  /** `byNumber`: Swish has got the phone number, and its app knows. */
  onStarted: (way: Way, byNumber: boolean, started: StartedFlow) => void;
  show: () => void;
}

/** Starts a flow when the merchant chooses a way; after a try whose answer was lost the same one. */
export function listenToWays({ payable, onStarted, show }: Merchant): void {
  const start = async (way: Way, byNumber: boolean) => {
    const invoiceId = payable();
    if (busy || invoiceId === undefined) return;
    busy = true;
    forgetRefusal();
    show();
    const asked = { invoiceId, ...(byNumber && { phone: phone.value }) };
    const key = keyFor({ way, ...asked, language: language() });
    const answer = await askShop('POST', `/pay/flows/${way}`, { key, ...asked });
    busy = false;
    if (answer.status === 201) {
      done();
      onStarted(way, byNumber, answer.body as StartedFlow);
      return;
    }
    refusal = answer;
    show();
    (markInvalid(form, answer) ?? errorBox).focus();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void start('swish', true);
  });
  for (const button of buttons) {
    const way = button.dataset['pay'] ?? '';
    if (way !== 'swish-number') button.addEventListener('click', () => void start(way as Way, false));
  }
}
