import { bodyOf, type Endpoint } from './http.ts';
import { answerCreated } from './payment-answer.ts';
import {
  beginCreation,
  type Created,
  createPayment,
  type CreationDependencies,
  type CreationRequest,
} from './payment-creation.ts';
import { type PaymentApi, requiredKey } from './payment-endpoint.ts';
import type { StoredPayment } from './payment-item.ts';

export const creationEndpoint = <Client>(api: PaymentApi<Client>): Endpoint => ({
  route: api.payments.creation.route,
  handle: async (event) => {
    const merchant = await api.callers.merchant(event.headers['authorization'], api.provider);
    await api.callers.mayStart(api.provider);
    const body = bodyOf(event, api.payments.creation.request);
    const request = {
      merchant: merchant.name,
      merchantReference: body.merchantReference,
      idempotencyKey: requiredKey(event),
      body,
    };
    const watchPayment = ({ paymentId }: StoredPayment) => api.machine.watch(paymentId);
    const created = api.payments.creation.isSlow(body)
      ? await createSlowly(request, { ...api, watchPayment })
      : await createPayment(request, { ...api, watchPayment });
    const { payment, payer } = created;
    return {
      status: payment.providerPaymentId === undefined ? 202 : 201,
      headers: { location: `/v1/payments/${payment.paymentId}` },
      body: answerCreated(payment, payer),
    };
  },
});

/** Begun here, carried out by a machine; answers with the payment as it is when the caller has waited long enough. */
const createSlowly = async <Client>(
  request: CreationRequest,
  api: CreationDependencies<Client> & Pick<PaymentApi<Client>, 'slow'>,
): Promise<Created> => {
  const { payment, isNew } = await beginCreation(request, api);
  if (!isNew) return { payment, payer: {} };
  const { paymentId } = payment;
  await api.slow.send({ paymentId, operationId: 'creation' }, api.now(), request.body);
  const made = await api.slow.outcome({ paymentId, operationId: 'creation' }, async () => {
    const now = await api.store.find(paymentId);
    return now?.providerPaymentId === undefined ? undefined : now;
  });
  return { payment: made ?? payment, payer: {} };
};
