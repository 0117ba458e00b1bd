import type { DebtorView } from './debtor-answer.ts';
import { approvalStage } from './vocabulary.ts';

/** Whether an approval holds, or will when the bank has said so (billecta.md 9). */
export const holds = ({ Active, Stage }: Pick<NonNullable<DebtorView['Autogiro']>, 'Active' | 'Stage'>): boolean =>
  Active && Stage !== 'failed' && Stage !== 'removed';

/** DebtorAutogiroView with all that we do not know in it. */
export type ApprovalView = Readonly<Record<string, unknown>>;

/**
 * What a bank has said of an account is not said of another, nor of one whose approval has ended: a new approval goes out
 * without it. That Billecta honours a stage it is sent is not known (billecta.md 9).
 */
export const approvalAfter = (before: ApprovalView, given: ApprovalView): ApprovalView => {
  const isOver = !holds({
    Active: before['Active'] === true,
    Stage: approvalStage.wire.safeParse(before['Stage']).data ?? null,
  });
  const isSame = ['ClearingNo', 'AccountNo'].every((name) => given[name] === undefined || given[name] === before[name]);
  if (given['Active'] !== true || (isSame && !isOver)) return { ...before, ...given };
  return { ...before, Stage: undefined, AutogiroFirstWithdrawalDate: undefined, ...given };
};
