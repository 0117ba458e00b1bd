import * as z from 'zod';
import { ProviderRejected } from '../../shared/provider-error.ts';
import type { ProviderRequest, Send, Transport } from '../../shared/provider-http.ts';
import { created, type CreatedRequest, paymentRequest, refund, type PaymentRequest, type Refund } from './answers.ts';
import { creationFaultOf, faultOf } from './problems.ts';

/** A payment request as it is sent (seed 004, 4.2). An absent payer is no key at all: `null` breaks m-commerce (swish.md 5). */
export interface PaymentBody {
  readonly payeePaymentReference: string;
  readonly callbackUrl: string;
  readonly payerAlias?: string | undefined;
  readonly payeeAlias: string;
  /** Kronor with two decimals. */
  readonly amount: string;
  readonly currency: 'SEK';
  readonly message?: string | undefined;
}

/** A refund as it is sent (swish.md 14): the roles are swapped, so the merchant is the payer. */
export interface RefundBody {
  /** The bank's reference of the payment, not its id. */
  readonly originalPaymentReference: string;
  readonly payerPaymentReference: string;
  readonly callbackUrl: string;
  readonly payerAlias: string;
  readonly amount: string;
  readonly currency: 'SEK';
  readonly message?: string | undefined;
}

/** The calls of Swish Commerce (swish.md 3). All of them throw what shared/provider-http throws. */
export interface SwishClient {
  /** Version 2: we choose the id, and a second creation under it is refused. */
  create(instructionUuid: string, body: PaymentBody): Promise<CreatedRequest>;
  /** Version 1, as in the seed: Swish chooses the id, and nothing tells a second creation from the first. */
  createV1(body: PaymentBody): Promise<CreatedRequest>;
  /** @returns undefined for one that Swish does not know, or not under this certificate (swish.md 8) */
  get(id: string): Promise<PaymentRequest | undefined>;
  /** Its answer carries an error code also when it was done, so what became of it is read (swish.md 13). */
  cancel(id: string): Promise<void>;
  refund(instructionUuid: string, body: RefundBody): Promise<void>;
  getRefund(id: string): Promise<Refund | undefined>;
}

/** @param host the API's base, such as https://cpc.getswish.net/swish-cpcapi */
export const swishClient = (send: Send, host: string, transport: Transport): SwishClient => {
  const call = <Answer>(
    operation: string,
    method: ProviderRequest<Answer>['method'],
    path: string,
    rest: Pick<ProviderRequest<Answer>, 'answer'> &
      Partial<Pick<ProviderRequest<Answer>, 'body' | 'headers' | 'answerIn' | 'fault'>>,
  ): Promise<Answer> =>
    send({
      operation: `swish.${operation}`,
      url: new URL(`${host.replace(/\/$/, '')}/api/${path}`),
      method,
      transport,
      headers: {},
      errorCode: () => undefined,
      fault: faultOf,
      ...rest,
    });
  const find = async <Answer>(
    operation: string,
    path: string,
    answer: z.ZodType<Answer>,
  ): Promise<Answer | undefined> => {
    try {
      return await call(operation, 'GET', path, { answer });
    } catch (error) {
      if (error instanceof ProviderRejected && error.httpStatus === 404) return undefined;
      throw error;
    }
  };

  return {
    create: (id, body) =>
      call('create', 'PUT', `v2/paymentrequests/${id}`, {
        body,
        answer: created,
        answerIn: 'headers',
        fault: creationFaultOf,
      }),
    createV1: (body) =>
      call('create-v1', 'POST', 'v1/paymentrequests', {
        body,
        answer: created,
        answerIn: 'headers',
        fault: creationFaultOf,
      }),
    get: (id) => find('get', `v1/paymentrequests/${id}`, paymentRequest),
    cancel: async (id) => {
      await call('cancel', 'PATCH', `v1/paymentrequests/${id}`, {
        headers: { 'content-type': 'application/json-patch+json' },
        body: [{ op: 'replace', path: '/status', value: 'cancelled' }],
        answer: z.unknown(),
      });
    },
    refund: async (id, body) => {
      await call('refund', 'PUT', `v2/refunds/${id}`, { body, answer: z.unknown() });
    },
    getRefund: (id) => find('get-refund', `v1/refunds/${id}`, refund),
  };
};
