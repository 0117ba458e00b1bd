import { bankDaysAfter } from './bank-days.ts';
import { dayAt, midnight } from './days.ts';
import type { View, ViewStore } from './store.ts';
import type { Course } from './timeline.ts';
import { digitsOf } from './wire.ts';

type Stage = 'Pending' | 'Approved' | 'Failed' | 'Removed';

/** Whether the person has shown the account to the creditor in an account lookup. */
export type HasShown = (personalNumber: string, account: View) => boolean;
/** Hears of approvals that change; `debtor` is the view as it is then. */
type ApprovalListener = (event: 'AutogiroApprovalChanged' | 'AutogiroApprovalFailed', debtor: View, at: number) => void;

export interface Approvals extends Course {
  /** Gives the approval of a debtor that was just stored its stage; `before` is the debtor as it was. */
  take(debtorId: string, before: View | null, now: number): void;
  stageOf(debtorId: string): Stage | undefined;
  /** Ends the waiting, or the approval itself. */
  settle(debtorId: string, stage: Exclude<Stage, 'Pending'>, now: number): void;
  clear(): void;
}

/** How long Bankgirot and the bank take (billecta.md 13, Mandate clock). */
const bankDaysToApprove = 3;

/**
 * Autogiro approvals (billecta.md 9). Each starts as pending, since whether Billecta honours a posted stage is unknown,
 * unless the person has shown the account with BankID, which counts as the approval. It is removed when it is no longer
 * active.
 */
export function approvalsOf(debtors: ViewStore, hasShown: HasShown, tell: ApprovalListener): Approvals {
  /** When the bank's answer comes. */
  const pending = new Map<string, number>();

  function store(debtorId: string, approval: View): View {
    const debtor = { ...debtors.find(debtorId), Autogiro: approval };
    debtors.replace(debtorId, debtor);
    return debtor;
  }

  function settle(debtorId: string, stage: Stage, now: number) {
    pending.delete(debtorId);
    const approval = { ...approvalOf(debtors.find(debtorId)), Stage: stage };
    const debtor = store(debtorId, stage === 'Removed' ? { ...approval, Active: false } : approval);
    tell(stage === 'Failed' ? 'AutogiroApprovalFailed' : 'AutogiroApprovalChanged', debtor, now);
  }

  function stageOfPosted(debtor: View, posted: View, earlier: View | null): Stage {
    if (posted['Active'] === false) return 'Removed';
    const stage = stageIn(earlier);
    if (stage && stage !== 'Removed' && accountOf(earlier) === accountOf(posted)) return stage;
    return hasShown(digitsOf(debtor['OrgNo']), posted) ? 'Approved' : 'Pending';
  }

  return {
    take(debtorId, before, now) {
      const debtor = debtors.find(debtorId) ?? {};
      const posted = approvalOf(debtor);
      const earlier = approvalOf(before);
      const stage = posted ? stageOfPosted(debtor, posted, earlier) : undefined;
      const defaults = { PayerNumber: digitsOf(debtor['OrgNo']), AutogiroFirstWithdrawalDate: null };
      const stored = posted ? store(debtorId, { ...defaults, ...posted, Stage: stage }) : debtor;
      if (stage === stageIn(earlier) && accountOf(posted) === accountOf(earlier)) return;
      pending.delete(debtorId);
      if (stage === 'Pending') pending.set(debtorId, midnight(bankDaysAfter(dayAt(now), bankDaysToApprove)));
      tell('AutogiroApprovalChanged', stored, now);
    },
    stageOf: (debtorId) => stageIn(approvalOf(debtors.find(debtorId))),
    settle,
    ahead: () =>
      [...pending]
        .filter(([debtorId]) => debtors.find(debtorId))
        .map(([debtorId, at]) => ({ at, happen: () => settle(debtorId, 'Approved', at) })),
    clear: () => pending.clear(),
  };
}

const approvalOf = (debtor: View | null | undefined): View | null => {
  const approval = debtor?.['Autogiro'];
  return typeof approval === 'object' && approval !== null ? (approval as View) : null;
};
const stageIn = (approval: View | null): Stage | undefined => approval?.['Stage'] as Stage | undefined;
const accountOf = (approval: View | null): string | undefined =>
  approval ? `${digitsOf(approval['ClearingNo'])}-${digitsOf(approval['AccountNo'])}` : undefined;
