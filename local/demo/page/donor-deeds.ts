import type { Donation, DonationDeed } from './donor-shapes.ts';
import { find, say } from './dom.ts';
import { askShop, type Answer } from './http.ts';
import { ofGiving, showProblem } from './problem-box.ts';
import { text } from './text.ts';

const buttons = [...document.querySelectorAll<HTMLElement>('[data-donation]')];

let busy = false;
let last: { deed: DonationDeed; answer: Answer } | undefined;

const deedOf = (button: HTMLElement) => button.dataset['donation'] as DonationDeed;

function isOffered(deed: DonationDeed, { contract, approval }: Donation): boolean {
  const stage = approval?.stage;
  switch (deed) {
    case 'pause':
      return contract?.isPaused === false;
    case 'resume':
      return contract?.isPaused === true;
    case 'end':
      return approval?.isActive === true;
    case 'bank-approve':
    case 'bank-fail':
      return stage === 'pending';
    case 'bank-remove':
      return stage === 'pending' || stage === 'approved';
  }
}

/** Draws the buttons: what is not to be done now cannot be pressed. */
export function showDonationDeeds(donation: Donation | undefined): void {
  for (const button of buttons) {
    const offered = donation !== undefined && isOffered(deedOf(button), donation);
    button.setAttribute('aria-disabled', String(busy || !offered));
  }
  const isDone = last?.answer.status === 200;
  const words = last && isDone ? text('deed.done', { deed: text(`donation.${last.deed}`) }) : '';
  say(find('#donation-done', HTMLElement), busy ? text('deed.busy') : words);
  showProblem(find('#deed-error', HTMLElement), 'desk.error', busy || isDone ? undefined : last?.answer, ofGiving);
}

/** What has been done so far was about another donation. */
export function forgetDonationDeeds(): void {
  last = undefined;
}

/** Does what the charity, or the bank, presses. `onDone` is called after each answer. */
export function listenToDonationDeeds(
  current: () => { flowId: string; donation: Donation } | undefined,
  onDone: () => void,
): void {
  const act = async (deed: DonationDeed, flowId: string, donation: Donation) => {
    busy = true;
    showDonationDeeds(donation);
    const answer = await askShop('POST', `/donors/donations/${encodeURIComponent(flowId)}/${deed}`, {});
    busy = false;
    last = { deed, answer };
    showDonationDeeds(current()?.donation);
    onDone();
  };
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const shown = current();
      if (shown && button.ariaDisabled !== 'true') void act(deedOf(button), shown.flowId, shown.donation);
    });
  }
}
