import * as z from 'zod';
import { defaultMaxBodyBytes } from '../../shared/http.ts';
import { personalNumber } from '../../shared/personal-number.ts';
import { unknownStatusHint, type Outcome, type PollContext, type PollingFlow } from '../../shared/polling-flow.ts';
import { bankIdHints } from './bankid-hints.ts';
import { deathOf, isOther, type NamedPerson } from './bankid-order.ts';
import { bankIdView, qrPicture } from './bankid-launch.ts';
import { bank } from './banks.ts';
import type { BillectaClient } from './client.ts';
import { named } from './wire.ts';

export const lookupRequest = z.strictObject({
  personalNumber,
  bank,
  sameDevice: z
    .boolean()
    .default(false)
    .meta({ description: 'The person opens BankID on the device that shows the page' }),
});

const text = z.string().nullish();

/** BankAccountRequestView (billecta.md section 3). `Balance` is returned unasked and is dropped here, at the edge. */
const lookup = z.looseObject({
  Status: named({ [-1]: 'Unknown', 0: 'Waiting', 1: 'Success', 2: 'Failed' }),
  SSN: text,
  QR: qrPicture,
  FailureCode: text,
  BankIdAutostartToken: text,
  AccountNumbers: z
    .array(
      z.looseObject({
        ClearingNo: text,
        AccountNo: text,
        Iban: text,
        Name: text,
        Type: text,
        HolderName: text,
        AutogiroCompatible: named(['Approved', 'Unapproved', 'Unknown']).nullish(),
      }),
    )
    .nullish(),
});
const created = z.looseObject({ PublicId: z.string().min(1) });

const bankAccount = z.strictObject({
  clearingNumber: z.string().nullable(),
  accountNumber: z.string().nullable(),
  iban: z.string().nullable(),
  name: z.string().nullable(),
  type: z.string().nullable(),
  holderName: z.string().nullable(),
  autogiro: z
    .enum(['approved', 'unapproved', 'unknown'])
    .meta({ description: 'Offer only approved accounts for autogiro' }),
});
const accounts = z.strictObject({ personalNumber: z.string(), accounts: z.array(bankAccount) });
export type BankAccounts = z.infer<typeof accounts>;

export const lookupHints = {
  ...bankIdHints,
  'bank-connecting': { sv: 'Kontaktar banken.', en: 'Contacting the bank.' },
  'lookup-failed': {
    sv: 'Banken lämnade inga kontouppgifter. Försök igen, eller välj en annan bank.',
    en: 'The bank gave no accounts. Try again, or choose another bank.',
  },
} as const;

/** What a lookup has come to, for the flow and for what begins with one. */
export const pollLookup = async (
  client: BillectaClient,
  reference: string,
  { returnUrl, memory }: PollContext<NamedPerson>,
): Promise<Outcome<keyof typeof lookupHints, BankAccounts>> => {
  const found = await client.get('bank-accounts.poll', `/v1/bank/accounts/${encodeURIComponent(reference)}`, lookup);
  switch (found.Status) {
    case 'Waiting': {
      const view = bankIdView(found.QR, found.BankIdAutostartToken, returnUrl);
      const isOpenable = view.qr !== undefined || view.launch !== undefined;
      return { status: 'pending', hint: isOpenable ? 'outstanding-transaction' : 'bank-connecting', view };
    }
    case 'Success': {
      const result = accountsOf(found);
      // An answer without a number is about whom the bank was asked for.
      const isWrong = result.personalNumber !== '' && isOther(memory, result.personalNumber);
      return isWrong ? { status: 'failed', hint: 'wrong-person' } : { status: 'complete', result };
    }
    case 'Failed':
    case 'Unknown':
      // Inferred: that FailureCode may hold BankID's own code. Any other says only that it failed.
      return deathOf(found.FailureCode, 'lookup-failed');
    default:
      return { status: 'pending', hint: unknownStatusHint, view: {} };
  }
};

/** Looks up a person's accounts at a named bank, confirmed with BankID (billecta.md section 3, seed 000 "Get bank accounts"). */
export const bankAccountLookup: PollingFlow<
  BillectaClient,
  z.infer<typeof lookupRequest>,
  keyof typeof lookupHints,
  BankAccounts,
  NamedPerson
> = {
  name: 'bank-account-lookup',
  route: 'POST /v1/billecta/bank-accounts/lookups',
  summary: "Start a lookup of a person's bank accounts",
  request: lookupRequest,
  result: accounts,
  hints: lookupHints,
  failureImpact: 'People who pick a bank account wait in vain; the clock ends their lookups as expired.',
  machine: 'express',
  movesMoney: false,
  showsCode: true,
  giveUpAfterSeconds: 180,
  keepForSeconds: 3600,
  maxBodyBytes: defaultMaxBodyBytes,

  async start(client, { personalNumber: ssn, bank: code, sameDevice }) {
    // Everything stands in the query string at Billecta, the personal number too: this URL is never logged.
    const query = new URLSearchParams({ bank: code, ssn, other_device: String(!sameDevice) });
    const path = `/v1/bank/accounts/${encodeURIComponent(client.creditorPublicId)}?${query.toString()}`;
    const { PublicId } = await client.post('bank-accounts.start', path, undefined, created);
    return { reference: PublicId, hint: 'bank-connecting', view: {}, memory: { personalNumber: ssn } };
  },

  poll: pollLookup,
};

const accountsOf = (found: z.infer<typeof lookup>): BankAccounts => ({
  personalNumber: (found.SSN ?? '').replaceAll('-', ''),
  accounts: (found.AccountNumbers ?? []).map((each) => ({
    clearingNumber: each.ClearingNo ?? null,
    accountNumber: each.AccountNo ?? null,
    iban: each.Iban ?? null,
    name: each.Name ?? null,
    type: each.Type ?? null,
    holderName: each.HolderName ?? null,
    autogiro: autogiro.get(each.AutogiroCompatible ?? '') ?? 'unknown',
  })),
});

const autogiro: ReadonlyMap<string, BankAccounts['accounts'][number]['autogiro']> = new Map([
  ['Approved', 'approved'],
  ['Unapproved', 'unapproved'],
]);
