import { attempts } from './attempts.ts';
import type { NewDonation } from './donor-shapes.ts';
import { find, say } from './dom.ts';
import { askShop, type Answer } from './http.ts';
import { markInvalid } from './invalid-fields.ts';
import { ofGiving, showProblem } from './problem-box.ts';
import type { Bank, StartedFlow } from './shapes.ts';
import { testPersons } from './test-persons.ts';
import { language, text } from './text.ts';

const form = find('#donation-form', HTMLFormElement);
const errorBox = find('#donation-error', HTMLElement);
const button = find('#donation-button', HTMLElement);
const purpose = find('input[name="product.description"]', HTMLInputElement);
const amount = find('input[name=amount]', HTMLInputElement);
const interval = find('select[name=interval]', HTMLSelectElement);
const dayOfMonth = find('input[name=dayOfMonth]', HTMLInputElement);
const person = find('#test-person', HTMLSelectElement);
const personalNumber = find('input[name=personalNumber]', HTMLInputElement);
const bank = find('select[name=bank]', HTMLSelectElement);
const sums = [...form.querySelectorAll<HTMLElement>('[data-sum]')];

const { keyFor, done } = attempts();

let starting = false;
let isOpen = false;
let refusal: Answer | undefined;
let untouchedPurpose = '';

const donation = (): NewDonation => ({
  personalNumber: personalNumber.value.replace(/[\s-]/g, ''),
  bank: bank.value,
  amount: amount.valueAsNumber * 100,
  interval: interval.value as NewDonation['interval'],
  dayOfMonth: dayOfMonth.valueAsNumber,
  purpose: purpose.value.trim(),
});

/** Draws the form; nothing is started while a donor is on the way (`isUnderway`). A purpose that nobody has changed is translated too. */
export function showDonationForm(isUnderway: boolean): void {
  isOpen = isUnderway;
  if (purpose.value === untouchedPurpose) purpose.value = untouchedPurpose = text('donation.example');
  for (const sum of sums) {
    say(sum, text('donation.sum', { sum: sum.dataset['sum'] ?? '' }));
    sum.setAttribute('aria-pressed', String(sum.dataset['sum'] === amount.value));
  }
  say(button, text(starting ? 'starting' : isUnderway ? 'donation.underway' : 'donation.start'));
  button.setAttribute('aria-disabled', String(starting || isUnderway));
  showProblem(errorBox, 'donation.refused', refusal, ofGiving);
}

async function loadBanks(): Promise<void> {
  const { status, body } = await askShop('GET', '/shop/banks');
  if (status !== 200) return;
  bank.replaceChildren(...(body as { banks: Bank[] }).banks.map(({ code, name }) => new Option(name, code)));
}

/** Starts the set-up of a donor; after a try whose answer was lost the same one. `onStarted` gets the flow. */
export function listenToDonationForm(onStarted: (started: StartedFlow) => void): void {
  const start = async () => {
    if (starting || isOpen) return;
    starting = true;
    refusal = undefined;
    markInvalid(form, undefined);
    showDonationForm(isOpen);
    const asked = donation();
    const key = keyFor({ ...asked, language: language() });
    const answer = await askShop('POST', '/donors/donations', { key, donation: asked });
    starting = false;
    if (answer.status === 201) {
      done();
      onStarted(answer.body as StartedFlow);
      return;
    }
    refusal = answer;
    showDonationForm(isOpen);
    (markInvalid(form, answer) ?? errorBox).focus();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void start();
  });
  form.addEventListener('input', () => showDonationForm(isOpen));
  for (const sum of sums) {
    sum.addEventListener('click', () => {
      amount.value = sum.dataset['sum'] ?? '';
      showDonationForm(isOpen);
    });
  }
  // The list could not be read when the page was opened.
  form.addEventListener('focusin', () => {
    if (bank.options.length === 0) void loadBanks();
  });
  person.replaceChildren(
    ...testPersons.map(({ name, personalNumber: number }) => new Option(`${name}, ${number}`, number)),
  );
  person.addEventListener('change', () => (personalNumber.value = person.value));
  personalNumber.value = person.value;
  void loadBanks();
}
