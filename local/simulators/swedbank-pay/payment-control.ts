import * as z from 'zod';
import { controlBody, controlError } from '../control.ts';
import { json, type Route } from '../http.ts';
import type { Callbacks } from './callbacks.ts';
import { operationsOf, pagePathOf } from './operations.ts';
import { amountsOf, isLocked, isOpen, type Payment } from './payment.ts';
import type { PayerActions } from './payer.ts';
import { Problem } from './problems.ts';
import { paymentFields, transactionFields } from './resources.ts';
import { settingsChange, type Settings } from './settings.ts';
import type { PaymentStore } from './store.ts';

interface Controlled {
  store: PaymentStore;
  payer: PayerActions;
  settings: Settings;
  callbacks: Callbacks;
  origin: () => string;
}

const failing = z.strictObject({ final: z.boolean().default(false) });
const resolving = z.strictObject({
  state: z.string().min(1).default('Completed'),
  /** The GUID; without it the first that is open. */
  transactionId: z.guid().optional(),
});
const forcing = z.strictObject({
  /** Null gives the payment its real state back. */
  state: z.string().min(1).nullable().optional(),
  transaction: z.strictObject({ id: z.guid(), state: z.string().min(1) }).optional(),
});
const forged = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  body: z.unknown().optional(),
});

/** What a forger would send: the printed form, about a payment that the provider does not know. */
const unknownPayment = {
  payment: { id: '/psp/invoice/payments/00000000-0000-4000-8000-000000000000', number: 40_000_000_001 },
  transaction: {
    id: '/psp/invoice/payments/00000000-0000-4000-8000-000000000000/authorizations/00000000-0000-4000-8000-000000000001',
    number: 40_000_000_002,
  },
};

/** The part of the control API that plays payer, back office, support and forger, and sets how the provider behaves. */
export function paymentControlRoutes({ store, payer, settings, callbacks, origin }: Controlled): Route[] {
  const control = (
    method: Route['method'],
    path: string,
    act: (body: unknown, id: string) => unknown,
    hasId = path.includes('{id}'),
  ): Route => ({
    method,
    path: `/_simulator/${path}`,
    async handle(request) {
      const answer = await refusedAsControlError(() => act(request.body ?? {}, hasId ? request.param('id') : ''));
      await callbacks.beforeAnswer();
      return json(200, answer);
    },
  });
  const onPayment = (action: string, act: (id: string, body: unknown) => Payment) =>
    control('POST', `payments/{id}/${action}`, (body, id) => shown(act(id, body), origin()));

  return [
    control('GET', 'payments', () => ({ payments: store.newestFirst().map((each) => shown(each, origin())) })),
    onPayment('complete', (id) => payer.complete(id)),
    onPayment('fail', (id, body) => payer.fail(id, controlBody(failing, body).final)),
    onPayment('cancel', (id) => payer.cancel(id)),
    onPayment('resolve', (id, body) => {
      const { state, transactionId } = controlBody(resolving, body);
      const wanted = transactionId ?? store.get(id).transactions.find(isOpen)?.id;
      if (wanted === undefined) throw controlError(409, 'No transaction is open');
      return store.settle(id, wanted.toLowerCase(), { state }).payment;
    }),
    onPayment('state', (id, body) => store.force(id, controlBody(forcing, body))),
    onPayment('unlock', (id) => store.unlock(id)),
    control('GET', 'settings', () => settings.values),
    control('POST', 'settings', (body) => {
      settings.change(controlBody(settingsChange, body));
      return settings.values;
    }),
    control('GET', 'callbacks', () => ({ callbacks: callbacks.log() })),
    control('POST', 'callbacks', (body) => {
      const { url, body: sent = unknownPayment } = controlBody(forged, body);
      return callbacks.forge(url, sent);
    }),
  ];
}

/** Everything about a payment, whatever its reads would show. */
function shown(payment: Payment, origin: string) {
  const page = pagePathOf(payment);
  const { urls, payeeInfo, metadata } = payment.request.payment;
  return {
    guid: payment.id,
    ...paymentFields(payment),
    operations: operationsOf(payment, origin),
    transactions: payment.transactions.map((each) => ({ guid: each.id, ...transactionFields(payment, each) })),
    ...amountsOf(payment),
    page: page === undefined ? null : origin + page,
    urls,
    payeeInfo,
    metadata: metadata ?? {},
    payer: payment.payer,
    locked: isLocked(payment),
  };
}

async function refusedAsControlError(act: () => unknown): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Problem) throw controlError(error.status === 404 ? 404 : 409, error.message);
    throw error;
  }
}
