import type { Attempt } from '../../shared/operation.ts';
import { personalNumber as personalNumberOf } from '../../shared/personal-number.ts';
import { ProblemError } from '../../shared/problem.ts';
import { ProviderRejected, RefusedForPayer } from '../../shared/provider-error.ts';
import { holds } from './approval-change.ts';
import type { DonorHint } from './autogiro-donor-hints.ts';
import type { Account, DonorMemory, DonorResult, Offer } from './autogiro-donor-request.ts';
import type { BillectaClient } from './client.ts';
import type { Connect } from './common.ts';
import type { DebtorView } from './debtor-answer.ts';
import { changeDebtor, debtorByExternalId, debtorsByNumber, postDebtor, readDebtor } from './debtor-calls.ts';
import { approvalView } from './debtor-request.ts';
import { externalIdOf } from './external-id.ts';

/** The account of an approval that holds, or will when the bank has said so. */
export const approvedAccount = ({ Autogiro }: DebtorView): Account | undefined => {
  if (!Autogiro || !holds(Autogiro)) return undefined;
  const { ClearingNo, AccountNo, PaymentServiceSupplier } = Autogiro;
  if (ClearingNo === null || AccountNo === null) return undefined;
  return {
    bank: PaymentServiceSupplier,
    name: null,
    holderName: null,
    clearingNumber: ClearingNo,
    accountNumber: AccountNo,
    autogiro: 'approved',
  };
};

/**
 * The debtors that the donor is already: the one with the merchant's external id, else all with the personal number.
 * @throws RefusedForPayer `donor-unclear` when the external id is another's, or several have it
 */
export const existingDonors = async (
  client: BillectaClient,
  personalNumber: string,
  externalId: string | undefined,
): Promise<readonly DebtorView[]> => {
  const named = externalId === undefined ? undefined : await donorByExternalId(client, personalNumber, externalId);
  if (named) return [named];
  return (await debtorsByNumber(client, personalNumber)).filter(
    (debtor) => isOf(personalNumber, debtor) && debtor.IsActive !== false,
  );
};

const isOf = (personalNumber: string, { OrgNo }: DebtorView): boolean =>
  personalNumberOf.safeParse(OrgNo).data === personalNumber;

const donorByExternalId = async (
  client: BillectaClient,
  personalNumber: string,
  externalId: string,
): Promise<DebtorView | undefined> => {
  const unclear = new RefusedForPayer('donor-unclear' satisfies DonorHint);
  const named = await debtorByExternalId(client, externalId).catch((error: unknown) => {
    throw isRefused(error) ? unclear : error;
  });
  if (named && !isOf(personalNumber, named)) throw unclear;
  return named;
};

/** The same request would be refused again; our credentials and Billecta's rate are another matter. */
export const isRefused = (error: unknown): boolean =>
  error instanceof ProviderRejected && [400, 404, 409, 422].includes(error.httpStatus);

/** The debtor with this approval, once: one that the donor is by now, or a new one. */
export const makeDonor = async (
  connect: Connect,
  attempt: Attempt,
  asked: DonorMemory['asked'],
  { approvedDebtorId, personalNumber }: Offer,
  { account }: DonorResult['approval'],
): Promise<string> => {
  const { bank, name, email, phone, address, postcode, city } = asked;
  const { clearingNumber, accountNumber } = account;
  const autogiro = { bank, clearingNumber, accountNumber };
  const externalId = externalIdOf(attempt, asked.externalId);
  const isHeldBy = (view: DebtorView): boolean => {
    const there = approvedAccount(view);
    return there?.clearingNumber === clearingNumber && there.accountNumber === accountNumber;
  };
  const debtor = {
    name: name ?? account.holderName ?? 'Givare',
    personalNumber,
    email,
    phone,
    address,
    postcode,
    city,
    autogiro,
  };
  let donor: DebtorView | undefined;

  const debtorId = await attempt.once('debtorId', {
    // Since the text was shown, an approval may have ended, and others may have made a debtor of this person.
    before: async () => {
      const client = await connect();
      const donors =
        approvedDebtorId === undefined
          ? await existingDonors(client, personalNumber, asked.externalId)
          : [await readDebtor(client, approvedDebtorId)];
      const held = donors.find(isHeldBy);
      // The donor has confirmed neither another account nor a new approval of one that has ended.
      if (!held && (approvedDebtorId !== undefined || donors.some(approvedAccount)))
        throw new RefusedForPayer('debtor-refused' satisfies DonorHint);
      [donor] = donors;
      return held?.DebtorPublicId;
    },
    // By what was asked for alone: while that may still arrive, a debtor that others have made is not the answer to it.
    find: async () => {
      const client = await connect();
      const made = donor
        ? await readDebtor(client, donor.DebtorPublicId)
        : await donorByExternalId(client, personalNumber, externalId).catch(unclearOnceAsked);
      return made && isHeldBy(made) ? made.DebtorPublicId : undefined;
    },
    make: async () => {
      const client = await connect();
      if (!donor) return postDebtor(client, debtor, externalId);
      const { DebtorPublicId } = donor;
      await changeDebtor(client, attempt.alone, DebtorPublicId, { Autogiro: approvalView(autogiro) });
      return DebtorPublicId;
    },
  });
  await attempt.watch({ kind: 'autogiro-approval', id: debtorId });
  return debtorId;
};

/** What was asked for may have been made, so that the flow must not end as if nothing had. */
const unclearOnceAsked = (error: unknown): never => {
  throw error instanceof RefusedForPayer ? new ProblemError('outcome-unknown', { retryable: false }) : error;
};
