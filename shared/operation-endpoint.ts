import { bodyOf, type Endpoint } from './http.ts';
import { answerOperation } from './payment-answer.ts';
import { creationLeaseSeconds } from './payment-creation.ts';
import { handleOf, ownPayment, type PaymentApi, requiredKey } from './payment-endpoint.ts';
import { outcomeOf, type StoredPayment } from './payment-item.ts';
import {
  absorb,
  beginOperation,
  type OperationDependencies,
  type OperationRequest,
  type Outcome,
  performOperation,
} from './payment-operation.ts';
import type { PaymentOperation } from './payment-provider.ts';
import { ProblemError } from './problem.ts';

export const operationEndpoint = <Client>(operation: PaymentOperation<Client>, api: PaymentApi<Client>): Endpoint => ({
  route: operation.route,
  handle: async (event) => {
    const payment = await ownPayment(event, api);
    const wanted = bodyOf(event, operation.request);
    const request = {
      payment,
      merchantReference: wanted.merchantReference,
      idempotencyKey: requiredKey(event),
      body: wanted,
      leaseSeconds: operation.isSlow ? creationLeaseSeconds.slow : creationLeaseSeconds.fast,
    };
    const catchUp = ({ paymentId, completedSync }: StoredPayment) => api.machine.catchUp(paymentId, completedSync);
    const outcome = operation.isSlow
      ? await performSlowly(operation, request, { ...api, catchUp })
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
  api: OperationDependencies<Client> & Pick<PaymentApi<Client>, 'slow'>,
): Promise<Pick<Outcome, 'payment'> & Partial<Outcome>> => {
  const { paymentId } = request.payment;
  // By what the ledger knows before, the transaction that this makes is told from those that were there.
  const { snapshot } = await api.watch(operation.open(await api.client(), handleOf(request.payment, operation.type)));
  const payment = await absorb(paymentId, snapshot, api);
  const begun = await beginOperation(operation, { ...request, payment }, api);
  if ('transaction' in begun) return begun;
  const { operationId, intent, resumed } = begun;
  if (!resumed) await api.slow.send({ paymentId, operationId }, api.now(), request.body);
  const look = async (): Promise<Pick<Outcome, 'payment'> & Partial<Outcome>> => {
    const now = (await api.store.find(paymentId)) ?? begun.payment;
    const transaction = outcomeOf(intent, now.known);
    return { payment: now, ...(transaction ? { transaction } : {}) };
  };
  const outcome = await api.slow.outcome({ paymentId, operationId }, async () => {
    const seen = await look();
    return seen.transaction === undefined || seen.transaction.state === 'open' ? undefined : seen;
  });
  return outcome ?? look();
};
