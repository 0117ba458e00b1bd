import type { Donation } from './donations.ts';
import type { Donor } from './donor.ts';
import type { World } from './world.ts';

/** What must have become of donors in the end; what must hold at each step is watched (donations.ts). */
export const judgeDonations = (world: World, donors: readonly Donor[]): void => {
  for (const donation of world.donationWatch.byFlow.values()) {
    judgeEnd(world, donation);
    judgeDebtors(world, donation);
  }
  for (const { flowIds, isConfirmed } of donors)
    for (const flowId of flowIds)
      if (isConfirmed && world.donationWatch.byFlow.get(flowId)?.isAnswered !== true)
        world.violate('lost answer: it was taken, and is not there');
};

const judgeEnd = (world: World, { end, isAnswered, isRefused, isUnclear, debtor, contract }: Donation): void => {
  if (!end) return;
  const { status, hint, result } = end;
  if (!isAnswered) {
    if (status === 'complete') world.violate('unasked contract: complete without an answer');
    return;
  }
  const told = result as { readonly debtorId: string | null; readonly contractId: string | null };
  const why = String(hint);
  if (status === 'complete') {
    if (contract[0] === undefined || told.contractId !== contract[0])
      world.violate('lost contract: complete, and not at Billecta');
    if (debtor[0] !== undefined && told.debtorId !== debtor[0])
      world.violate('double debtor: one was made, and another is told');
  } else if (status === 'failed' && why === 'outcome-unknown') {
    if (!isUnclear) world.violate('lost end: unknown to the end, though it could be found');
  } else if (status === 'failed' && why.endsWith('-refused')) {
    world.saw('refused when it was set up');
    if (!isRefused) world.violate('lost answer: failed as refused, and nothing was');
    if (contract.length > 0) world.violate('double end: failed as refused, and there is a contract');
    if (why === 'debtor-refused' && debtor.length > 0)
      world.violate('double end: failed as refused, and there is a debtor');
    if (debtor[0] !== undefined && told.debtorId !== debtor[0])
      world.violate('lost debtor: it was made, and nobody is told');
  } else world.violate(`lost answer: it was taken, and the flow is ${status} (${why})`);
};

/** Two debtors of one donor come about only when each flow was answered, and had last looked, before the other made its own. */
const judgeDebtors = (world: World, { personalNumber, debtor, lookedAt }: Donation): void => {
  if (debtor.length === 0) return;
  if (world.acquaintances.get(personalNumber) !== 'nobody') world.violate('double debtor: the donor was one before');
  for (const other of world.donationWatch.byFlow.values()) {
    if (other.personalNumber !== personalNumber || other.debtor[0] === undefined || other.debtor === debtor) continue;
    if ((other.madeAt ?? Infinity) < (lookedAt ?? 0))
      world.violate('double debtor: another flow had made one before this one looked');
  }
};
