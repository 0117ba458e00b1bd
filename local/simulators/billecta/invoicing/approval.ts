import type { View } from './store.ts';
import { digitsOf } from './wire.ts';

/** Since when the bank has had it; beside the view, so that no answer shows it. */
const sentAt = new WeakMap<object, number>();

/**
 * An autogiro approval on a debtor that is stored: it always starts as pending, since whether Billecta honours another
 * stage is unknown, and is removed when it is no longer active (billecta.md 9).
 */
export function withApproval(view: View, before: View | null, now: number): View {
  const posted = view['Autogiro'];
  if (typeof posted !== 'object' || posted === null) return view;
  const approval: View = { PayerNumber: digitsOf(view['OrgNo']), AutogiroFirstWithdrawalDate: null, ...posted };
  const earlier = before?.['Autogiro'];
  const since = typeof earlier === 'object' && earlier !== null ? sentAt.get(earlier) : undefined;
  const next: View = { ...approval, Stage: approval['Active'] === false ? 'Removed' : 'Pending' };
  sentAt.set(next, since ?? now);
  return { ...view, Autogiro: next };
}

/** The view as it is answered: three bank days later the bank has approved. */
export function shown(view: View, now: number): View {
  const approval = view['Autogiro'];
  if (typeof approval !== 'object' || approval === null) return view;
  const { Stage, ...rest } = approval as View;
  const approved = Stage === 'Pending' && now >= bankDaysAfter(sentAt.get(approval) ?? now, 3);
  return { ...view, Autogiro: { ...rest, Stage: approved ? 'Approved' : Stage } };
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** So many days later, not counting Saturdays and Sundays. */
function bankDaysAfter(from: number, days: number): number {
  let at = from;
  for (let left = days; left > 0;) {
    at += dayMilliseconds;
    if (![0, 6].includes(new Date(at).getUTCDay())) left -= 1;
  }
  return at;
}
