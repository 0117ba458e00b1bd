import { bodyOf, type Endpoint } from './http.ts';
import { answerCreated } from './payment-answer.ts';
import {
  beginCreation,
  type Created,
  createPayment,
  type CreationDependencies,
  type CreationRequest,
} from './payment-creation.ts';
import { requiredKey } from './idempotency-header.ts';
import type { PaymentApi } from './payment-api-dependencies.ts';
import type { StoredPayment } from './payment-item.ts';
import type { SlowCaller } from './slow-caller.ts';
import { toldToPayer } from './told.ts';

export const paymentCreationEndpoint = <Client>(api: PaymentApi<Client>): Endpoint => ({
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
      plan: api.payments.creation.plan(body),
    };
    const watchPayment = ({ paymentId }: StoredPayment) => api.machine.watch(paymentId);
    const { slow } = api;
    const created =
      request.plan.isSlow && slow
        ? await createSlowly(request, { ...api, watchPayment, slow })
        : await toldToPayer(createPayment(request, { ...api, watchPayment }), api.payments.payerFlow);
    const { payment } = created;
    const isThere = payment.providerPaymentId !== undefined;
    return {
      status: isThere ? 201 : 202,
      headers: { location: `/v1/payments/${payment.paymentId}`, ...(isThere ? {} : { 'retry-after': '5' }) },
      body: answerCreated(created),
    };
  },
});

/** Begun here, carried out by a machine; answers with the payment as it is when the caller has waited long enough. */
const createSlowly = async <Client>(
  request: CreationRequest<Client>,
  api: CreationDependencies<Client> & { readonly slow: SlowCaller },
): Promise<Created> => {
  const { payment, isNew } = await beginCreation(request, api);
  if (!isNew) return { payment, payer: {} };
  const { paymentId } = payment;
  const task = { paymentId, operationId: 'creation', attempt: api.now() };
  await api.slow.send(task, request.body);
  const made = await api.slow.outcome(task, async () => {
    const now = await api.store.find(paymentId);
    // Once it has been read, it says whether it is authorized.
    return now?.providerPaymentId === undefined || now.version === 0 ? undefined : now;
  });
  return { payment: made ?? (await api.store.find(paymentId)) ?? payment, payer: {} };
};
