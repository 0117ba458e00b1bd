import * as z from 'zod';
import { wholeKronor } from '../../shared/vat.ts';
import { lookupRequest } from './bank-account-lookup.ts';
import { line } from './common.ts';
import { day } from './days.ts';
import { contact } from './debtor-request.ts';
import { externalId } from './external-id.ts';
import { interval } from './vocabulary.ts';

/** What is asked for: the donor and the bank as in a lookup, and the donation. */
export const donation = lookupRequest.extend({
  // Billecta rounds an invoice to whole kronor, and what is withdrawn must be what the donor has approved.
  amount: wholeKronor.meta({ description: 'What is given each time: whole kronor, in öre' }),
  interval: interval.taken,
  dayOfMonth: z
    .int()
    .min(1)
    .max(28)
    .meta({ description: 'Of the withdrawal; every month has it', examples: [27] }),
  start: day.optional().meta({ description: 'No withdrawal before it; a new approval takes some days in any case' }),
  product: z
    .strictObject({ productId: z.guid(), description: line })
    .meta({ description: 'What is given to. The description stands in the text and on the invoices' }),
  externalId: externalId.optional(),
  name: line.optional().meta({ description: "Of a new debtor; left out, the account holder's" }),
  ...contact,
});
export type Donation = z.infer<typeof donation>;

/** An account as it is offered and approved. */
const account = z.strictObject({
  bank: z.string().nullable(),
  name: z.string().nullable(),
  holderName: z.string().nullable(),
  clearingNumber: z.string(),
  accountNumber: z.string(),
  autogiro: z.enum(['approved', 'unknown']),
});
export type Account = z.infer<typeof account>;

/** The proof is the merchant's to keep: ours and Billecta's copies are gone in 24 h (billecta.md 9). */
export const donorResult = z.strictObject({
  debtorId: z.string().nullable().meta({ description: 'Null where none could be made' }),
  contractId: z.string().nullable().meta({ description: 'Null where none could be made' }),
  firstWithdrawal: z.string().meta({ description: 'The day of the first withdrawal, unless the bank moves it' }),
  approval: z
    .strictObject({
      personalNumber: z.string(),
      at: z.iso.datetime().meta({ description: 'When the donor confirmed' }),
      account,
      bankIdReference: z.string().meta({ description: "Billecta's id of the lookup that BankID confirmed" }),
      text: z.strictObject({ sv: z.string(), en: z.string() }).meta({ description: 'As it was shown' }),
    })
    .meta({ description: 'The proof of the approval. Keep it: it is erased here' }),
});
export type DonorResult = z.infer<typeof donorResult>;

/** What the flow remembers from look to look. */
export interface DonorMemory {
  readonly asked: Donation;
  readonly organisation: Organisation;
  /** Once BankID has said who the donor is. */
  readonly offer?: Offer;
  /** Once the donor has confirmed. */
  readonly approval?: DonorResult['approval'];
}

/** Who withdraws, as Billecta has it. */
export interface Organisation {
  readonly name: string;
  readonly number: string | null;
  readonly bankgiro: string | null;
}

export interface Offer {
  readonly personalNumber: string;
  readonly bankIdReference: string;
  /** By the id under which it is offered. */
  readonly accounts: Readonly<Record<string, Account>>;
  /** Of a debtor that the donor is already and whose approval holds: its account is the one that is offered. */
  readonly approvedDebtorId?: string;
  readonly firstWithdrawal: string;
  readonly text: { readonly sv: string; readonly en: string };
}
