import type { CreationPlan } from '../../shared/payment-provider.ts';
import { createBody } from './builders.ts';
import { payerLinksOf } from './calls.ts';
import type { CreateRequest } from './requests.ts';
import type { SwedbankPay } from './swedbank-pay.ts';

/** What a creation takes, and the call that it comes to (swedbank-pay.md section 5). */
export const creationPlan = (request: CreateRequest): CreationPlan<SwedbankPay> => ({
  // Authorized inside the call itself, which may take a minute (section 5.1).
  isSlow: request.operation === 'Recur',
  wantsTokens:
    request.operation !== 'Recur' &&
    (request.generatePaymentToken === true || request.generateRecurrenceToken === true),
  tokenOf: tokenOf(request),
  create: async ({ client, payeeId }, { payeeReference, callbackUrl, payerReference, token }) => {
    const raw = request.payerReference;
    const payment = await client.create(
      createBody(request, {
        payeeId,
        payeeReference,
        callbackUrl,
        ...(raw === undefined ? {} : { payerReference: payerReference(raw) }),
        ...(token === undefined ? {} : { token }),
      }),
    );
    return {
      providerPaymentId: payment.id,
      operations: payment.operations.map(({ rel }) => rel),
      payer: payerLinksOf(payment),
    };
  },
});

const tokenOf = (request: CreateRequest): CreationPlan<SwedbankPay>['tokenOf'] => {
  if (request.operation === 'Recur')
    return { paymentId: request.recurrenceTokenOf, name: 'recurrenceToken', field: 'recurrenceTokenOf' };
  if (request.operation === 'FinancingConsumer' && request.paymentTokenOf !== undefined)
    return { paymentId: request.paymentTokenOf, name: 'paymentToken', field: 'paymentTokenOf' };
  return undefined;
};
