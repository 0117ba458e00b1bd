import { describe, log } from './log.ts';
import { measure } from './metrics.ts';
import { isFinal, type Snapshot } from './payment.ts';
import type { PaymentChanged } from './payment-changed.ts';
import { openReferences, type StoredPayment } from './payment-item.ts';
import { mergeRead } from './payment-merge.ts';
import type { ReadWanted } from './payment-provider.ts';
import type { PaymentStore } from './payment-store.ts';
import { isProviderFault, ProviderUnavailable } from './provider-error.ts';
import type { Tokens, TokenVault } from './token-vault.ts';

/** What one read of a payment at its provider brought. */
export interface PaymentRead {
  /** The reference that the payment was created with: proof that it is ours. */
  readonly payeeReference: string | undefined;
  readonly snapshot: Snapshot;
  /** What it has made, where it was asked for: kept encrypted, never logged. */
  readonly tokens?: Tokens;
}

export interface SyncDependencies {
  readonly store: PaymentStore;
  /** Undefined when the provider knows no such payment. */
  readonly read: (providerPaymentId: string, wanted: ReadWanted) => Promise<PaymentRead | undefined>;
  readonly vault: Pick<TokenVault, 'seal'>;
  /** @returns the ids of the events that were taken; the others are tried again */
  readonly publish: (events: readonly PaymentChanged[]) => Promise<readonly string[]>;
  /** Seconds. */
  readonly now: () => number;
}

/**
 * Who looks. The machine of the creation watches: it comes back through the payment's first hour. That of a ring only
 * catches up and ends, since its name must be free for the next ring; what is due later is the clock's.
 */
export interface SyncInput {
  readonly paymentId: string;
  readonly watching: boolean;
}

/** What the machine is told: whether to come back, and when. */
export type SyncAnswer =
  | { readonly paymentId: string; readonly watching: boolean; readonly status: 'pending'; readonly waitSeconds: number }
  | { readonly paymentId: string; readonly status: 'resting' | 'parked' | 'gone' };

/** One invocation does not go round for ever; what is left is still due. */
const roundsAtMost = 6;
/** A ring that brought no news may have met a stale read: look once more. */
const staleReadSeconds = 30;
/** With the growing wait, some six hours of faults; then a person must look. */
const faultsAtMost = 40;
const hour = 3_600;
const day = 24 * hour;

/**
 * Reads the provider's truth about a payment until every ring has been caught up with, and tells merchants what is new.
 * Two at once do no harm: what is known only grows, and a lost race on the version means to read again.
 */
export const syncPayment = async (
  { paymentId, watching }: SyncInput,
  dependencies: SyncDependencies,
): Promise<SyncAnswer> => {
  const { store, now } = dependencies;
  const comeBack = (payment: StoredPayment, dueAt: number | undefined): SyncAnswer =>
    watching && dueAt !== undefined && now() - payment.createdAt < hour
      ? { paymentId, watching, status: 'pending', waitSeconds: Math.max(1, dueAt - now()) }
      : { paymentId, status: 'resting' };
  for (let round = 0; round < roundsAtMost; round += 1) {
    const payment = await store.find(paymentId);
    if (!payment) return { paymentId, status: 'gone' };
    await tell(payment, dependencies);

    const providerPaymentId = payment.providerPaymentId ?? payment.candidate;
    if (providerPaymentId === undefined) {
      const dueAt = await awaitHandle(payment, dependencies);
      return dueAt === undefined ? { paymentId, status: 'parked' } : comeBack(payment, dueAt);
    }
    const readAt = now();
    const read = await readOrFault(providerPaymentId, payment, dependencies);
    if (read === 'fault') {
      const later = await store.find(paymentId);
      if (later?.parked) return { paymentId, status: 'parked' };
      return comeBack(payment, later?.dueAt);
    }
    if (payment.providerPaymentId === undefined && !(await store.adoptCandidate(payment))) continue;

    await keepTokens(payment, read.tokens ?? {}, dependencies);

    const merged = mergeRead(payment, read.snapshot, readAt);
    const after = await store.learn(payment, merged, payment.requestedSync);
    if (!after || !(await tell(after, dependencies))) continue;

    const isDoubtful =
      payment.requestedSync > payment.completedSync && merged.news.length === 0 && !isFinal(merged.known);
    const dueAt = isDoubtful ? now() + staleReadSeconds : nextLook(after, now());
    if (await store.rest(after, dueAt)) return comeBack(payment, dueAt);
  }
  return { paymentId, watching, status: 'pending', waitSeconds: 1 };
};

/** Before the read counts as merged: a payment that has come to its end is not read again. */
const keepTokens = async (
  { paymentId, tokens: kept }: StoredPayment,
  made: Tokens,
  { store, vault }: Pick<SyncDependencies, 'store' | 'vault'>,
): Promise<void> => {
  for (const name of ['paymentToken', 'recurrenceToken'] as const) {
    const token = made[name];
    if (token === undefined || kept[name] !== undefined) continue;
    await store.keepToken(paymentId, name, await vault.seal(paymentId, name, token));
  }
};

/** Tells what the outbox holds, each event once it is taken. @returns whether all of it was told */
const tell = async (payment: StoredPayment, { store, publish }: SyncDependencies): Promise<boolean> => {
  const events = Object.values(payment.outbox);
  if (events.length === 0) return true;
  const taken = await publish(events);
  for (const eventId of taken) await store.told(payment.paymentId, eventId);
  return taken.length === events.length;
};

const readOrFault = async (
  providerPaymentId: string,
  payment: StoredPayment,
  { store, read, now }: SyncDependencies,
): Promise<PaymentRead | 'fault'> => {
  try {
    const wanted = { withTokens: payment.wantsTokens, references: openReferences(payment) };
    const found = await read(providerPaymentId, wanted);
    // Whoever knows the callback's address can ring with any id: only our own reference makes it ours.
    if (found?.payeeReference === payment.payeeReference) return found;
    // It has ended, and the provider no longer keeps it: there is nothing to learn, but for an operation that is under way.
    if (!found && isFinal(payment.known) && !payment.underway) return nothingNewOf(payment);
    log.warn('sync.not-ours', { paymentId: payment.paymentId, provider: payment.provider });
  } catch (error) {
    if (!isProviderFault(error)) throw error;
    measure('ProviderFault', 1, { provider: payment.provider });
    log.warn('sync.provider-fault', { paymentId: payment.paymentId, ...describe(error) });
    const asked = error instanceof ProviderUnavailable ? (error.retryAfterSeconds ?? 0) : 0;
    await tryLater(payment, error.name, asked, { store, now });
    return 'fault';
  }
  await tryLater(payment, 'no such payment at the provider', 0, { store, now });
  return 'fault';
};

const nothingNewOf = ({ payeeReference, known }: StoredPayment): PaymentRead => ({
  payeeReference,
  snapshot: { ...known, transactions: [] },
});

/** The wait grows to a quarter of an hour; after some hours of faults a person must look. */
const tryLater = async (
  payment: StoredPayment,
  reason: string,
  leastSeconds: number,
  { store, now }: Pick<SyncDependencies, 'store' | 'now'>,
): Promise<void> => {
  if (payment.faults >= faultsAtMost) return park(payment, reason, store);
  await store.fault(payment, now() + Math.max(leastSeconds, Math.min(2 ** (payment.faults + 2), 15 * 60)), reason);
};

const park = async (payment: StoredPayment, reason: string, store: PaymentStore): Promise<void> => {
  if (await store.park(payment, reason)) measure('PaymentParked', 1, { provider: payment.provider });
};

/**
 * The creation's answer was lost, and nobody has rung: there is nothing to read by.
 * @returns when to look again; undefined when it waits for a person
 */
const awaitHandle = async (payment: StoredPayment, { store, now }: SyncDependencies): Promise<number | undefined> => {
  if (now() - payment.createdAt > hour) {
    await park(payment, 'its creation was never answered, and no callback told its id', store);
    return undefined;
  }
  const dueAt = now() + 60;
  await store.fault(payment, dueAt, 'still without an answer to its creation');
  return dueAt;
};

/**
 * When a payment is looked at without a ring: seconds while the payer is there, then minutes, then hours while a payment
 * link is valid (28 days, swedbank-pay.md section 19), then weekly, since it may be captured or reversed elsewhere. A
 * final one gets a last look an hour and a day later.
 */
const nextLook = ({ known, createdAt, underway, intents }: StoredPayment, now: number): number | undefined => {
  // An operation whose outcome is unknown blocks the next; some become known only after days, or never.
  if (underway) {
    const age = now - (intents[underway.operationId]?.askedAt ?? now);
    return Math.max(underway.leaseUntil, now + Math.min(6 * hour, Math.max(60, Math.ceil(age / 10))));
  }
  const age = now - createdAt;
  if (isFinal(known)) return age < hour ? createdAt + hour : age < day ? createdAt + day : undefined;
  if (age < 2 * 60) return now + 10;
  if (age < 10 * 60) return now + 30;
  if (age < hour) return now + 150;
  if (age < day) return now + 15 * 60;
  if (age < 29 * day) return now + 6 * hour;
  return age < 366 * day ? now + 7 * day : undefined;
};
