import { find, say } from './dom.ts';
import { mayLaunch, platform } from './launch.ts';
import { showStage } from './panels.ts';
import type { Job, Progress, View } from './shapes.ts';
import { language, text } from './text.ts';

const message = find('#message', HTMLElement);
const picture = find('#qr', HTMLImageElement);
const frame = find('#qr-frame', HTMLElement);
const caption = find('#qr-frame figcaption', HTMLElement);
const launch = find('#launch', HTMLAnchorElement);

// On a phone the app is on this very device more often than not (bankid.md 6.3).
if (platform() !== 'desktop') frame.before(find('.launch', HTMLElement));

const openedHints = ['started', 'user-sign', 'processing', 'user-mrtd'];

/** What the card shows of a running flow. */
export interface FlowState {
  job: Job;
  deadline: string;
  view: View;
  progress?: Progress;
  /** A QR has been shown: when it is gone, the app is open. */
  codeSeen: boolean;
  cancelling: boolean;
  unreachable: boolean;
}

export const isOpened = ({ view, codeSeen, progress }: FlowState): boolean =>
  view.qr === undefined && (codeSeen || openedHints.includes(progress?.hint ?? ''));

/** The line that assistive technology reads out when it changes; '' says nothing. */
export const showMessage = (words: string): void => say(message, words);

/** Draws a running flow. */
export function showFlow(flow: FlowState): void {
  const { job, deadline, view, progress, cancelling, unreachable } = flow;
  const opened = isOpened(flow);
  showStage(opened ? 'opened' : 'waiting');
  showMessage(unreachable ? text('trouble.unreachable') : (progress?.message ?? ''));
  say(find('#flow-title', HTMLElement), text(`flow.${job}`));

  picture.alt = text('qr.alt');
  picture.hidden = view.qr === undefined;
  if (view.qr !== undefined && picture.src !== view.qr) picture.src = view.qr;
  // Started for this device: there is no code to wait for, only the link.
  frame.hidden = view.qr === undefined && view.autoStartToken !== undefined && !opened;
  frame.dataset['state'] = view.qr !== undefined ? 'shown' : opened ? 'opened' : 'coming';
  say(caption, text(view.qr !== undefined ? 'qr.caption' : opened ? 'qr.opened' : 'qr.coming'));

  showLaunch(view, opened);
  say(find('#cancel', HTMLElement), text(cancelling ? 'cancelling' : 'cancel'));
  const time = new Intl.DateTimeFormat(language(), { timeStyle: 'short' }).format(new Date(deadline));
  say(find('#deadline', HTMLElement), text('deadline', { time }));
}

function showLaunch(view: View, opened: boolean): void {
  const usable = mayLaunch(view);
  launch.hidden = view.autoStartToken === undefined || (opened && usable);
  find('#launched', HTMLElement).hidden = usable || launch.hidden;
  if (usable && view.launch) launch.href = view.launch[platform()];
  else launch.removeAttribute('href');
  launch.setAttribute('aria-disabled', String(!usable));
}
