import { approvalStage } from './vocabulary.ts';

/** DebtorAutogiroView with all that we do not know in it. */
export type ApprovalView = Readonly<Record<string, unknown>>;

/**
 * What a bank has said of an account is not said of another, nor of one whose approval has ended: a new approval goes out
 * without it. That Billecta honours a stage it is sent is not known (billecta.md 9).
 */
export const approvalAfter = (before: ApprovalView, given: ApprovalView): ApprovalView => {
  const stage = approvalStage.wire.safeParse(before['Stage']).data;
  const isOver = before['Active'] !== true || stage === 'failed' || stage === 'removed';
  const isSame = ['ClearingNo', 'AccountNo'].every((name) => given[name] === undefined || given[name] === before[name]);
  if (given['Active'] !== true || (isSame && !isOver)) return { ...before, ...given };
  return { ...before, Stage: undefined, AutogiroFirstWithdrawalDate: undefined, ...given };
};
