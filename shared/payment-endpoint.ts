import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Callers } from './callers.ts';
import { checked } from './http.ts';
import { idempotencyKey } from './idempotency.ts';
import type { CreationDependencies } from './payment-creation.ts';
import type { PaymentDependencies } from './payment-dependencies.ts';
import type { StoredPayment } from './payment-item.ts';
import { ProblemError } from './problem.ts';
import { OperationNotOffered } from './provider-error.ts';
import type { SlowCaller } from './slow-caller.ts';
import type { SyncMachine } from './sync-machine.ts';

/** What the endpoints of a provider's payments stand on. */
export interface PaymentApi<Client>
  extends PaymentDependencies<Client>, Pick<CreationDependencies<Client>, 'callbackKeys' | 'publicUrl' | 'vault'> {
  readonly callers: Callers;
  readonly machine: SyncMachine;
  readonly slow: SlowCaller;
}

/** The payment in the path, of the merchant that asks. @throws ProblemError `not-found` for all others */
export const ownPayment = async <Client>(
  event: APIGatewayProxyEventV2,
  { callers, provider, store }: PaymentApi<Client>,
): Promise<StoredPayment> => {
  const merchant = await callers.merchant(event.headers['authorization'], provider);
  const paymentId = event.pathParameters?.['paymentId'] ?? '';
  const payment = /^[0-9a-f]{32}$/.test(paymentId) ? await store.find(paymentId) : undefined;
  if (payment?.merchant !== merchant.name || payment.provider !== provider) throw new ProblemError('not-found');
  return payment;
};

/** While a creation's answer is lost, there is nothing to operate on. */
export const handleOf = ({ providerPaymentId }: StoredPayment, what: string): string => {
  if (providerPaymentId === undefined) throw new OperationNotOffered(what, []);
  return providerPaymentId;
};

export const requiredKey = (event: APIGatewayProxyEventV2): string =>
  checked(event.headers['idempotency-key'] ?? '', idempotencyKey, 'Idempotency-Key');
