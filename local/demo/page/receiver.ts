import { find, say } from './dom.ts';
import { askShop, type Answer } from './http.ts';
import type { Debtor, Delivery } from './invoice-shapes.ts';
import type { Bank } from './shapes.ts';
import { testPersons } from './test-persons.ts';
import { text } from './text.ts';

const form = find('#invoice-form', HTMLFormElement);
const person = find('#test-person', HTMLSelectElement);
const bank = find('select[name="debtor.eInvoiceBank"]', HTMLSelectElement);
const askButton = find('#ask-kivra', HTMLButtonElement);
const kivra = find('input[value=kivra]', HTMLInputElement);

let asking = false;
/** What Kivra says of the number in the form; undefined until it is asked. */
let isReachable: boolean | undefined;

const input = (part: string) => find(`[name="debtor.${part}"]`, HTMLInputElement);
/** An empty field says nothing. */
const filled = (part: string) => input(part).value.trim() || undefined;

export const chosenDelivery = (): Delivery => new FormData(form).get('delivery') as Delivery;

/** A bank's name, as in the list to choose from. */
export const bankName = (code: string): string => [...bank.options].find(({ value }) => value === code)?.text ?? code;

/** Who gets the invoice, as the form has it. */
export const debtor = (): Debtor => ({
  personalNumber: input('personalNumber').value.replace(/[\s-]/g, ''),
  name: input('name').value.trim(),
  address: filled('address'),
  postcode: filled('postcode'),
  city: filled('city'),
  email: filled('email'),
  eInvoiceBank: chosenDelivery() === 'e-invoice' ? bank.value : undefined,
});

function verdict(): string {
  if (asking) return text('kivra.asking');
  if (isReachable === undefined) return '';
  return text(isReachable ? 'kivra.reachable' : 'kivra.unreachable');
}

/** Draws who gets the invoice, and how; Kivra is a way once Kivra has said so. */
export function showReceiver(): void {
  kivra.disabled = isReachable !== true;
  if (kivra.disabled && kivra.checked) find('input[value=email]', HTMLInputElement).checked = true;
  const delivery = chosenDelivery();
  input('email').required = delivery === 'email';
  find('#e-invoice-bank', HTMLElement).hidden = delivery !== 'e-invoice';
  find('#kivra-first', HTMLElement).hidden = isReachable !== undefined;
  askButton.setAttribute('aria-disabled', String(asking));
  say(find('#kivra-verdict', HTMLElement), verdict());
}

function fill(index: number): void {
  for (const [part, value] of Object.entries(testPersons[index] ?? {})) input(part).value = value;
  isReachable = undefined;
  showReceiver();
}

async function loadBanks(): Promise<void> {
  const { status, body } = await askShop('GET', '/invoices/banks');
  if (status === 200)
    bank.replaceChildren(...(body as { banks: Bank[] }).banks.map(({ code, name }) => new Option(name, code)));
}

/** Fills the form with a test person, and asks whether Kivra reaches whom it names. `onRefused` gets what went wrong. */
export async function listenToReceiver(onRefused: (refusal: Answer | undefined) => void): Promise<void> {
  const ask = async () => {
    if (asking || !input('personalNumber').reportValidity() || !input('name').reportValidity()) return;
    const asked = debtor();
    asking = true;
    isReachable = undefined;
    onRefused(undefined);
    showReceiver();
    const answer = await askShop('POST', '/invoices/kivra', asked);
    asking = false;
    if (answer.status !== 200) onRefused(answer);
    else if (debtor().personalNumber === asked.personalNumber)
      isReachable = (answer.body as { isReachable: boolean }).isReachable;
    showReceiver();
  };
  person.replaceChildren(
    ...testPersons.map(({ name, personalNumber }, index) => new Option(`${name}, ${personalNumber}`, String(index))),
  );
  person.addEventListener('change', () => fill(Number(person.value)));
  input('personalNumber').addEventListener('input', () => {
    isReachable = undefined;
    showReceiver();
  });
  form.addEventListener('change', () => {
    showReceiver();
    // The list could not be read when the page was opened.
    if (chosenDelivery() === 'e-invoice' && bank.options.length === 0) void loadBanks();
  });
  askButton.addEventListener('click', () => void ask());
  fill(0);
  await loadBanks();
}
