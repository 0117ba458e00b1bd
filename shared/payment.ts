import * as z from 'zod';

/** Money moves in transactions; the words are the same at every provider. */
export const transactionType = z.enum([
  /** Authorized and captured at once, as with Swish. */
  'sale',
  'authorization',
  'capture',
  'cancellation',
  'reversal',
  'verification',
  'other',
]);
export type TransactionType = z.infer<typeof transactionType>;

/** What became of a transaction. `open` may still become either of the others; those are final. */
export const transactionState = z.enum(['open', 'completed', 'failed']);

/** One transaction as the ledger keeps it; nothing of it is personal. Amounts are minor units. */
export const transaction = z.strictObject({
  id: z.string(),
  /** The provider's number, for people and for reconciliation. */
  number: z.int().optional(),
  type: transactionType,
  state: transactionState,
  amount: z.int().nonnegative(),
  vatAmount: z.int().nonnegative(),
  /** Ours, where the transaction was ours: how an operation whose answer was lost is found again. */
  payeeReference: z.string().optional(),
  created: z.string(),
});
export type Transaction = z.infer<typeof transaction>;

/** Whether the provider still takes anything, apart from what its transactions say. */
export const openness = z.enum(['open', 'pending', 'aborted', 'failed', 'unknown']);
export type Openness = z.infer<typeof openness>;

/** What one read of the provider says about a payment. */
export interface Snapshot {
  readonly openness: Openness;
  /** The provider's code for why it ended, or why nobody can tell. */
  readonly reason?: string | undefined;
  readonly transactions: readonly Transaction[];
  /** What the provider offers now, in our words. */
  readonly operations: readonly string[];
}

/** What the ledger knows; grows only, whatever order the reads come in. */
export interface Known {
  readonly openness: Openness;
  readonly reason?: string | undefined;
  readonly transactions: Readonly<Record<string, Transaction>>;
  readonly operations: readonly string[];
}

export const nothingKnown: Known = { openness: 'open', transactions: {}, operations: [] };

/** A payment's state, as the merchant reads it. It follows from what is known, and is never stored on its own. */
export const paymentState = z.enum([
  'open',
  'pending',
  'verified',
  'authorized',
  'partly-captured',
  'captured',
  'partly-reversed',
  'reversed',
  'cancelled',
  'aborted',
  'failed',
  'unknown',
]);
export type PaymentState = z.infer<typeof paymentState>;

export interface Amounts {
  readonly authorized: number;
  readonly captured: number;
  readonly cancelled: number;
  readonly reversed: number;
  readonly remainingCapture: number;
  readonly remainingReversal: number;
}

/** Sums of the completed transactions (swedbank-pay.md section 15): what is reversed cannot be captured again. */
export const amountsOf = ({ transactions }: Known): Amounts => {
  const sum = (type: TransactionType) =>
    Object.values(transactions)
      .filter((each) => each.type === type && each.state === 'completed')
      .reduce((total, { amount }) => total + amount, 0);
  const sold = sum('sale');
  const authorized = sold + sum('authorization');
  const captured = sold + sum('capture');
  const cancelled = sum('cancellation');
  const reversed = sum('reversal');
  return {
    authorized,
    captured,
    cancelled,
    reversed,
    remainingCapture: Math.max(0, authorized - captured - cancelled),
    remainingReversal: Math.max(0, captured - reversed),
  };
};

/** Once money has moved the transactions decide; the provider's own state says only what became of an unpaid payment. */
export const stateOf = (known: Known): PaymentState => {
  const { authorized, captured, cancelled, reversed, remainingCapture, remainingReversal } = amountsOf(known);
  if (authorized > 0) {
    if (reversed > 0) return remainingReversal === 0 && remainingCapture === 0 ? 'reversed' : 'partly-reversed';
    if (captured > 0) return remainingCapture === 0 ? 'captured' : 'partly-captured';
    return cancelled > 0 && remainingCapture === 0 ? 'cancelled' : 'authorized';
  }
  const isVerified = Object.values(known.transactions).some(
    ({ type, state }) => type === 'verification' && state === 'completed',
  );
  if (isVerified) return 'verified';
  return known.openness;
};

/** States in which nothing more will come by itself; a sale that was paid waits for no capture, and is refunded by us alone. */
export const isFinal = (known: Known): boolean =>
  ['reversed', 'cancelled', 'aborted', 'failed', 'verified'].includes(stateOf(known)) || isSold(known);

const isSold = ({ transactions }: Known): boolean => {
  const all = Object.values(transactions);
  return all.some(({ type }) => type === 'sale') && all.every(({ state }) => state !== 'open');
};

/** Adds what a read says to what is known: transactions by id, states only forward, so that a stale read takes nothing back. */
export const learn = (known: Known, read: Snapshot): Known => {
  const transactions = { ...known.transactions };
  for (const seen of read.transactions) {
    const before = transactions[seen.id];
    if (before === undefined || before.state === 'open') transactions[seen.id] = { ...before, ...seen };
  }
  const isEnded = known.openness === 'aborted' || known.openness === 'failed';
  const { openness, reason } = isEnded ? known : read;
  return { transactions, openness, ...(reason === undefined ? {} : { reason }), operations: [...read.operations] };
};

/** Something that merchants hear of: a transaction in a state, or the payment in a state. */
export type Change =
  | { readonly what: 'transaction'; readonly transaction: Transaction }
  | { readonly what: 'payment'; readonly state: PaymentState };

/** What is new between two states of knowledge, in the order in which it is told. */
export const changesBetween = (before: Known, after: Known): readonly Change[] => {
  const transactions = Object.values(after.transactions)
    .filter(({ id, state }) => before.transactions[id]?.state !== state)
    .sort((one, other) => one.created.localeCompare(other.created) || one.id.localeCompare(other.id));
  const state = stateOf(after);
  return [
    ...transactions.map((each) => ({ what: 'transaction' as const, transaction: each })),
    ...(state === stateOf(before) ? [] : [{ what: 'payment' as const, state }]),
  ];
};
