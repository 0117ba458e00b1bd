import * as z from 'zod';
import type { Attempt } from '../../shared/operation.ts';
import { RefusedForPayer } from '../../shared/provider-error.ts';
import { isRefused, makeDonor } from './autogiro-donor-debtor.ts';
import type { DonorHint } from './autogiro-donor-hints.ts';
import type { DonorMemory, Organisation } from './autogiro-donor-request.ts';
import type { BillectaClient } from './client.ts';
import { type Connect, text } from './common.ts';
import { makeContract } from './contract-calls.ts';

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
