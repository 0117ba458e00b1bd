import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { createdPaymentAnswer, paymentAnswer } from '../../../shared/payment-answer.ts';
import { stack } from '../../stack.ts';
import { call, type Answer } from '../api.ts';
import { until } from '../until.ts';

export type CreatedPayment = z.infer<typeof createdPaymentAnswer>;
export type Payment = z.infer<typeof paymentAnswer>;

export const order = {
  operation: 'FinancingConsumer',
  country: 'NO',
  description: 'Order 7',
  userAgent: 'e2e',
  amount: 150_000,
  vatAmount: 30_000,
  urls: { completeUrl: 'https://shop.example/done', cancelUrl: 'https://shop.example/back' },
  merchantReference: 'order-7',
} as const;

export const ask = (
  fields: object = {},
  { key = randomUUID(), credential }: { key?: string; credential?: string } = {},
): Promise<Answer> =>
  call('POST', '/v1/swedbank-pay/payments', {
    body: { ...order, ...fields },
    headers: { 'idempotency-key': key },
    ...(credential === undefined ? {} : { credential }),
  });

export const create = async (fields?: object, key?: string): Promise<CreatedPayment> =>
  createdPaymentAnswer.parse((await ask(fields, key === undefined ? {} : { key })).body);

export const read = async (paymentId: string): Promise<Payment> =>
  paymentAnswer.parse((await call('GET', `/v1/payments/${paymentId}`)).body);

/** The payment, once it is in a state. */
export const readIn = (paymentId: string, state: Payment['state'], seconds = 15): Promise<Payment> =>
  until(
    `a payment that is ${state}`,
    async () => {
      const payment = await read(paymentId);
      return payment.state === state ? payment : undefined;
    },
    seconds,
  );

const simulator = `${stack.simulators['swedbank-pay'] ?? ''}/_simulator`;

const control = async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
  const answer = await fetch(`${simulator}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the simulator refuses ${path}: HTTP ${answer.status}`);
  return answer.json();
};

/** The usual callbacks: one delivery, a moment later. */
const usual = {
  enabled: true,
  deliveries: null,
  together: 1,
  delaySeconds: 0,
  timeScale: 1,
  beforeAnswer: false,
  reorder: false,
  drop: 0,
  body: 'normal',
};
export const setCallbacks = (callbacks: object): Promise<unknown> =>
  control('POST', 'settings', { callbacks: { ...usual, ...callbacks } });
export const resetProvider = async (): Promise<void> => {
  await control('POST', 'reset', {});
  await setCallbacks({});
};
export const fail = (fault: object): Promise<unknown> => control('POST', 'faults', fault);

const payments = z.object({ payments: z.array(z.looseObject({ id: z.string() })) });
const guidOf = (id: string): string => id.split('/').at(-1) ?? '';

/** The payments at the provider, newest first, by their GUID. */
export const atProvider = async (): Promise<string[]> =>
  payments.parse(await control('GET', 'payments')).payments.map(({ id }) => guidOf(id));

/** The payer completes the payment on its hosted page. */
export const completeAt = (guid: string): Promise<unknown> => control('POST', `payments/${guid}/complete`, {});

/** The same for the payment that was created last. */
export const completeNewest = async (): Promise<void> => {
  const [newest = ''] = await atProvider();
  await completeAt(newest);
};
