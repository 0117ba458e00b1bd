import { callbackUrl, type CallbackKeys } from './callback-proof.ts';
import { log } from './log.ts';
import { mac } from './mac.ts';
import type { PayerFlows } from './payer-flow-start.ts';
import type { PaymentDependencies } from './payment-dependencies.ts';
import type { StoredPayment } from './payment-item.ts';
import { paymentLeaseSeconds } from './payment-lease.ts';
import type { CreatedPayment, CreationPlan, PayerLinks } from './payment-provider.ts';
import { madeBefore } from './payment-resumption.ts';
import { ProblemError } from './problem.ts';
import { ProviderRejected, RefusedForPayer } from './provider-error.ts';
import type { StartedFlow } from './start.ts';
import { orTheClock } from './sync-machine.ts';
import { seconds } from './table.ts';
import type { TokenVault } from './token-vault.ts';

export interface CreationDependencies<Client> extends PaymentDependencies<Client> {
  readonly callbackKeys: () => Promise<CallbackKeys>;
  readonly vault: Pick<TokenVault, 'open'>;
  /** Where the payer pays in an app. */
  readonly payerFlows?: PayerFlows | undefined;
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
  /** In which the payer follows the payment; none where there is no such flow, or it is erased. */
  readonly flow?: StartedFlow | undefined;
}

/** Whether this request holds the creation, and if somebody held it before. */
type Begun = { readonly payment: StoredPayment } & (
  { readonly isNew: false } | { readonly isNew: true; readonly resumed: boolean }
);

/**
 * Creates a payment, once for each Idempotency-Key: the intent is in the ledger before the provider is called, under an
 * id and a payee reference that follow from the key.
 * @throws ProblemError `in-progress`, `idempotency-key-reused`, `outcome-unknown`; or what the provider's client throws
 */
export const createPayment = async <Client>(
  request: CreationRequest<Client>,
  dependencies: CreationDependencies<Client>,
): Promise<Created> => {
  const begun = await beginCreation(request, dependencies);
  return begun.isNew
    ? carryOutCreation(begun.payment, request.plan, dependencies, begun.resumed)
    : created(begun.payment, dependencies);
};

/**
 * The claim on a creation: the intent is stored, or the payment is there already.
 * @throws ProblemError `in-progress`, `idempotency-key-reused`, `outcome-unknown`
 */
export const beginCreation = async <Client>(
  { merchant, merchantReference, idempotencyKey, body, plan }: CreationRequest<Client>,
  { provider, payments, store, client, macKey, nextNumber, now }: CreationDependencies<Client>,
): Promise<Begun> => {
  const key = await macKey();
  const paymentId = mac(key, 'payment-id', provider, merchant, idempotencyKey).toString('hex').slice(0, 32);
  const fingerprint = mac(key, 'request-fingerprint', JSON.stringify(body)).toString('hex');
  const createdAt = seconds(now());
  // Before the intent: what is not configured has called nobody, and leaves the key usable.
  const connected = await client();
  const isNumbered = payments.numbersReferences(connected);
  const leaseSeconds = plan.isSlow ? paymentLeaseSeconds.slow : paymentLeaseSeconds.fast;
  const leaseUntil = createdAt + leaseSeconds;
  const candidate = payments.handleFor?.(connected, paymentId, 1);
  const intent = {
    paymentId,
    provider,
    merchant,
    merchantReference,
    createdAt,
    payeeReference:
      plan.payeeReference ??
      (isNumbered
        ? await nextNumber()
        : mac(key, 'payee-reference', paymentId, 'creation').toString('hex').slice(0, 30)),
    fingerprint,
    wantsTokens: plan.wantsTokens,
    ...(candidate === undefined ? {} : { candidate, attempt: 1, creationLeaseUntil: leaseUntil }),
  };
  const made = await store.create(intent, leaseUntil);
  if (made) return { payment: made, isNew: true, resumed: false };
  const payment = await store.find(paymentId);
  // Refused and taken back since.
  if (!payment) throw new ProblemError('in-progress', { retryAfterSeconds: 1 });
  if (payment.fingerprint !== fingerprint) throw new ProblemError('idempotency-key-reused');
  if (isMade(payment)) return { payment, isNew: false };
  const leftSeconds = (payment.creationLeaseUntil ?? payment.createdAt + leaseSeconds) - createdAt;
  if (leftSeconds > 0) throw new ProblemError('in-progress', { retryAfterSeconds: leftSeconds });
  // Nobody knows whether the provider has made it, and a second creation could be a second payment.
  if (payment.attempt === undefined)
    throw new ProblemError('outcome-unknown', { detail: `It may exist at the provider: see payment ${paymentId}.` });
  const taken = await store.handles.takeOver(payment, leaseUntil);
  if (!taken) throw new ProblemError('in-progress', { retryAfterSeconds: 1 });
  return { payment: taken, isNew: true, resumed: true };
};

/** Whether the creation has come to its end; a handle that we chose may be read before. */
const isMade = ({ attempt, creationLeaseUntil, providerPaymentId }: StoredPayment): boolean =>
  attempt === undefined ? providerPaymentId !== undefined : creationLeaseUntil === undefined;

/** Asks the provider for the payment that was begun, once; what an earlier try has made is found first. */
export const carryOutCreation = async <Client>(
  begun: StoredPayment,
  plan: CreationPlan<Client>,
  dependencies: CreationDependencies<Client>,
  resumed = false,
): Promise<Created> => {
  const { provider, store, watch, now } = dependencies;
  const { paymentId, merchant } = begun;
  // Whatever fails here has sent nothing: there is no payment, and the key may be used again.
  const { connected, facts } = await prepare(begun, plan, dependencies).catch(async (error: unknown) => {
    await store.forget(paymentId);
    throw error;
  });
  let payment = begun;
  let made: CreatedPayment | undefined;
  try {
    if (resumed) ({ payment, made } = await madeBefore(begun, plan, connected, dependencies));
    made ??= await watch(plan.create(connected, { ...facts, handle: payment.candidate }));
  } catch (error) {
    const isRefused = error instanceof ProviderRejected || error instanceof RefusedForPayer;
    if (!(isRefused && (await store.forget(paymentId))) && payment.attempt !== undefined)
      await store.handles.release(payment, seconds(now()));
    throw error;
  }
  const { providerPaymentId, operations, payer } = made;
  const flow = await dependencies.payerFlows?.begin(payment, payer.appToken, plan.returnUrl);
  const finished =
    payment.attempt === undefined
      ? await store.adopt(paymentId, providerPaymentId, operations)
      : await store.handles.finish(payment, providerPaymentId, operations);
  if (!finished) throw new Error('a payment that was just made has another handle');
  if (flow) await dependencies.payerFlows?.watch(flow.flowId);
  else await orTheClock(paymentId, dependencies.watchPayment(finished));
  log.info('payment.created', { paymentId, provider, merchant });
  return { payment: finished, payer, flow };
};

/** All that a creation is sent with. */
const prepare = async <Client>(
  { paymentId, merchant, payeeReference }: StoredPayment,
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
  { payments, client, watch, payerFlows }: CreationDependencies<Client>,
): Promise<Created> => ({
  payment,
  payer: (await watch(Promise.resolve(payments.payerLinks?.(await client(), payment.providerPaymentId ?? '')))) ?? {},
  flow: await payerFlows?.find(payment),
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
