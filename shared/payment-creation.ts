import { callbackUrl } from './callback-proof.ts';
import { describe, log } from './log.ts';
import { mac } from './mac.ts';
import type { PaymentProvider, PayerLinks } from './payment-provider.ts';
import type { PaymentStore, StoredPayment } from './payment-store.ts';
import { ProblemError } from './problem.ts';
import { ProviderRejected } from './provider-error.ts';
import { seconds } from './table.ts';

export interface CreationDependencies<Client> {
  readonly provider: string;
  readonly payments: PaymentProvider<Client>;
  readonly store: PaymentStore;
  readonly client: () => Promise<Client>;
  readonly watch: <Answer>(call: Promise<Answer>) => Promise<Answer>;
  readonly macKey: () => Promise<string>;
  /** Where providers reach our callbacks: the API's own address. */
  readonly publicUrl: string;
  /** Sends somebody to watch the payment through its first hour; without it the clock does. */
  readonly watchPayment: (payment: StoredPayment) => Promise<void>;
  readonly now: () => number;
}

export interface CreationRequest {
  readonly merchant: string;
  readonly merchantReference: string | undefined;
  readonly idempotencyKey: string;
  readonly body: unknown;
}

/** A creation may take the gateway's 29 s; until then, an equal request waits. */
const leaseSeconds = 35;

/**
 * Creates a payment, once for each Idempotency-Key: the intent is in the ledger before the provider is called, under an
 * id and a payee reference that follow from the key.
 * @throws ProblemError `in-progress`, `idempotency-key-reused`, `outcome-unknown`; or what the provider's client throws
 */
export const createPayment = async <Client>(
  { merchant, merchantReference, idempotencyKey, body }: CreationRequest,
  dependencies: CreationDependencies<Client>,
): Promise<{ payment: StoredPayment; payer: PayerLinks }> => {
  const { provider, payments, store, client, watch, publicUrl, now } = dependencies;
  const key = await dependencies.macKey();
  const paymentId = mac(key, 'payment-id', provider, merchant, idempotencyKey).toString('hex').slice(0, 32);
  const fingerprint = mac(key, 'request-fingerprint', JSON.stringify(body)).toString('hex');
  const createdAt = seconds(now());
  const payeeReference = mac(key, 'payee-reference', paymentId, 'creation').toString('hex').slice(0, 30);
  // Before the intent: what is not configured has called nobody, and leaves the key usable.
  const connected = await client();
  const intent = { paymentId, provider, merchant, merchantReference, createdAt, payeeReference, fingerprint };

  if (!(await store.create(intent, createdAt + leaseSeconds))) {
    const earlier = await found(store, paymentId);
    if (earlier.fingerprint !== fingerprint) throw new ProblemError('idempotency-key-reused');
    if (earlier.providerPaymentId !== undefined)
      return { payment: earlier, payer: await watch(payments.payerLinks(connected, earlier.providerPaymentId)) };
    const age = createdAt - earlier.createdAt;
    if (age < leaseSeconds) throw new ProblemError('in-progress', { retryAfterSeconds: leaseSeconds - age });
    // Nobody knows whether the provider has made it, and a second creation could be a second payment.
    throw new ProblemError('outcome-unknown', { detail: `It may exist at the provider: see payment ${paymentId}.` });
  }

  const created = await watch(
    payments.creation.create(connected, body, {
      payeeReference,
      callbackUrl: callbackUrl(publicUrl, provider, key, paymentId),
      payerReference: (raw) => mac(key, 'payer-reference', merchant, raw).toString('hex').slice(0, 40),
    }),
  ).catch(async (error: unknown) => {
    // Refused: there is no payment, and the key may be used again.
    if (error instanceof ProviderRejected) await store.forget(paymentId);
    throw error;
  });
  await store.adopt(paymentId, created.providerPaymentId);
  const payment = await found(store, paymentId);
  await dependencies.watchPayment(payment).catch((error: unknown) => {
    log.error('sync.not-started', { paymentId, ...describe(error) });
  });
  log.info('payment.created', { paymentId, provider, merchant });
  return { payment, payer: created.payer };
};

const found = async (store: PaymentStore, paymentId: string): Promise<StoredPayment> => {
  const payment = await store.find(paymentId);
  if (!payment) throw new Error('a payment that was just written is gone');
  return payment;
};
