import type { Donation } from './donor-shapes.ts';
import { find, say } from './dom.ts';
import { showFlow, showMessage, type FlowState } from './flow-card.ts';
import { text } from './text.ts';

/** A donor's set-up as the page follows it. */
export interface Followed extends FlowState {
  flowId: string;
  clientToken: string;
  /** The donor has been asked to confirm, so what follows is told on the same page. */
  wasAsked: boolean;
  isGone: boolean;
}

const statusOf = ({ progress }: Followed) => progress?.status ?? 'pending';

/** Whether the donor, or Billecta, still has something to do. */
export const isUnderway = (followed: Followed): boolean => !followed.isGone && statusOf(followed) === 'pending';

/** How far it has come, as a word of `way.…`. */
function stepOf(followed: Followed) {
  const status = statusOf(followed);
  if (followed.isGone) return 'gone';
  if (status !== 'pending') return status;
  if (followed.view.approval) return 'asking';
  if (followed.progress?.hint === 'outcome-unknown') return 'unsure';
  return followed.wasAsked ? 'setting-up' : 'pending';
}

/** Draws the way that a donor takes, as a browser follows it, and what is left of it when it came to nothing. */
export function showWay(followed: Followed | undefined, traces: Donation['traces']): void {
  find('#way-empty', HTMLElement).hidden = followed !== undefined;
  find('#way', HTMLElement).hidden = followed === undefined;
  if (!followed) return;
  showFlow(followed);
  if (followed.isGone) showMessage(text('trouble.gone'));
  say(find('#way-status', HTMLElement), text(`way.${stepOf(followed)}`));
  say(find('#way-word', HTMLElement), statusOf(followed));
  find('#identify', HTMLElement).hidden = !isUnderway(followed) || followed.wasAsked;
  const count = traces && { debtors: String(traces.debtors), contracts: String(traces.contracts) };
  say(find('#traces', HTMLElement), count ? text('way.traces', count) : '');
}
