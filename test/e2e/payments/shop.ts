import { randomUUID } from 'node:crypto';
import { beforeEach, describe } from 'vitest';
import type * as z from 'zod';
import { createdPaymentAnswer, operationAnswer, paymentAnswer } from '../../../shared/payment-answer.ts';
import { stack } from '../../stack.ts';
import { until } from '../../until.ts';
import { call, type Answer } from '../api.ts';
import { completeAt, resetProvider, shownAt } from './provider.ts';

export type CreatedPayment = z.infer<typeof createdPaymentAnswer>;
export type Payment = z.infer<typeof paymentAnswer>;

/** A group of tests that need Swedbank Pay's simulator. Each begins with one that knows nothing. */
export const describePayments = (name: string, tests: () => void): void => {
  const isThere = stack.simulators['swedbank-pay'] !== undefined;
  describe.runIf(isThere)(`${name}${isThere ? '' : ' (skipped: the stack has no simulator)'}`, () => {
    beforeEach(resetProvider);
    tests();
  });
};

const sale = {
  country: 'NO',
  description: 'Order 7',
  userAgent: 'e2e',
  amount: 150_000,
  vatAmount: 30_000,
  merchantReference: 'order-7',
} as const;

export const order = {
  ...sale,
  operation: 'FinancingConsumer',
  urls: { completeUrl: 'https://shop.example/done', cancelUrl: 'https://shop.example/back' },
} as const;

/** The same once more, with no payer there, by the token that a payment has made. */
export const recurring = (recurrenceTokenOf: string) => ({ ...sale, operation: 'Recur', recurrenceTokenOf });

interface Caller {
  readonly key?: string;
  readonly credential?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const post = (path: string, body: object, { key = randomUUID(), credential, headers }: Caller): Promise<Answer> =>
  call('POST', path, {
    body,
    headers: { 'idempotency-key': key, ...headers },
    ...(credential === undefined ? {} : { credential }),
  });

export const ask = (fields: object = {}, caller: Caller = {}): Promise<Answer> =>
  post('/v1/swedbank-pay/payments', { ...order, ...fields }, caller);

export const create = async (fields?: object, key?: string): Promise<CreatedPayment> =>
  createdPaymentAnswer.parse((await ask(fields, key === undefined ? {} : { key })).body);

export const read = async (paymentId: string): Promise<Payment> =>
  paymentAnswer.parse((await call('GET', `/v1/payments/${paymentId}`)).body);

/** The payment, once it looks so. */
export const readOnce = (
  paymentId: string,
  what: string,
  looksSo: (payment: Payment) => boolean,
  seconds = 15,
): Promise<Payment> =>
  until(
    what,
    async () => {
      const payment = await read(paymentId);
      return looksSo(payment) ? payment : undefined;
    },
    seconds,
  );

/** The payment, once it is in a state. */
export const readIn = (paymentId: string, state: Payment['state'], seconds?: number): Promise<Payment> =>
  readOnce(paymentId, `a payment that is ${state}`, (payment) => payment.state === state, seconds);

/** A payment that its payer has completed, and that is known. */
export const createAuthorized = async (fields?: object): Promise<Payment> => {
  const { paymentId } = await create(fields);
  await completeAt((await shownAt(paymentId)).guid);
  return readIn(paymentId, 'authorized');
};

/** Requests of the operations, by the path that they have below a payment. */
export const captureOf = (amount: number, fields: object = {}) => ({
  amount,
  vatAmount: amount / 5,
  description: 'Parcel 1',
  receiptReference: 'R-1',
  itemDescriptions: [{ amount, description: 'Shoes' }],
  vatSummary: [{ amount, vatPercent: 2500, vatAmount: amount / 5 }],
  ...fields,
});
export const reversalOf = (amount: number, fields: object = {}) => ({
  amount,
  vatAmount: amount / 5,
  description: 'Returned',
  ...fields,
});
export const cancellation = { description: 'Out of stock' };

type Operation = 'authorizations' | 'cancellations' | 'captures' | 'reversals';

/** One operation on a payment, under a key of its own unless it is told one. */
export const operate = (paymentId: string, operation: Operation, body: object, caller: Caller = {}): Promise<Answer> =>
  post(`/v1/swedbank-pay/payments/${paymentId}/${operation}`, body, caller);

const outcome = operationAnswer.extend({ transaction: operationAnswer.shape.transaction.unwrap() });

/** One that makes its transaction. */
export const done = async (...operation: Parameters<typeof operate>): Promise<z.infer<typeof outcome>> =>
  outcome.parse((await operate(...operation)).body);

export const abort = (paymentId: string): Promise<Answer> => call('DELETE', `/v1/swedbank-pay/payments/${paymentId}`);

/** The payer of the direct authorizations: a person whom Swedbank Pay publishes (swedbank-pay.md 23). */
export const olivia = { country: 'NO', identityNumber: '26026708248', zipCode: '1642' };
export const oliviasAuthorization = {
  country: olivia.country,
  identityNumber: olivia.identityNumber,
  name: 'Olivia Nyhuus',
  msisdn: '+4798765432',
  ip: '192.0.2.10',
  legalAddress: {
    addressee: 'Olivia Nyhuus',
    streetAddress: 'Saltnestoppen 43',
    zipCode: olivia.zipCode,
    city: 'Saltnes',
  },
};
