import * as z from 'zod';
import { openness, transaction, type Known, type Transaction } from './payment.ts';
import { paymentChanged } from './payment-changed.ts';

/** What merchants can do with a payment that makes a transaction. */
export const operationType = z.enum(['authorization', 'capture', 'cancellation', 'reversal']);
export type OperationType = z.infer<typeof operationType>;

/** An operation as it stands in the ledger before the provider is asked for it: nothing of it is personal. */
const intent = z.object({
  type: operationType,
  /** Ours: by it the transaction is known, whether its answer came or not. */
  payeeReference: z.string(),
  /** A keyed hash of the request: an Idempotency-Key stands for exactly one. */
  fingerprint: z.string(),
  merchantReference: z.string().optional(),
  askedAt: z.number(),
  /** Of an authorization, which has the payment's own reference: the transactions that were there before. */
  after: z.array(z.string()).optional(),
  /** Of an authorization whose answer came: the transaction that it made. */
  transactionId: z.string().optional(),
  /** Of one that a machine carries out: which try this is, in milliseconds. */
  attempt: z.number().optional(),
});
export type Intent = z.infer<typeof intent>;

const failures = z.object({ capture: z.number(), reversal: z.number() });
/** Failed ones in a row; the provider locks a payment after five (swedbank-pay.md sections 9 and 11). */
export type Failures = z.infer<typeof failures>;

/** A payment's item in the ledger. Times are seconds; nothing of it is personal. */
export const storedPayment = z.object({
  paymentId: z.string(),
  provider: z.string(),
  merchant: z.string(),
  merchantReference: z.string().optional(),
  createdAt: z.number(),
  /** Ours, given with the creation: by it a payment whose creation's answer was lost is known again. */
  payeeReference: z.string(),
  /** A keyed hash of the request that made it: an Idempotency-Key stands for exactly one. */
  fingerprint: z.string(),
  /** The provider's handle; absent until its answer, or a ring that proved itself, has told it. */
  providerPaymentId: z.string().optional(),
  /** What a ring says is the handle, or what we chose for it: never trusted before a read shows our payee reference. */
  candidate: z.string().optional(),
  /** Of a payment whose handle we choose: which creation of it this is, and until when somebody is at it, unless it is done. */
  attempt: z.number().optional(),
  creationLeaseUntil: z.number().optional(),
  known: z.object({
    openness,
    reason: z.string().optional(),
    transactions: z.record(z.string(), transaction),
    operations: z.array(z.string()),
  }),
  /** By operation id. */
  intents: z.record(z.string(), intent),
  /** Whether the payment was asked to make tokens. */
  wantsTokens: z.boolean(),
  /** Those that it made, each encrypted with the ledger's key: whoever holds one can charge the payer. Empty once deleted. */
  tokens: z.object({ paymentToken: z.string().optional(), recurrenceToken: z.string().optional() }),
  /** The one operation whose outcome is not known yet; until the lease ends somebody is at it. */
  underway: z.object({ operationId: z.string(), leaseUntil: z.number() }).optional(),
  failures,
  /** Counts what was learned or intended; whoever read an older one reads again. */
  version: z.number(),
  /** How many rings there were, and how many of them the newest merged read came after. */
  requestedSync: z.number(),
  completedSync: z.number(),
  /** What merchants have not been told yet, by event id. */
  outbox: z.record(z.string(), paymentChanged),
  /** Payment states that have been told, so that one which comes back is not told twice. */
  toldStates: z.array(z.string()),
  /** Faults of the provider in a row, since the last good read. */
  faults: z.number(),
  parked: z.object({ reason: z.string(), at: z.number() }).optional(),
  /** What was done with this item, for people. */
  timeline: z.array(z.object({ at: z.number(), what: z.string() })),
  dueAt: z.number().optional(),
});
export type StoredPayment = z.infer<typeof storedPayment>;

export type NewPayment = Pick<
  StoredPayment,
  'paymentId' | 'provider' | 'merchant' | 'merchantReference' | 'createdAt' | 'payeeReference' | 'fingerprint'
> &
  Partial<Pick<StoredPayment, 'wantsTokens' | 'candidate' | 'attempt' | 'creationLeaseUntil'>>;

/** The references of operations that have not come to their end, for a provider that lists no transactions by itself. */
export const openReferences = ({ intents, known }: StoredPayment): readonly string[] =>
  Object.values(intents)
    .filter((intent) => (outcomeOf(intent, known)?.state ?? 'open') === 'open')
    .map(({ payeeReference }) => payeeReference);

/**
 * What became of an operation, as far as it is known: the transaction that it made. An authorization has no reference of
 * its own, and the payer may try beside it: without its answer, only one that is completed is taken for it.
 */
export const outcomeOf = (intent: Intent, { transactions }: Known): Transaction | undefined => {
  const { type, payeeReference, after, transactionId } = intent;
  if (transactionId !== undefined) return transactions[transactionId];
  return Object.values(transactions).find(
    (made) =>
      made.type === type &&
      (after ? made.state === 'completed' && !after.includes(made.id) : made.payeeReference === payeeReference),
  );
};
