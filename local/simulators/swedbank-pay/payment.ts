import type { Address, CreateRequest, ItemDescription, Payer, VatSummary } from './requests.ts';

export type TransactionType = 'Authorization' | 'Verification' | 'Capture' | 'Cancellation' | 'Reversal';

/** Why a transaction failed, as its own fields and problem say it. */
export interface Failure {
  failedReason: string;
  failedActivityName: string;
  failedErrorCode: string;
  failedErrorDescription: string;
  problem: object;
}

/** Amounts in minor units, times in milliseconds since 1970. */
export interface Transaction {
  /** The GUID; paths are made of it and of the payment's. */
  readonly id: string;
  readonly type: TransactionType;
  /** `Initialized`, `AwaitingActivity`, `Completed`, `Failed`, or any word that a test puts there. */
  readonly state: string;
  readonly number: number;
  readonly created: number;
  readonly updated: number;
  readonly amount: number;
  readonly vatAmount: number;
  readonly description: string;
  readonly payeeReference: string;
  readonly receiptReference?: string | undefined;
  readonly itemDescriptions?: readonly ItemDescription[];
  readonly vatSummary?: readonly VatSummary[];
  readonly failure?: Failure | undefined;
  readonly paymentToken?: string | undefined;
  readonly recurrenceToken?: string | undefined;
}

/** A payment at one moment; each change makes a new one, so that an older version can still be read. */
export interface Payment {
  /** The GUID. */
  readonly id: string;
  readonly number: number;
  readonly created: number;
  readonly updated: number;
  readonly request: CreateRequest;
  readonly initiatingSystemUserAgent: string;
  readonly pageToken: string;
  readonly transactions: readonly Transaction[];
  readonly approvedLegalAddress?: Address;
  /** Who authorized, as far as the merchant said so. */
  readonly payer: Payer;
  readonly abortReason?: string;
  /** Set once the payment is `Failed` for good. */
  readonly failure?: Failure;
  /** A state that reads show whatever the real one is. */
  readonly forcedState?: string | undefined;
  /** How many transactions came before support last unlocked the payment; only later failures count. */
  readonly unlockedAfter: number;
}

/** What an authorization, capture … comes to. `quiet` ones are still being worked on: nobody is rung for them. */
export interface Outcome {
  state: string;
  /** Of a failed attempt to pay: the last one that the payer has. */
  final?: boolean;
  quiet?: boolean;
}

/** Whether it is by such a transaction that a payer pays. */
export const isAttempt = ({ type }: Transaction) => type === 'Authorization' || type === 'Verification';

/** Whether nobody knows yet what becomes of it. */
export const isOpen = ({ state }: Transaction) => state !== 'Completed' && state !== 'Failed';

/** The transaction that paid or verified the payment. */
export const successOf = ({ transactions }: Payment): Transaction | undefined =>
  transactions.find(
    ({ type, state }) => (type === 'Authorization' || type === 'Verification') && state === 'Completed',
  );

/** What the payer was sent away to confirm, or what is not known yet. */
export const openAttemptOf = ({ transactions }: Payment): Transaction | undefined =>
  transactions.find((transaction) => isAttempt(transaction) && isOpen(transaction));

/** The payment's state; `Ready` says nothing about whether it is paid (swedbank-pay.md 15). */
export function stateOf({ forcedState, abortReason, failure, transactions }: Payment): string {
  if (forcedState !== undefined) return forcedState;
  if (abortReason !== undefined) return 'Aborted';
  if (failure) return 'Failed';
  return transactions.some(({ state }) => state === 'Initialized') ? 'Pending' : 'Ready';
}

/** Minor units: what was authorized, and what can still be captured or cancelled, and reversed (swedbank-pay.md 15). */
export function amountsOf({ transactions }: Payment) {
  const sum = (wanted: TransactionType) =>
    transactions
      .filter(({ type, state }) => type === wanted && state === 'Completed')
      .reduce((total, { amount }) => total + amount, 0);
  const authorized = sum('Authorization');
  return {
    authorized,
    remaining: authorized - sum('Capture') - sum('Cancellation'),
    reversible: sum('Capture') - sum('Reversal'),
  };
}

const failuresThatLock = 5;

/** Whether so many captures or reversals failed in a row that only support can go on (swedbank-pay.md 9, 11). */
export function isLocked({ transactions, unlockedAfter }: Payment): boolean {
  return (['Capture', 'Reversal'] as const).some((wanted) => {
    const last = transactions.slice(unlockedAfter).filter(({ type }) => type === wanted);
    return last.length >= failuresThatLock && last.slice(-failuresThatLock).every(({ state }) => state === 'Failed');
  });
}

/** The country whose invoice this is; a Recur names none. */
export function countryOf({ request }: Payment): 'SE' | 'NO' | 'FI' | undefined {
  if (!('invoice' in request)) return undefined;
  return ({ PayExFinancingSe: 'SE', PayExFinancingNo: 'NO', PayExFinancingFi: 'FI' } as const)[
    request.invoice.invoiceType
  ];
}
