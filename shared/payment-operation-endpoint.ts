import { bodyOf, type Endpoint } from './http.ts';
import { answerOperation } from './payment-answer.ts';
import { handleOf, ownPayment } from './own-payment.ts';
import type { PaymentApi } from './payment-api-dependencies.ts';
import { requiredKey } from './idempotency-header.ts';
import { openReferences, outcomeOf, type StoredPayment } from './payment-item.ts';
import { paymentLeaseSeconds } from './payment-lease.ts';
import {
  absorb,
  beginOperation,
  type OperationDependencies,
  operationIdOf,
  type OperationRequest,
  type Outcome,
  performOperation,
  readIfPossible,
} from './payment-operation.ts';
import type { PaymentOperation } from './payment-provider.ts';
import { ProblemError } from './problem.ts';
import type { SlowCaller } from './slow-caller.ts';

export const paymentOperationEndpoint = <Client>(
  operation: PaymentOperation<Client>,
  api: PaymentApi<Client>,
): Endpoint => ({
  route: operation.route,
  handle: async (event) => {
    const payment = await ownPayment(event, api);
    const wanted = bodyOf(event, operation.request);
    const request = {
      payment,
      merchantReference: wanted.merchantReference,
      idempotencyKey: requiredKey(event),
      body: wanted,
      leaseSeconds: operation.isSlow ? paymentLeaseSeconds.slow : paymentLeaseSeconds.fast,
    };
    const catchUp = ({ paymentId, completedSync }: StoredPayment) => api.machine.catchUp(paymentId, completedSync);
    const { slow } = api;
    const outcome =
      operation.isSlow && slow
        ? await performSlowly(operation, request, { ...api, catchUp, slow })
        : await performOperation(operation, request, { ...api, catchUp });
    const { payment: now, transaction } = outcome;
    if (transaction?.state === 'failed') {
      throw new ProblemError('operation-failed', {
        detail: `Transaction ${transaction.number ?? transaction.id} has failed: the provider's resource says why.`,
        retryable: false,
      });
    }
    const body = answerOperation(outcome);
    if (transaction?.state === 'completed') return { status: 201, body };
    return { status: 202, headers: { location: `/v1/payments/${now.paymentId}`, 'retry-after': '5' }, body };
  },
});

/** Begun here, carried out by a machine; its transaction is missing or open when the caller has waited long enough. */
const performSlowly = async <Client>(
  operation: PaymentOperation<Client>,
  request: OperationRequest,
  api: OperationDependencies<Client> & { readonly slow: SlowCaller },
): Promise<Pick<Outcome, 'payment'> & Partial<Outcome>> => {
  const { paymentId } = request.payment;
  const begun = await beginOperation(
    operation,
    { ...request, payment: await readBefore(operation, request, api) },
    api,
  );
  if ('transaction' in begun) return begun;
  const { operationId, intent, resumed } = begun;
  const task = { paymentId, operationId, attempt: intent.attempt ?? 0 };
  if (!resumed) await api.slow.send(task, request.body);
  const look = async (): Promise<Pick<Outcome, 'payment'> & Partial<Outcome>> => {
    const now = (await api.store.find(paymentId)) ?? begun.payment;
    const transaction = outcomeOf(now.intents[operationId] ?? intent, now.known);
    return { payment: now, ...(transaction ? { transaction } : {}) };
  };
  const outcome = await api.slow.outcome(task, async () => {
    const seen = await look();
    return seen.transaction === undefined || seen.transaction.state === 'open' ? undefined : seen;
  });
  return outcome ?? look();
};

/** By what the ledger knows before, the transaction that is made is told from those that were there. */
const readBefore = async <Client>(
  operation: PaymentOperation<Client>,
  { payment, idempotencyKey }: OperationRequest,
  api: OperationDependencies<Client>,
): Promise<StoredPayment> => {
  const earlier = payment.intents[operationIdOf(await api.macKey(), payment.paymentId, operation.type, idempotencyKey)];
  const outcome = earlier && outcomeOf(earlier, payment.known);
  const isSettled = outcome !== undefined && outcome.state !== 'open';
  if (isSettled || (!earlier && payment.underway)) return payment;
  const read = async () =>
    api.watch(operation.open(await api.client(), handleOf(payment, operation.type), openReferences(payment)));
  const opened = earlier ? await readIfPossible(read) : (await read()).snapshot;
  return opened ? absorb(payment, opened, api) : payment;
};
