import * as z from 'zod';
import type { WatchedKind } from '../../shared/watched-object.ts';
import type { BillectaClient } from './client.ts';
import { unlessMissing } from './common.ts';
import { readDebtor } from './debtor-calls.ts';
import { approvalStage } from './vocabulary.ts';

const state = z.strictObject({
  stage: approvalStage.given.meta({ description: 'Withdrawals begin when it is `approved`; null while there is none' }),
  isActive: z.boolean(),
});
type State = z.infer<typeof state>;

/** An approval stands on its debtor, and has the debtor's id (billecta.md 9). */
export const watchedApproval: WatchedKind<BillectaClient> = {
  name: 'autogiro-approval',
  idField: 'debtorId',
  event: 'autogiro.changed',
  summary: "A debtor's autogiro approval has a new state",
  state,
  read: async (client, id) => {
    const debtor = await unlessMissing(readDebtor(client, id));
    const approval = debtor?.Autogiro;
    const seen: State = debtor
      ? { stage: approval?.Stage ?? null, isActive: approval?.Active ?? false }
      : { stage: 'removed', isActive: false };
    return { state: seen, isClosed: seen.stage === 'failed' || seen.stage === 'removed' };
  },
};
