/** What the donor page and the charity's server say to each other. Types only, as in shapes.ts. Amounts are öre, days YYYY-MM-DD. */

/** What the desk asks a donor for: the same again is the same request. */
export interface NewDonation {
  personalNumber: string;
  bank: string;
  amount: number;
  interval: 'monthly' | 'quarterly' | 'yearly';
  dayOfMonth: number;
  /** What is given to. */
  purpose: string;
}

/** The proof of a donor's approval, with as much of number and account as the desk needs to see. */
export interface Proof {
  personalNumber: string;
  at: string;
  account: string;
  bankIdReference: string;
  text: { sv: string; en: string };
}

/** A donation as the charity's server has it: of the flow, and of Billecta through Sluss. */
export interface Donation {
  status: string;
  made: { debtorId: string | null; contractId: string | null; firstWithdrawal: string; proof: Proof } | null;
  contract: { isPaused: boolean; interval: string | null; nextRun: string | null } | null;
  approval: { isActive: boolean; stage: string | null; account: string } | null;
  /** Of a flow that ended without a donation: what the simulated Billecta has of the person. */
  traces: { debtors: number; contracts: number } | null;
}

/** What the charity does with a donation, and what the bank says of the approval. */
export type DonationDeed = 'pause' | 'resume' | 'end' | 'bank-approve' | 'bank-fail' | 'bank-remove';
