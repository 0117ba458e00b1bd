import { describe, log } from './log.ts';
import { mac } from './mac.ts';
import type { Snapshot, Transaction } from './payment.ts';
import type { PaymentDependencies } from './payment-dependencies.ts';
import { openReferences, outcomeOf, type Intent, type OperationType, type StoredPayment } from './payment-item.ts';
import { mergeRead } from './payment-merge.ts';
import type { OpenedPayment, PaymentOperation } from './payment-provider.ts';
import { ProblemError } from './problem.ts';
import { ForeignHref, isProviderFault, OperationNotOffered, ProviderRejected } from './provider-error.ts';
import { orTheClock } from './sync-machine.ts';
import { seconds } from './table.ts';

export interface OperationDependencies<Client> extends PaymentDependencies<Client> {
  /** Sends somebody to tell what is new, and to look once more. */
  readonly catchUp: (payment: StoredPayment) => Promise<void>;
}

export interface OperationRequest {
  readonly payment: StoredPayment;
  readonly merchantReference: string | undefined;
  readonly idempotencyKey: string;
  readonly body: unknown;
  /** How long one that is at it is left alone; longer than the function that runs it can live. */
  readonly leaseSeconds: number;
}

/** An operation that this request holds the lease of, and now carries out. */
export interface Begun {
  readonly payment: StoredPayment;
  readonly operationId: string;
  readonly intent: Intent;
  /** Somebody began it before, so it may have been done already. */
  readonly resumed: boolean;
}

export interface Outcome {
  readonly payment: StoredPayment;
  readonly transaction: Transaction;
}

/** So many failed ones in a row, and the next is refused here: the provider locks a payment after five. */
const failuresAtMost = 3;

/**
 * Does something with a payment, once for each Idempotency-Key: the intent is in the payment's item before the provider
 * is asked. What was begun and lost is found by its reference, or asked for again under the same one.
 * @throws ProblemError `in-progress`, `idempotency-key-reused`, `operation-underway`, `too-many-failures`,
 * `outcome-unknown`; OperationNotOffered; or what the provider's client throws
 */
export const performOperation = async <Client>(
  operation: PaymentOperation<Client>,
  request: OperationRequest,
  dependencies: OperationDependencies<Client>,
): Promise<Outcome> => {
  const begun = await beginOperation(operation, request, dependencies);
  return 'transaction' in begun ? begun : carryOut(operation, begun, request.body, dependencies);
};

export const operationIdOf = (key: string, paymentId: string, type: OperationType, idempotencyKey: string): string =>
  mac(key, 'operation-id', paymentId, type, idempotencyKey).toString('hex').slice(0, 32);

/** The claim on an operation: the intent is stored, or its outcome is known already. */
export const beginOperation = async <Client>(
  { type, isSlow }: Pick<PaymentOperation<Client>, 'type' | 'isSlow'>,
  { payment, merchantReference, idempotencyKey, body, leaseSeconds }: OperationRequest,
  { payments, store, client, macKey, nextNumber, now }: OperationDependencies<Client>,
): Promise<Begun | Outcome> => {
  const key = await macKey();
  const { paymentId } = payment;
  const operationId = operationIdOf(key, paymentId, type, idempotencyKey);
  const fingerprint = mac(key, 'request-fingerprint', JSON.stringify(body)).toString('hex');
  const leaseUntil = seconds(now()) + leaseSeconds;

  const earlier = payment.intents[operationId];
  if (earlier) {
    if (earlier.fingerprint !== fingerprint) throw new ProblemError('idempotency-key-reused');
    const transaction = outcomeOf(earlier, payment.known);
    if (transaction) return { payment, transaction };
    // Its machine runs once, or died: an authorization is never asked for twice.
    if (isSlow) return { payment, operationId, intent: earlier, resumed: true };
    const wait = (payment.underway?.leaseUntil ?? 0) - seconds(now());
    if (wait > 0) throw new ProblemError('in-progress', { retryAfterSeconds: wait });
    if (payment.underway?.operationId !== operationId) throw underway(1);
    const taken = await store.takeOver(payment, leaseUntil);
    if (!taken) throw new ProblemError('in-progress', { retryAfterSeconds: 1 });
    return { payment: taken, operationId, intent: earlier, resumed: true };
  }

  if (payment.underway) throw underway(payment.underway.leaseUntil - seconds(now()));
  if ((type === 'capture' || type === 'reversal') && payment.failures[type] >= failuresAtMost)
    throw new ProblemError('too-many-failures');
  const intent = {
    type,
    fingerprint,
    askedAt: seconds(now()),
    ...(merchantReference === undefined ? {} : { merchantReference }),
    ...(isSlow ? { attempt: now() } : {}),
    ...(type === 'authorization'
      ? {
          payeeReference: payment.payeeReference,
          after: Object.keys(payment.known.transactions),
        }
      : {
          payeeReference: payments.numbersReferences(await client())
            ? await nextNumber()
            : mac(key, 'payee-reference', paymentId, operationId).toString('hex').slice(0, 30),
        }),
  };
  const intended = await store.intend(payment, operationId, intent, leaseUntil, failuresAtMost);
  if (!intended) throw underway(1);
  return { payment: intended, operationId, intent, resumed: false };
};

const underway = (seconds: number): ProblemError =>
  new ProblemError('operation-underway', { retryAfterSeconds: Math.max(1, seconds) });

/** Asks the provider for what was begun, and learns what became of it. */
export const carryOut = async <Client>(
  operation: PaymentOperation<Client>,
  { payment, operationId, intent, resumed }: Begun,
  body: unknown,
  dependencies: OperationDependencies<Client>,
): Promise<Outcome> => {
  const { store, client, watch, payments } = dependencies;
  const { paymentId } = payment;
  const withdraw = (refused: boolean) => store.withdraw(payment, operationId, refused);
  const learned = async (read: Snapshot): Promise<Outcome | undefined> => {
    const known = await absorb(payment, read, dependencies);
    const transaction = outcomeOf(known.intents[operationId] ?? intent, known.known);
    if (!transaction) return undefined;
    await orTheClock(paymentId, dependencies.catchUp(known));
    return { payment: known, transaction };
  };
  let opened: OpenedPayment;
  const handle = payment.providerPaymentId ?? '';
  try {
    if (payment.providerPaymentId === undefined) throw new OperationNotOffered(operation.type, []);
    const references = openReferences(payment).filter((each) => resumed || each !== intent.payeeReference);
    opened = await watch(operation.open(await client(), handle, references));
  } catch (error) {
    // Nothing was sent: unless an earlier try has sent it, the intent goes.
    if (!resumed) await withdraw(false);
    throw error;
  }
  const readAgain = () =>
    readIfPossible(async () => watch(payments.read(await client(), handle, { references: openReferences(payment) })));
  // An authorization has no reference of its own: one of the payer's must not be taken for this one before it is sent.
  if (!intent.after && mergeRead(payment, opened.snapshot, intent.askedAt).what !== undefined) {
    // What an earlier try has done, though it may even have lapsed.
    const done = await learned(opened.snapshot);
    if (done) return done;
  }

  log.info('operation.sent', { paymentId, operation: operation.type });
  let made: Transaction | undefined;
  try {
    made = await watch(opened.send(body, intent.payeeReference));
  } catch (error) {
    const isRefused = error instanceof ProviderRejected;
    // A refusal may leave a failed transaction behind; that of a twin means that the first one was done.
    const read = isRefused ? await readAgain() : undefined;
    const outcome = read && (await learned(read));
    if (outcome) return outcome;
    if (isRefused || isUnsent(error)) {
      // An earlier try may have been done all the same, and no read has shown it yet.
      if (resumed) throw unknown(paymentId);
      await withdraw(isRefused && error.httpStatus !== 401);
      throw error;
    }
    if (!isProviderFault(error)) throw error;
    log.warn('operation.unanswered', { paymentId, operation: operation.type, ...describe(error) });
  }

  if (made && intent.after) await store.noteTransaction(paymentId, operationId, made.id);
  const read = await readAgain();
  const seen = read ?? opened.snapshot;
  const outcome = await learned(
    made ? withTransaction(seen, { payeeReference: intent.payeeReference, ...made }) : seen,
  );
  if (!outcome) throw unknown(paymentId);
  return outcome;
};

/** What is thrown before anything is sent. */
const isUnsent = (error: unknown): boolean =>
  error instanceof OperationNotOffered || error instanceof ForeignHref || error instanceof ProblemError;

const unknown = (paymentId: string): ProblemError =>
  new ProblemError('outcome-unknown', {
    detail: `Ask again with the same Idempotency-Key, or see payment ${paymentId}.`,
    retryable: true,
  });

/** What a read shows; nothing when it fails, since what went before it is what counts. */
export const readIfPossible = async (
  read: () => Promise<{ readonly snapshot: Snapshot } | undefined>,
): Promise<Snapshot | undefined> => {
  try {
    return (await read())?.snapshot;
  } catch (error) {
    if (!isProviderFault(error)) throw error;
    return undefined;
  }
};

/** A read may be older than the answer. */
const withTransaction = (read: Snapshot, made: Transaction): Snapshot =>
  read.transactions.some(({ id, state }) => id === made.id && state !== 'open')
    ? read
    : { ...read, transactions: [...read.transactions.filter(({ id }) => id !== made.id), made] };

/**
 * Merges what was read of a payment into the ledger; which rings it came after is not claimed, so that somebody looks
 * once more.
 * @throws ProblemError `in-progress` when the payment has become another one at the provider since
 */
export const absorb = async (
  { paymentId, providerPaymentId }: Pick<StoredPayment, 'paymentId' | 'providerPaymentId'>,
  read: Snapshot,
  { store, now }: Pick<OperationDependencies<never>, 'store' | 'now'>,
): Promise<StoredPayment> => {
  for (;;) {
    const payment = await store.find(paymentId);
    if (!payment) throw new Error('a payment that was just operated on is gone');
    if (payment.providerPaymentId !== providerPaymentId)
      throw new ProblemError('in-progress', { retryAfterSeconds: 1 });
    const merged = mergeRead(payment, read, seconds(now()));
    const learned = await store.learn(payment, merged, payment.completedSync);
    if (learned) return learned;
  }
};
