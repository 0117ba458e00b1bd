import { create, find, say } from './dom.ts';
import { cardName, kronor, time } from './formats.ts';
import type { PaidFlow, Way } from './pay-shapes.ts';
import type { Progress, View } from './shapes.ts';
import { text, type TextKey } from './text.ts';

/** A flow as the page follows it. */
export interface Followed {
  way: Way;
  deadline: string;
  view: View;
  progress?: Progress;
  /** The code that Swish scans, as a picture. */
  code?: string;
  /** The merchant has asked for its end. */
  stopping: boolean;
  trouble?: 'unreachable' | 'gone' | undefined;
  /** What the merchant's server read of it after its end; null: it could not. */
  outcome?: PaidFlow | null;
}

export const isOpen = ({ progress, trouble }: Followed): boolean =>
  trouble !== 'gone' && (progress?.status ?? 'pending') === 'pending';

function facts({ way, deadline, progress, outcome }: Followed): [TextKey, string][] {
  const { result } = outcome ?? {};
  const paid = result?.amount ?? undefined;
  const saved = way === 'registration' || result?.brand ? result : undefined;
  return [
    ...(progress?.hint ? [['paid.hint', progress.hint] satisfies [TextKey, string]] : []),
    ...(outcome === undefined ? [['paid.deadline', time(deadline)] satisfies [TextKey, string]] : []),
    ...(paid === undefined ? [] : [['paid.amount', kronor(paid)] satisfies [TextKey, string]]),
    ...(saved ? [['paid.saved', wordsForCard(saved)] satisfies [TextKey, string]] : []),
  ];
}

const wordsForCard = ({ brand = null, maskedNumber = null, funding }: NonNullable<PaidFlow['result']>): string =>
  maskedNumber === null ? [brand, funding].filter(Boolean).join(', ') : cardName({ brand, maskedNumber });

function wordsFor({ trouble, progress, outcome }: Followed): string {
  if (trouble) return text(`trouble.${trouble}`);
  if (outcome === null) return text('paid.unread');
  return progress?.message ?? '';
}

/** Draws the flow, how it ended, and what the merchant knows of it. */
export function showPaid(followed: Followed | undefined): void {
  find('#paid-empty', HTMLElement).hidden = followed !== undefined;
  find('#paid-flow', HTMLElement).hidden = followed === undefined;
  if (!followed) return;
  const { way, view, progress, code, stopping, outcome } = followed;
  const status = progress?.status ?? 'pending';
  const open = isOpen(followed);
  const isUnsure = progress?.hint === 'outcome-unknown';
  // What can be pressed goes away with the end; whoever was there goes on at what came of it.
  if (!open && find('#paid-flow', HTMLElement).contains(document.activeElement)) find('#paid', HTMLElement).focus();
  say(
    find('#paid-status', HTMLElement),
    `${text(`paid.${way}`)}: ${text(isUnsure ? 'paid.unsure' : `paid.${status}`)}`,
  );
  say(find('#paid-word', HTMLElement), status);
  say(find('#paid-message', HTMLElement), wordsFor(followed));
  find('#paid-unknown', HTMLElement).hidden = !isUnsure;

  const picture = find('#swish-code', HTMLImageElement);
  find('#swish-open', HTMLElement).hidden = view.swish === undefined;
  picture.alt = text('paid.qr');
  picture.hidden = code === undefined;
  if (code !== undefined && picture.src !== code) picture.src = code;
  find('#swish-link', HTMLAnchorElement).href = view.swish?.launchUrl ?? '';

  find('#paid-facts', HTMLElement).replaceChildren(
    ...facts(followed).flatMap(([key, value]) => [create('dt', '', text(key)), create('dd', '', value)]),
  );
  find('#paid-proof', HTMLElement).hidden = !outcome;
  find('#stop', HTMLElement).hidden = !open;
  say(
    find('#stop-note', HTMLElement),
    open && stopping ? text(way === 'direct' ? 'paid.cancelling.direct' : 'paid.cancelling') : '',
  );
}
