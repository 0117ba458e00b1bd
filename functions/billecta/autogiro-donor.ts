import * as z from 'zod';
import { defaultMaxBodyBytes } from '../../shared/http.ts';
import type { Outcome, PollingFlow, View } from '../../shared/polling-flow.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Question } from '../../shared/question.ts';
import { approvalText, firstWithdrawalOf } from './autogiro-approval-text.ts';
import { readOrganisation, setUp } from './autogiro-donor-calls.ts';
import { approvedAccount, existingDonors } from './autogiro-donor-debtor.ts';
import { donorHints, type DonorHint } from './autogiro-donor-hints.ts';
import {
  type Account,
  donation,
  type Donation,
  type DonorMemory,
  donorResult,
  type DonorResult,
  type Offer,
} from './autogiro-donor-request.ts';
import { bankAccountLookup, pollLookup, type BankAccounts } from './bank-account-lookup.ts';
import type { BillectaClient } from './client.ts';
import { dayAt } from './days.ts';

const answer = z.strictObject({
  accountId: z.string().min(1).max(10).meta({ description: 'One of those in `view.approval`' }),
  confirms: z.literal(true).meta({ description: 'That the person has read the text of `view.approval` and agrees' }),
});

/**
 * A single account is confirmed too: BankID has shown who the donor is, to the bank and before the text was read, and what
 * is approved is the text with the account.
 */
const question: Question<BillectaClient, z.infer<typeof answer>, DonorHint, DonorResult, DonorMemory> = {
  name: 'account',
  summary: "Confirm a donor's approval, and the account that is withdrawn from",
  answer,
  answerWithinSeconds: 900,
  answeredHint: 'setting-up',

  take(memory, { accountId }, at) {
    const account = new Map(Object.entries(memory.offer?.accounts ?? {})).get(accountId);
    if (!memory.offer || !account)
      throw new ProblemError('invalid-request', {
        fields: [{ field: 'accountId', message: 'must be one of the accounts that were offered' }],
      });
    const { personalNumber, bankIdReference, text } = memory.offer;
    const confirmedAt = new Date(at * 1000).toISOString();
    return { ...memory, approval: { personalNumber, at: confirmedAt, account, bankIdReference, text } };
  },

  resultOf: ({ offer, approval }, { debtorId, contractId }) =>
    donorResult.parse({
      debtorId: debtorId ?? null,
      contractId: contractId ?? null,
      firstWithdrawal: offer?.firstWithdrawal,
      approval,
    }),

  async carryOut(connect, memory, attempt, merchantReference) {
    return this.resultOf(memory, await setUp(connect, memory, attempt, merchantReference));
  },
};

/**
 * Sets a donor up for autogiro (seed 000, donor guide; billecta.md 9): lookup of the accounts with BankID, the donor's
 * choice and confirmation, debtor and contract.
 */
export const autogiroDonor: PollingFlow<BillectaClient, Donation, DonorHint, DonorResult, DonorMemory> = {
  name: 'autogiro-donor',
  route: 'POST /v1/billecta/autogiro/donors',
  summary: 'Start the set-up of a donor with autogiro',
  request: donation,
  result: donorResult,
  hints: donorHints,
  failureImpact: 'Donors wait in vain: what they have confirmed is set up late, when the clock sends another machine.',
  machine: 'standard',
  movesMoney: false,
  showsCode: true,
  giveUpAfterSeconds: 180,
  keepForSeconds: 85_500,
  maxBodyBytes: defaultMaxBodyBytes,

  async start(client, asked, context) {
    const organisation = await readOrganisation(client);
    return { ...(await bankAccountLookup.start(client, asked, context)), memory: { asked, organisation } };
  },

  async poll(client, reference, context) {
    const { memory, now } = context;
    const { asked } = memory;
    const { personalNumber } = asked;
    // The bank is asked about one person; an answer about another would be nobody's approval.
    const found = await pollLookup(client, reference, { ...context, memory: { personalNumber } });
    if (found.status !== 'complete') return found;
    const donors = await existingDonors(client, personalNumber, asked.externalId);
    const donor = donors.find(approvedAccount);
    const approved = donor && approvedAccount(donor);
    const accounts = byId(approved ? [approved] : suitable(found.result, asked.bank));
    const firstWithdrawal = firstWithdrawalOf(asked, dayAt(now), donor?.Autogiro?.Stage === 'approved');
    return askFor(memory, {
      personalNumber,
      bankIdReference: reference,
      accounts,
      firstWithdrawal,
      text: approvalText(asked, memory.organisation, firstWithdrawal, donor !== undefined),
      ...(donor ? { approvedDebtorId: donor.DebtorPublicId } : {}),
    });
  },

  question,
};

/** Those that take autogiro, and after them those of which the bank does not say (billecta.md 3). */
const suitable = ({ accounts }: BankAccounts, bank: string): readonly Account[] =>
  accounts
    .flatMap(({ clearingNumber, accountNumber, autogiro, name, holderName }) =>
      clearingNumber && accountNumber && autogiro !== 'unapproved'
        ? [{ bank, name, holderName, clearingNumber, accountNumber, autogiro }]
        : [],
    )
    .toSorted((one, other) => one.autogiro.localeCompare(other.autogiro));

const byId = (accounts: readonly Account[]): Offer['accounts'] =>
  Object.fromEntries(accounts.map((account, index) => [String(index + 1), account]));

const askFor = (memory: DonorMemory, offer: Offer): Outcome<DonorHint, DonorResult, DonorMemory> => {
  const accounts = Object.entries(offer.accounts).map(([accountId, account]) => ({ accountId, ...account }));
  if (accounts.length === 0) return { status: 'failed', hint: 'no-suitable-account' };
  const view: View = { approval: { text: offer.text, accounts } };
  return { status: 'asking', hint: 'confirm-approval', view, memory: { ...memory, offer } };
};
