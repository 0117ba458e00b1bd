import { changesBetween, learn, stateOf, type Change, type Known, type Snapshot, type Transaction } from './payment.ts';
import type { PaymentChanged } from './payment-changed.ts';
import { outcomeOf, type Failures, type StoredPayment } from './payment-item.ts';

/** What one read of the provider makes of a payment. */
export interface Merged {
  readonly known: Known;
  /** What merchants must be told. */
  readonly news: readonly PaymentChanged[];
  readonly toldStates: readonly string[];
  readonly failures: Failures;
  /** The operation under way has come to its end. */
  readonly settled: boolean;
  /** The operation under way that never reached the provider: it is taken back. */
  readonly lapsed: string | undefined;
  /** For the time line; nothing when nothing is new. */
  readonly what: string | undefined;
}

/** So long after its lease an operation that no read shows is known not to have happened. */
export const lapseSeconds = 600;

/**
 * Merges a read into what is known. Pure: two that merge the same come to the same, and an older read takes nothing back.
 * @param readAt seconds, no later than when the provider was asked
 */
export const mergeRead = (payment: StoredPayment, read: Snapshot, readAt: number): Merged => {
  const known = learn(payment.known, read);
  const changes = changesBetween(payment.known, known);
  const news = changes
    .filter((change) => change.what === 'transaction' || !payment.toldStates.includes(change.state))
    .map((change) => eventOf(payment, change, known, readAt));
  const outcome = underwayOutcome(payment, known);
  const isLapsed = payment.underway && !outcome && payment.underway.leaseUntil + lapseSeconds <= readAt;
  const settled = outcome !== undefined && outcome.state !== 'open';
  const lapsed = isLapsed ? payment.underway?.operationId : undefined;
  return {
    known,
    news,
    toldStates: [...new Set([...payment.toldStates, stateOf(known)])],
    failures: failuresAfter(payment.failures, changes),
    settled,
    lapsed,
    what: whatIsNew(news.length, settled, lapsed !== undefined),
  };
};

const whatIsNew = (news: number, settled: boolean, lapsed: boolean): string | undefined => {
  if (news === 0 && !settled && !lapsed) return undefined;
  return `read: ${news} new${settled ? ', operation settled' : ''}${lapsed ? ', operation never happened' : ''}`;
};

const underwayOutcome = ({ underway, intents }: StoredPayment, known: Known): Transaction | undefined => {
  const intent = underway && intents[underway.operationId];
  return intent && outcomeOf(intent, known);
};

/** In a row, whoever asked for them: one that is completed begins the count anew. */
const failuresAfter = (before: Failures, changes: readonly Change[]): Failures => {
  const after = { ...before };
  for (const change of changes) {
    if (change.what !== 'transaction') continue;
    const { type, state } = change.transaction;
    if ((type !== 'capture' && type !== 'reversal') || state === 'open') continue;
    after[type] = state === 'failed' ? after[type] + 1 : 0;
  }
  return after;
};

const eventOf = (payment: StoredPayment, change: Change, known: Known, now: number): PaymentChanged => {
  const what = change.what === 'transaction' ? `${change.transaction.id}-${change.transaction.state}` : change.state;
  return {
    eventId: `${payment.paymentId}-${what}`,
    paymentId: payment.paymentId,
    provider: payment.provider,
    merchant: payment.merchant,
    ...(payment.merchantReference === undefined ? {} : { merchantReference: payment.merchantReference }),
    state: stateOf(known),
    ...(known.reason === undefined ? {} : { reason: known.reason }),
    ...(change.what === 'transaction' ? { transaction: transactionOf(payment, change.transaction) } : {}),
    at: new Date(now * 1000).toISOString(),
  };
};

const transactionOf = (payment: StoredPayment, transaction: Transaction) => ({
  number: transaction.number,
  type: transaction.type,
  state: transaction.state,
  amount: transaction.amount,
  payeeReference: transaction.payeeReference,
  merchantReference: merchantReferenceOf(payment, transaction),
});

/** What the merchant called the operation that made a transaction. */
export const merchantReferenceOf = ({ intents }: StoredPayment, { payeeReference, type }: Transaction) =>
  Object.values(intents).find((intent) => intent.type === type && intent.payeeReference === payeeReference)
    ?.merchantReference;
