import { attempts } from './attempts.ts';
import { find, say } from './dom.ts';
import { askShop, type Answer } from './http.ts';
import type { Invoice, InvoiceDeed, InvoiceFile } from './invoice-shapes.ts';
import { ofInvoicing, showProblem } from './problem-box.ts';
import { text } from './text.ts';

type Button = InvoiceDeed | 'pdf';

const buttons = [...document.querySelectorAll<HTMLElement>('[data-invoice]')];
const amount = find('#deed-amount', HTMLInputElement);

const { keyFor, done } = attempts();

let busy = false;
let last: { button: Button; answer: Answer } | undefined;
let suggested = '';

const buttonOf = (element: HTMLElement) => element.dataset['invoice'] as Button;

function isOffered(button: Button, { allows, stage, invoiceNumber }: Invoice): boolean {
  switch (button) {
    case 'credit':
      return allows.credit;
    case 'payment':
      return allows.payment;
    case 'cancel':
      return stage === 'created';
    case 'pdf':
      return invoiceNumber !== null;
  }
}

const isDone = ({ answer: { status } }: NonNullable<typeof last>) => status >= 200 && status < 300;

/** Draws the buttons: what the invoice does not allow cannot be pressed. What is left is suggested as the amount. */
export function showDeeds(invoice: Invoice | undefined): void {
  for (const element of buttons) {
    const offered = invoice !== undefined && isOffered(buttonOf(element), invoice);
    element.setAttribute('aria-disabled', String(busy || !offered));
  }
  const left = ((invoice?.amounts.left ?? 0) / 100).toFixed(2);
  if (amount.value === suggested) amount.value = suggested = left;
  const words = last && isDone(last) ? text('deed.done', { deed: text(`deed.${last.button}`) }) : '';
  say(find('#deed-done', HTMLElement), busy ? text('deed.busy') : words);
  const refused = busy || !last || isDone(last) ? undefined : last.answer;
  showProblem(find('#deed-error', HTMLElement), 'desk.error', refused, ofInvoicing);
}

function download({ fileName, data }: InvoiceFile): void {
  const link = document.createElement('a');
  link.href = `data:application/pdf;base64,${data}`;
  link.download = fileName ?? 'invoice.pdf';
  link.click();
}

/** What has been done so far was about another invoice. */
export function forgetDeeds(): void {
  last = undefined;
  amount.value = suggested = '';
}

/** Does what the merchant presses. `onDone` is called after each answer, `onCancelled` when there is no draft any more. */
export function listenToDeeds(current: () => Invoice | undefined, onDone: () => void, onCancelled: () => void): void {
  const ask = (button: Button, { invoiceId }: Invoice): Promise<Answer> => {
    const path = `/invoices/sent/${invoiceId}`;
    if (button === 'pdf') return askShop('GET', `${path}/pdf`);
    if (button === 'cancel') return askShop('POST', `${path}/cancel`, {});
    const asked = { button, invoiceId, amount: Math.round(amount.valueAsNumber * 100) };
    return askShop('POST', `${path}/${button}`, { key: keyFor(asked), amount: asked.amount });
  };

  const act = async (button: Button, invoice: Invoice) => {
    busy = true;
    const asked = amount.value;
    showDeeds(invoice);
    const answer = await ask(button, invoice);
    busy = false;
    last = { button, answer };
    if (isDone(last)) done();
    if (isDone(last) && button === 'pdf') download(answer.body as InvoiceFile);
    // What has been typed meanwhile is for the next one, and stays.
    if (isDone(last) && (button === 'credit' || button === 'payment') && amount.value === asked) suggested = asked;
    showDeeds(current());
    if (isDone(last) && button === 'cancel') onCancelled();
    else onDone();
  };

  for (const element of buttons) {
    element.addEventListener('click', () => {
      const invoice = current();
      const button = buttonOf(element);
      const needsAmount = button === 'credit' || button === 'payment';
      if (!invoice || element.ariaDisabled === 'true' || (needsAmount && !amount.reportValidity())) return;
      void act(button, invoice);
    });
  }
}
