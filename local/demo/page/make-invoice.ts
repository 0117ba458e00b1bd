import { attempts } from './attempts.ts';
import { find, say } from './dom.ts';
import { askShop, type Answer } from './http.ts';
import type { NewInvoice } from './invoice-shapes.ts';
import { ofInvoicing, showProblem } from './problem-box.ts';
import { testPersons } from './test-persons.ts';
import { language, text } from './text.ts';

const [customer] = testPersons;
const button = find('#make', HTMLElement);

const { keyFor, done } = attempts();

let busy = false;
let refusal: Answer | undefined;

/** Due today in Stockholm, so that a saved card can be charged at once (billecta.md 5). */
const example = (debtor: NewInvoice['debtor']): NewInvoice => ({
  debtor,
  delivery: 'email',
  language: language(),
  dueDate: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(new Date()),
  rows: [{ description: text('pay.row'), quantity: 2, unitPrice: 19_200, vat: 25 }],
});

/** Draws the button that makes the invoice. */
export function showMake(): void {
  say(button, text(busy ? 'pay.making' : 'pay.make'));
  button.setAttribute('aria-disabled', String(busy));
  showProblem(find('#make-error', HTMLElement), 'pay.make.error', refusal, ofInvoicing);
}

/** Makes an invoice when the merchant presses; after a try whose answer was lost the same one. `onMade` gets its id. */
export function listenToMake(onMade: (invoiceId: string) => void): void {
  const make = async () => {
    if (busy || !customer) return;
    busy = true;
    refusal = undefined;
    showMake();
    const invoice = example(customer);
    const answer = await askShop('POST', '/invoices/sent', { key: keyFor(invoice), trouble: 'none', invoice });
    busy = false;
    if (answer.status === 201) {
      done();
      onMade((answer.body as { invoiceId: string }).invoiceId);
    } else refusal = answer;
    showMake();
  };
  button.addEventListener('click', () => void make());
}
