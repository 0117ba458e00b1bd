import type { Donation } from './donor-shapes.ts';
import { isUnderway, type Followed } from './donor-way.ts';
import { create, find, say } from './dom.ts';
import { day } from './formats.ts';
import { askSluss, type Answer } from './http.ts';
import { ofGiving, showProblem } from './problem-box.ts';
import type { Approval } from './shapes.ts';
import { language, text } from './text.ts';

const device = find('.device', HTMLElement);
const page = find('#donor-page', HTMLElement);
const title = find('#page-title', HTMLElement);
const form = find('#confirmation', HTMLFormElement);
const list = find('#accounts', HTMLElement);
const button = find('#confirm', HTMLElement);

let busy = false;
let refusal: Answer | undefined;

function option({ accountId, name, clearingNumber, accountNumber, autogiro }: Approval['accounts'][number]) {
  const input = create('input', '');
  Object.assign(input, { type: 'radio', name: 'accountId', value: accountId, required: true });
  const number = create('span', 'number', `${clearingNumber}-${accountNumber}`);
  const words = create('span', '', create('strong', '', name ?? ''), number);
  const warning = autogiro === 'unknown' ? 'confirm.unknown' : 'autogiro.approved';
  return create('label', 'account', input, words, create('small', autogiro, text(warning)));
}

const chosenAccount = () => list.querySelector<HTMLInputElement>('input:checked')?.value;

/** Draws the accounts again, with the one chosen that was. */
function showAccounts({ accounts }: Approval): void {
  const chosen = chosenAccount();
  list.replaceChildren(...accounts.map(option));
  for (const input of list.querySelectorAll('input')) input.checked = input.value === chosen;
}

function words(followed: Followed, donation: Donation | undefined): { heading: string; says: string } {
  const status = followed.progress?.status ?? 'pending';
  if (followed.view.approval) return { heading: text('confirm.title'), says: text('confirm.lead') };
  if (status === 'complete') {
    const date = donation?.made ? day(donation.made.firstWithdrawal) : '';
    return { heading: text('thanks.title'), says: date === '' ? '' : text('thanks.text', { date }) };
  }
  const heading = status === 'pending' ? text('thanks.waiting') : text(status);
  return { heading, says: followed.progress?.message ?? '' };
}

let drawn = '';

/** Draws the donor's own page: what is to be confirmed, then what came of it. It takes the phone's place once BankID is done. */
export function showConfirmation(followed: Followed | undefined, donation: Donation | undefined): void {
  const isShown = followed?.wasAsked === true;
  const wasHere = device.contains(document.activeElement);
  find('.phone', HTMLElement).hidden = isShown;
  page.hidden = !isShown;
  if (!isShown) {
    drawn = '';
    return;
  }
  const { approval } = followed.view;
  const { heading, says } = words(followed, donation);
  say(title, heading);
  say(find('#page-words', HTMLElement), says);
  form.hidden = approval === undefined;
  if (approval) {
    say(find('#approval-text', HTMLElement), approval.text[language()]);
    const state = `${followed.flowId} ${language()}`;
    if (drawn !== state) showAccounts(approval);
    drawn = state;
  }
  say(button, text(busy ? 'confirm.busy' : 'confirm.yes'));
  button.setAttribute('aria-disabled', String(busy));
  showProblem(find('#confirm-error', HTMLElement), 'confirm.refused', refusal, ofGiving);
  // Whoever was at the phone, or pressed a button that is gone, goes on here.
  const isLost = wasHere && !page.contains(document.activeElement);
  if (isLost || (document.activeElement instanceof HTMLElement && document.activeElement.closest('[hidden]')))
    title.focus();
}

interface Donor {
  apiUrl: string;
  current: () => Followed | undefined;
  show: () => void;
  /** The answer has been taken, or refused: the flow says what is true. */
  onAnswered: () => void;
  onLeft: () => void;
}

/** Puts the donor's answer to Sluss, from the page and with the flow's token alone. */
export function listenToConfirmation({ apiUrl, current, show, onAnswered, onLeft }: Donor): void {
  const confirm = async ({ flowId, clientToken }: Followed, accountId: string) => {
    busy = true;
    refusal = undefined;
    show();
    const path = `/v1/billecta/autogiro/donors/${encodeURIComponent(flowId)}/account`;
    const answer = await askSluss(apiUrl, 'PUT', path, clientToken, { accountId, confirms: true });
    busy = false;
    refusal = answer.status === 200 ? undefined : answer;
    show();
    onAnswered();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const followed = current();
    const accountId = chosenAccount();
    if (busy || !followed || !isUnderway(followed) || accountId === undefined) return;
    void confirm(followed, accountId);
  });
  find('#walk-away', HTMLElement).addEventListener('click', onLeft);
}

/** What was refused was another donor's. */
export function forgetConfirmation(): void {
  refusal = undefined;
  form.reset();
}
