import { callbackUrl, type CallbackKeys } from './callback-proof.ts';
import { log } from './log.ts';
import { mac } from './mac.ts';
import type { PaymentDependencies } from './payment-dependencies.ts';
import type { StoredPayment } from './payment-item.ts';
import { paymentLeaseSeconds } from './payment-lease.ts';
import type { CreationPlan, PayerLinks } from './payment-provider.ts';
import { ProblemError } from './problem.ts';
import { ProviderRejected } from './provider-error.ts';
import { orTheClock } from './sync-machine.ts';
import { seconds } from './table.ts';
import type { TokenVault } from './token-vault.ts';

export interface CreationDependencies<Client> extends PaymentDependencies<Client> {
  readonly callbackKeys: () => Promise<CallbackKeys>;
  readonly vault: Pick<TokenVault, 'open'>;
  /** Where providers reach our callbacks: the API's own address. */
  readonly publicUrl: string;
  /** Sends somebody to watch the payment through its first hour; without it the clock does. */
  readonly watchPayment: (payment: StoredPayment) => Promise<void>;
}

export interface CreationRequest<Client> {
  readonly merchant: string;
  readonly merchantReference: string | undefined;
  readonly idempotencyKey: string;
  readonly body: unknown;
  /** Of the body. */
  readonly plan: CreationPlan<Client>;
}

export interface Created {
  readonly payment: StoredPayment;
  readonly payer: PayerLinks;
}

/**
 * Creates a payment, once for each Idempotency-Key: the intent is in the ledger before the provider is called, under an
 * id and a payee reference that follow from the key.
 * @throws ProblemError `in-progress`, `idempotency-key-reused`, `outcome-unknown`; or what the provider's client throws
 */
export const createPayment = async <Client>(
  request: CreationRequest<Client>,
  dependencies: CreationDependencies<Client>,
): Promise<Created> => {
  const { payment, isNew } = await beginCreation(request, dependencies);
  return isNew ? carryOutCreation(payment, request.plan, dependencies) : created(payment, dependencies);
};

/**
 * The claim on a creation: the intent is stored, or the payment is there already.
 * @throws ProblemError `in-progress`, `idempotency-key-reused`, `outcome-unknown`
 */
export const beginCreation = async <Client>(
  { merchant, merchantReference, idempotencyKey, body, plan }: CreationRequest<Client>,
  { provider, payments, store, client, macKey, nextNumber, now }: CreationDependencies<Client>,
): Promise<{ readonly payment: StoredPayment; readonly isNew: boolean }> => {
  const key = await macKey();
  const paymentId = mac(key, 'payment-id', provider, merchant, idempotencyKey).toString('hex').slice(0, 32);
  const fingerprint = mac(key, 'request-fingerprint', JSON.stringify(body)).toString('hex');
  const createdAt = seconds(now());
  // Before the intent: what is not configured has called nobody, and leaves the key usable.
  const isNumbered = payments.numbersReferences(await client());
  const leaseSeconds = plan.isSlow ? paymentLeaseSeconds.slow : paymentLeaseSeconds.fast;
  const intent = {
    paymentId,
    provider,
    merchant,
    merchantReference,
    createdAt,
    payeeReference: isNumbered
      ? await nextNumber()
      : mac(key, 'payee-reference', paymentId, 'creation').toString('hex').slice(0, 30),
    fingerprint,
    wantsTokens: plan.wantsTokens,
  };
  const made = await store.create(intent, createdAt + leaseSeconds);
  if (made) return { payment: made, isNew: true };
  const payment = await store.find(paymentId);
  // Refused and taken back since.
  if (!payment) throw new ProblemError('in-progress', { retryAfterSeconds: 1 });
  if (payment.fingerprint !== fingerprint) throw new ProblemError('idempotency-key-reused');
  if (payment.providerPaymentId !== undefined) return { payment, isNew: false };
  const age = createdAt - payment.createdAt;
  if (age < leaseSeconds) throw new ProblemError('in-progress', { retryAfterSeconds: leaseSeconds - age });
  // Nobody knows whether the provider has made it, and a second creation could be a second payment.
  throw new ProblemError('outcome-unknown', { detail: `It may exist at the provider: see payment ${paymentId}.` });
};

/** Asks the provider for the payment that was begun, once. */
export const carryOutCreation = async <Client>(
  { paymentId, merchant, payeeReference }: StoredPayment,
  plan: CreationPlan<Client>,
  dependencies: CreationDependencies<Client>,
): Promise<Created> => {
  const { provider, store, watch } = dependencies;
  // Whatever fails here has sent nothing: there is no payment, and the key may be used again.
  const { connected, facts } = await prepare(paymentId, merchant, payeeReference, plan, dependencies).catch(
    async (error: unknown) => {
      await store.forget(paymentId);
      throw error;
    },
  );
  const { providerPaymentId, operations, payer } = await watch(plan.create(connected, facts)).catch(
    async (error: unknown) => {
      if (error instanceof ProviderRejected) await store.forget(paymentId);
      throw error;
    },
  );
  const payment = await store.adopt(paymentId, providerPaymentId, operations);
  if (!payment) throw new Error('a payment that was just made has another handle');
  await orTheClock(paymentId, dependencies.watchPayment(payment));
  log.info('payment.created', { paymentId, provider, merchant });
  return { payment, payer };
};

/** All that a creation is sent with. */
const prepare = async <Client>(
  paymentId: string,
  merchant: string,
  payeeReference: string,
  { tokenOf }: CreationPlan<Client>,
  dependencies: CreationDependencies<Client>,
) => {
  const { provider, client, publicUrl } = dependencies;
  const key = await dependencies.macKey();
  return {
    connected: await client(),
    facts: {
      payeeReference,
      callbackUrl: callbackUrl(publicUrl, provider, await dependencies.callbackKeys(), paymentId),
      payerReference: (raw: string) => mac(key, 'payer-reference', merchant, raw).toString('hex').slice(0, 40),
      token: tokenOf && (await tokenFor(tokenOf, merchant, dependencies)),
    },
  };
};

/** A payment that is there, with what the payer needs now. */
const created = async <Client>(
  payment: StoredPayment,
  { payments, client, watch }: Pick<CreationDependencies<Client>, 'payments' | 'client' | 'watch'>,
): Promise<Created> => ({
  payment,
  payer: await watch(payments.payerLinks(await client(), payment.providerPaymentId ?? '')),
});

/** The token of the payment that the request names, of the same merchant. */
const tokenFor = async (
  wanted: NonNullable<CreationPlan<never>['tokenOf']>,
  merchant: string,
  { store, vault }: Pick<CreationDependencies<never>, 'store' | 'vault'>,
): Promise<string> => {
  const maker = await store.find(wanted.paymentId);
  if (maker?.merchant !== merchant)
    throw new ProblemError('invalid-request', {
      fields: [{ field: wanted.field, message: 'must be the id of a payment of yours' }],
    });
  const sealed = maker.tokens[wanted.name];
  if (!sealed)
    throw new ProblemError('token-inactive', { detail: 'That payment has made no such token, or it is deleted.' });
  return vault.open(wanted.paymentId, wanted.name, sealed);
};
