/** What the page, the shop's server and Sluss say to each other. Types only: both sides import them, nothing is left at run time. */

export type Job = 'authentication' | 'signature' | 'lookup';

/** One call that the panel lists. `status` 0: nobody answered. */
export interface Call {
  from: 'page' | 'shop' | 'phone' | 'bell' | 'bank';
  method: string;
  path: string;
  status: number;
}

/** What the payer must be shown now. `qr` is a complete data URL and changes about every second. */
export interface View {
  qr?: string;
  autoStartToken?: string;
  launch?: { ios: string; android: string; desktop: string };
  swish?: { token: string; launchUrl: string; qrContent: string };
  redirectUrl?: string;
  approval?: Approval;
}

/** What a donor approves: the text, with one of the accounts. `unknown`: the bank has not said whether it takes autogiro. */
export interface Approval {
  text: { sv: string; en: string };
  accounts: {
    accountId: string;
    name: string | null;
    clearingNumber: string;
    accountNumber: string;
    autogiro: 'approved' | 'unknown';
  }[];
}

export type FlowStatus = 'pending' | 'complete' | 'failed' | 'cancelled' | 'expired';

/** A started flow as the shop hands it to its page: the clientToken opens this flow's progress and cancellation only. */
export interface StartedFlow {
  flowId: string;
  clientToken: string;
  view?: View;
  deadline: string;
}

export interface Progress {
  flowId: string;
  status: FlowStatus;
  hint?: string | null;
  message?: string | null;
  view?: View | null;
  deadline: string;
}

export interface Problem {
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  /** What the payer can do about it. */
  message?: { sv: string; en: string };
  fields?: { field: string; message: string }[];
  /** What exists by now of what was broken off, by step. */
  ids?: Record<string, string>;
}

export interface Bank {
  code: string;
  name: string;
}

export interface Account {
  label: string;
  name: string;
  autogiro: 'approved' | 'unapproved' | 'unknown';
}

/** What the shop tells its page about a finished flow: as much as the visitor needs to see, and no more. */
export type Outcome =
  | { job: 'authentication'; givenName: string; personalNumber: string }
  | { job: 'signature'; name: string; personalNumber: string; visibleText: string; signatureBytes: number }
  | { job: 'lookup'; personalNumber: string; accounts: Account[] };

/** What the opened BankID app asks of the person. */
export interface Asked {
  reference: string;
  kind: 'authentication' | 'signature' | 'bank-accounts';
  visibleText: string | null;
}

export type PaymentState =
  | 'open'
  | 'pending'
  | 'verified'
  | 'authorized'
  | 'partly-captured'
  | 'captured'
  | 'partly-reversed'
  | 'reversed'
  | 'cancelled'
  | 'aborted'
  | 'failed'
  | 'unknown';
export type TransactionType =
  'sale' | 'authorization' | 'capture' | 'cancellation' | 'reversal' | 'verification' | 'other';
export type TransactionState = 'open' | 'completed' | 'failed';

/** One movement of money as Sluss's ledger has it. Amounts are minor units everywhere. */
export interface Transaction {
  number: number | null;
  type: TransactionType;
  state: TransactionState;
  amount: number;
  created: string;
}

export interface Payment {
  paymentId: string;
  state: PaymentState;
  /** The provider's code for why it ended. */
  reason: string | null;
  amounts: Record<
    'authorized' | 'captured' | 'cancelled' | 'reversed' | 'remainingCapture' | 'remainingReversal',
    number
  >;
  transactions: Transaction[];
  underway: { type: TransactionType; since: string } | null;
  /** What the provider offers now. */
  operations: string[];
}

/** A payment that has been created, with what the payer needs: both links are as good as passwords. */
export interface CreatedPayment extends Payment {
  payer: { redirectUrl: string | null; scriptUrl: string | null };
}

/** What the merchant can do at the desk. */
export type Deed = 'capture-part' | 'capture-rest' | 'cancel-rest' | 'reverse-part' | 'abort';

/** An event from the bus, and how often it has been delivered. */
export interface ToldEvent {
  event: {
    eventId: string;
    paymentId: string;
    state: PaymentState;
    transaction?: { type: TransactionType; state: TransactionState; amount: number } | undefined;
    at: string;
  };
  deliveries: number;
}

/** How the provider's doorbell is set, and how often it has rung for a payment, by what it rang for. */
export interface Rings {
  eightTimes: boolean;
  causes: { cause: string; rings: number }[];
}
