import { attempts } from './attempts.ts';
import { create, find, say } from './dom.ts';
import { askShop, problemOf, type Answer } from './http.ts';
import { markInvalid } from './invalid-fields.ts';
import { listenToRows, rows, showRows } from './invoice-rows.ts';
import type { NewInvoice, Trouble } from './invoice-shapes.ts';
import { ofInvoicing, showProblem } from './problem-box.ts';
import { chosenDelivery, debtor, listenToReceiver, showReceiver } from './receiver.ts';
import { language, text, type TextKey } from './text.ts';

const form = find('#invoice-form', HTMLFormElement);
const errorBox = find('#send-error', HTMLElement);
const sendButton = find('#send-button', HTMLButtonElement);
const resumeButton = find('#resume', HTMLButtonElement);
const trouble = find('select[name=trouble]', HTMLSelectElement);
const dueDate = find('input[name=dueDate]', HTMLInputElement);

const { keyFor, done } = attempts();

let sending = false;
/** What was asked for last; to try again is to ask for exactly this. */
let asked: NewInvoice | undefined;
let refusal: { heading: TextKey; answer: Answer } | undefined;
let mayResumeAt = 0;

/** Whether the same request may go through when it is made again. */
const isBrokenOff = (answer: Answer) =>
  answer.status === 0 || answer.status >= 500 || problemOf(answer).code === 'in-progress';

const secondsToResume = () => Math.max(0, Math.ceil((mayResumeAt - Date.now()) / 1000));

/** What a step has made, in words; the last step is told by the invoice itself. */
function wordsFor(step: string): string | undefined {
  const [, number] = /^productId(\d)$/.exec(step) ?? [];
  if (number !== undefined) return text('exists.article', { number });
  if (step === 'debtorId') return text('exists.customer');
  return step === 'invoiceId' ? text('exists.draft') : undefined;
}

function showBrokenOff(): void {
  const steps = Object.keys((refusal && problemOf(refusal.answer).ids) ?? {});
  const mayResume = refusal?.heading === 'send.error' && isBrokenOff(refusal.answer);
  const words = steps.map(wordsFor).filter((word) => word !== undefined);
  find('#broken', HTMLElement).hidden = sending || (!mayResume && words.length === 0);
  find('#exists-part', HTMLElement).hidden = words.length === 0;
  find('#exists', HTMLElement).replaceChildren(...words.map((word) => create('li', '', word)));
  resumeButton.hidden = find('#resume-note', HTMLElement).hidden = !mayResume;
  const seconds = secondsToResume();
  say(resumeButton, seconds > 0 ? text('resume.wait', { seconds: String(seconds) }) : text('resume'));
  resumeButton.setAttribute('aria-disabled', String(seconds > 0));
}

/** Draws the form in the page's language. */
export function showSendForm(): void {
  showReceiver();
  showRows();
  say(sendButton, text(sending ? 'send.busy' : 'send'));
  sendButton.setAttribute('aria-disabled', String(sending));
  showProblem(errorBox, refusal?.heading ?? 'send.error', refusal?.answer, ofInvoicing);
  showBrokenOff();
}

function refuse(heading: TextKey, answer: Answer | undefined): void {
  refusal = answer && { heading, answer };
  const invalid = markInvalid(form, answer);
  showSendForm();
  if (answer) (invalid ?? errorBox).focus();
}

/** Counts down to when it makes sense to try again. */
function wait(seconds: number): void {
  mayResumeAt = Date.now() + seconds * 1000;
  const timer = setInterval(() => {
    showBrokenOff();
    if (secondsToResume() === 0) clearInterval(timer);
  }, 1000);
}

/** What was broken off is not to be resumed any more. */
export function forgetBrokenOff(): void {
  done();
  refuse('send.error', undefined);
}

/** Sends what the form says. `onMade` gets the id of the invoice, which is a draft when the sending broke off. */
export function listenToSendForm(onMade: (invoiceId: string) => void): void {
  const send = async (invoice: NewInvoice, fault: Trouble) => {
    if (sending) return;
    sending = true;
    asked = invoice;
    refuse('send.error', undefined);
    const answer = await askShop('POST', '/invoices/sent', { key: keyFor(invoice), trouble: fault, invoice });
    sending = false;
    trouble.value = 'none';
    const isSent = answer.status === 201;
    const { invoiceId } = (isSent ? answer.body : (problemOf(answer).ids ?? {})) as { invoiceId?: string };
    if (isSent) done();
    else wait(answer.retryAfter);
    refuse('send.error', isSent ? undefined : answer);
    if (invoiceId !== undefined) onMade(invoiceId);
    if (isSent) find('#invoice', HTMLElement).focus();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const invoice = { debtor: debtor(), delivery: chosenDelivery(), language: language(), dueDate: dueDate.value };
    void send({ ...invoice, rows: rows() }, trouble.value as Trouble);
  });
  resumeButton.addEventListener('click', () => {
    if (asked && secondsToResume() === 0) void send(asked, 'none');
  });
  dueDate.value = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  listenToRows();
  void listenToReceiver((answer) => refuse('kivra.error', answer));
}
