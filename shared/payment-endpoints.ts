import type { Callers } from './callers.ts';
import type { Endpoint } from './http.ts';
import { answerPayment } from './payment-answer.ts';
import type { PaymentStore } from './payment-store.ts';
import { ProblemError } from './problem.ts';

/** Reading payments, whichever provider they are at. Calls nobody. */
export const paymentEndpoints = ({
  callers,
  store,
}: {
  readonly callers: Callers;
  readonly store: PaymentStore;
}): readonly Endpoint[] => [
  {
    route: 'GET /v1/payments/{paymentId}',
    handle: async (event) => {
      const merchant = await callers.anyMerchant(event.headers['authorization']);
      const paymentId = event.pathParameters?.['paymentId'] ?? '';
      const payment = /^[0-9a-f]{32}$/.test(paymentId) ? await store.find(paymentId) : undefined;
      // Another merchant's payment is as unknown as one that never was; so is one by a key without its provider's scope.
      if (payment?.merchant !== merchant.name || !merchant.scopes.includes(payment.provider))
        throw new ProblemError('not-found');
      return { status: 200, body: answerPayment(payment) };
    },
  },
];
