import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Merchant } from './callers.ts';
import type { PaymentApi } from './payment-api-dependencies.ts';
import type { StoredPayment } from './payment-item.ts';
import type { PaymentStore } from './payment-store.ts';
import { ProblemError } from './problem.ts';
import { OperationNotOffered } from './provider-error.ts';

/**
 * The payment in the path, of this merchant and at one of these providers. Another merchant's is as unknown as one that
 * never was.
 * @throws ProblemError `not-found`
 */
export const paymentInPath = async (
  event: APIGatewayProxyEventV2,
  store: PaymentStore,
  merchant: Merchant,
  providers: readonly string[],
): Promise<StoredPayment> => {
  const paymentId = event.pathParameters?.['paymentId'] ?? '';
  const payment = /^[0-9a-f]{32}$/.test(paymentId) ? await store.find(paymentId) : undefined;
  if (payment?.merchant !== merchant.name || !providers.includes(payment.provider)) throw new ProblemError('not-found');
  return payment;
};

/** The same for an endpoint of one provider, whose scope the key must have. @throws ProblemError */
export const ownPayment = async <Client>(
  event: APIGatewayProxyEventV2,
  { callers, provider, store }: PaymentApi<Client>,
): Promise<StoredPayment> =>
  paymentInPath(event, store, await callers.merchant(event.headers['authorization'], provider), [provider]);

/** While a creation's answer is lost, there is nothing to operate on. */
export const handleOf = ({ providerPaymentId }: StoredPayment, what: string): string => {
  if (providerPaymentId === undefined) throw new OperationNotOffered(what, []);
  return providerPaymentId;
};
