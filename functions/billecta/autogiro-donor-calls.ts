import * as z from 'zod';
import type { Attempt } from '../../shared/operation.ts';
import { personalNumber as personalNumberOf } from '../../shared/personal-number.ts';
import { ProblemError } from '../../shared/problem.ts';
import { ProviderRejected, RefusedForPayer } from '../../shared/provider-error.ts';
import type { DonorHint } from './autogiro-donor-hints.ts';
import type { Account, DonorMemory, DonorResult, Offer, Organisation } from './autogiro-donor-request.ts';
import type { BillectaClient } from './client.ts';
import { type Connect, text } from './common.ts';
import { makeContract } from './contract-calls.ts';
import type { DebtorView } from './debtor-answer.ts';
import { changeDebtor, debtorByExternalId, debtorsByNumber, makeDebtor, readDebtor } from './debtor-calls.ts';
import { approvalView } from './debtor-request.ts';

/** CreditorView (billecta.md 10.2), of what the donor must be told. */
const creditor = z.looseObject({
  Name: z.string().min(1),
  OrgNo: text,
  CreditorBankInfo: z.looseObject({ BankgiroNo: text }).nullish(),
});

export const readOrganisation = async (client: BillectaClient): Promise<Organisation> => {
  const path = `/v1/creditors/creditor/${encodeURIComponent(client.creditorPublicId)}`;
  const { Name, OrgNo, CreditorBankInfo } = await client.get('creditors.read', path, creditor);
  return { name: Name, number: OrgNo, bankgiro: CreditorBankInfo?.BankgiroNo ?? null };
};

/** The account of an approval that holds, or will when the bank has said so. */
export const approvedAccount = ({ Autogiro }: DebtorView): Account | undefined => {
  if (!Autogiro?.Active || Autogiro.Stage === 'failed' || Autogiro.Stage === 'removed') return undefined;
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
 * The debtor that the donor is already: the one with the merchant's external id, else one with the personal number, and
 * of several one whose approval holds.
 * @throws RefusedForPayer `donor-unclear` when the external id is another's, or several have it
 */
export const existingDonor = async (
  client: BillectaClient,
  personalNumber: string,
  externalId: string | undefined,
): Promise<DebtorView | undefined> => {
  const isDonor = ({ OrgNo }: DebtorView) => personalNumberOf.safeParse(OrgNo).data === personalNumber;
  const named = externalId === undefined ? undefined : await donorByExternalId(client, externalId);
  if (named && !isDonor(named)) throw new RefusedForPayer('donor-unclear' satisfies DonorHint);
  if (named) return named;
  const found = (await debtorsByNumber(client, personalNumber)).filter(
    (debtor) => isDonor(debtor) && debtor.IsActive !== false,
  );
  return found.find(approvedAccount) ?? found[0];
};

const donorByExternalId = async (client: BillectaClient, externalId: string): Promise<DebtorView | undefined> => {
  try {
    return await debtorByExternalId(client, externalId);
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw new RefusedForPayer('donor-unclear' satisfies DonorHint);
  }
};

/** The same request would be refused again; our credentials and Billecta's rate are another matter. */
const isRefused = (error: unknown): boolean =>
  (error instanceof ProviderRejected && [400, 404, 409, 422].includes(error.httpStatus)) ||
  (error instanceof ProblemError && error.code === 'already-exists');

/** Steps whose refusal ends the flow with this hint. What is only looked for in vain ends nothing. */
const refusedAs = (hint: DonorHint, attempt: Attempt): Attempt => {
  const refusing = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
    try {
      return await call;
    } catch (error) {
      throw isRefused(error) ? new RefusedForPayer(hint) : error;
    }
  };
  return {
    ...attempt,
    once: (step, { before, find, make }) =>
      attempt.once(step, {
        ...(before ? { before: () => refusing(before()) } : {}),
        find,
        make: () => refusing(make()),
      }),
  };
};

/** Debtor and contract of a donor who has confirmed (seed 000, donor guide), each once. */
export const setUp = async (
  connect: Connect,
  { asked, offer, approval }: DonorMemory,
  attempt: Attempt,
  merchantReference: string | undefined,
): Promise<{ debtorId: string; contractId: string }> => {
  if (!offer || !approval) throw new Error('the donor has not confirmed');
  const debtorId = await makeDonor(connect, refusedAs('debtor-refused', attempt), asked, offer, approval);
  const { product, amount, interval, dayOfMonth } = asked;
  const month = Number(offer.firstWithdrawal.slice(5, 7));
  const contractId = await makeContract(connect, refusedAs('contract-refused', attempt), {
    merchantReference,
    debtorId,
    rows: [{ ...product, quantity: 1, unitPrice: amount, vat: 0 }],
    language: 'sv',
    pricesIncludeVat: false,
    interval,
    dayOfMonth,
    month: interval === 'monthly' ? undefined : interval === 'quarterly' ? ((month - 1) % 3) + 1 : month,
    start: offer.firstWithdrawal,
    // The withdrawal is on the due date, and that is the day on which the contract bills (billecta.md 9, inferred).
    paymentTermsInDays: 0,
    attestsItself: true,
    autogiro: true,
  });
  return { debtorId, contractId };
};

const makeDonor = async (
  connect: Connect,
  attempt: Attempt,
  { bank, name, email, phone, address, postcode, city, externalId }: DonorMemory['asked'],
  { debtorId, personalNumber, isApproved }: Offer,
  { account }: DonorResult['approval'],
): Promise<string> => {
  const { clearingNumber, accountNumber } = account;
  const autogiro = { bank, clearingNumber, accountNumber };
  if (debtorId !== undefined) {
    const approved = async () => {
      const there = approvedAccount(await readDebtor(await connect(), debtorId));
      const isThis = there?.clearingNumber === clearingNumber && there.accountNumber === accountNumber;
      return isThis ? debtorId : undefined;
    };
    await attempt.once('debtorId', {
      before: approved,
      find: approved,
      make: async () => {
        // It has been ended since it was shown, and the donor has not given another.
        if (isApproved) throw new RefusedForPayer('debtor-refused' satisfies DonorHint);
        await changeDebtor(await connect(), attempt.alone, debtorId, { Autogiro: approvalView(autogiro) });
        return debtorId;
      },
    });
    await attempt.watch({ kind: 'autogiro-approval', id: debtorId });
    return debtorId;
  }
  const debtor = {
    name: name ?? account.holderName ?? 'Givare',
    personalNumber,
    email,
    phone,
    address,
    postcode,
    city,
    externalId,
    autogiro,
  };
  return makeDebtor(connect, attempt, debtor, { step: 'debtorId', takesExisting: false });
};
