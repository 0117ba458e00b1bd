import { find, say } from './dom.ts';
import { askShop, problemOf, type Answer } from './http.ts';
import { markInvalid } from './invalid-fields.ts';
import type { Bank, Job, StartedFlow } from './shapes.ts';
import { text, type TextKey } from './text.ts';

const counters = { authentication: 'authentications', signature: 'signatures', lookup: 'lookups' } as const;

const form = find('#start', HTMLFormElement);
const errorBox = find('#error', HTMLElement);
const visibleText = find('textarea[name=visibleText]', HTMLTextAreaElement);
const bank = find('select[name=bank]', HTMLSelectElement);
const button = find('#start button[type=submit]', HTMLButtonElement);

let starting = false;
let refusal: Answer | undefined;
let untouchedText = '';

const field = (name: string) => new FormData(form).get(name) as string;

const chosenJob = () => field('job') as Job;

function asked(job: Job): Record<string, unknown> {
  switch (job) {
    case 'authentication':
      return {};
    case 'signature':
      return { visibleText: visibleText.value };
    case 'lookup':
      return {
        personalNumber: field('personalNumber').replace(/[\s-]/g, ''),
        bank: bank.value,
        sameDevice: find('input[name=sameDevice]', HTMLInputElement).checked,
      };
  }
}

/** A sentence for what the visitor can do about it; the problem's own words stand beside it, for the developer. */
function sentence({ status }: Answer): TextKey {
  if (status === 429 || status === 503) return 'error.busy';
  if (status === 502 || status === 504) return 'error.provider';
  return [400, 413, 422].includes(status) ? 'error.request' : 'error.other';
}

function showFields(): void {
  for (const group of form.querySelectorAll<HTMLFieldSetElement>('[data-fields]')) {
    const unused = group.dataset['fields'] !== chosenJob();
    group.hidden = unused;
    group.disabled = unused;
  }
}

function showRefusal(): void {
  errorBox.hidden = refusal === undefined;
  if (refusal === undefined) return;
  const { title, detail, code } = problemOf(refusal);
  const [heading, words, origin] = [...errorBox.children] as [HTMLElement, HTMLElement, HTMLElement];
  say(heading, text('error.title'));
  say(words, text(code === 'sluss-unreachable' ? 'error.other' : sentence(refusal)));
  say(origin, [code, detail ?? title].filter(Boolean).join(': '));
}

/** Draws what depends on the language; a text to sign that nobody has changed is translated too. */
export function showForm(): void {
  say(button, text(starting ? 'starting' : 'start'));
  if (visibleText.value === untouchedText) visibleText.value = untouchedText = text('visibleText.value');
  showRefusal();
}

async function loadBanks(): Promise<void> {
  const { status, body } = await askShop('GET', '/shop/banks');
  if (status !== 200) return;
  bank.replaceChildren(...(body as { banks: Bank[] }).banks.map(({ code, name }) => new Option(name, code)));
}

/** Starts what the visitor has chosen. `onStarted` gets the flow; a refusal is shown in the form. */
export function listenToForm(onStarted: (job: Job, started: StartedFlow) => void): void {
  const start = async () => {
    if (starting) return;
    starting = true;
    refusal = undefined;
    markInvalid(form, undefined);
    showForm();
    const job = chosenJob();
    const answer = await askShop('POST', `/shop/${counters[job]}`, asked(job));
    starting = false;
    if (answer.status === 201) onStarted(job, answer.body as StartedFlow);
    else refusal = answer;
    showForm();
    if (refusal) (markInvalid(form, refusal) ?? errorBox).focus();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void start();
  });
  form.addEventListener('change', () => {
    showFields();
    // The list could not be read when the page was opened; the visitor asks for it now.
    if (chosenJob() === 'lookup' && bank.options.length === 0) void loadBanks();
  });
  showFields();
  void loadBanks();
}

/** Back to the form: the visitor goes on where the choice is made. */
export const focusForm = (): void => find('input[name=job]:checked', HTMLInputElement).focus();
