import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ForeignHref, ProviderContractBroken } from '../../shared/provider-error.ts';
import type { Send } from '../../shared/provider-http.ts';
import { paymentAnswer, paymentsPath, providerPaymentId, type Expandable, type Payment } from './answers.ts';
import type { CreateBody, TokenDeletionBody } from './builders.ts';
import { authorizationMilliseconds, creationMilliseconds, writeMilliseconds, type Call } from './calls.ts';
import { faultOf } from './problems.ts';
import { operationOf } from './rels.ts';
import { instrumentDataAnswer } from './resource-answers.ts';

/**
 * The calls of Swedbank Pay's invoice payments. All of them throw what shared/provider-http throws; a refusal is a
 * SwedbankPayRefused, a failure with an answer a SwedbankPayFailed.
 */
export interface SwedbankPayClient {
  /** A Recur is authorized inside this call and may take a minute, like a direct authorization. */
  create(body: CreateBody): Promise<Payment>;
  /**
   * @param paymentId the path that Swedbank Pay gave the payment, as it is stored
   * @throws ForeignHref for anything else, with nothing sent
   */
  get(paymentId: string, expand?: readonly Expandable[]): Promise<Payment>;
  /** @throws OperationNotOffered; ForeignHref, with nothing sent */
  operate<Body, Answer>(payment: Payment, call: Call<Body, Answer>, body: NoInfer<Body>): Promise<Answer>;
  /**
   * Follows a link of an answer.
   * @param operation what is logged, such as `invoice-payment.captures`
   * @throws ForeignHref, with nothing sent
   */
  read<Answer>(operation: string, href: string, answer: z.ZodType<Answer>): Promise<Answer>;
  /** Deletes a payment or recurrence token; it is the only address that we build (swedbank-pay.md section 13). */
  deleteToken(token: string, body: TokenDeletionBody): Promise<{ isDeleted: boolean }>;
}

export interface SwedbankPayAccess {
  /** The API's base, such as https://api.externalintegration.payex.com */
  readonly host: string;
  /** Further origins that an href may carry: Swedbank Pay uses two brand domains (swedbank-pay.md section 2). */
  readonly origins: readonly string[];
  readonly token: string;
}

/** The address behind an href of the provider. @throws ForeignHref unless its origin is listed */
export const resolveHref = (href: string, { host, origins }: Pick<SwedbankPayAccess, 'host' | 'origins'>): URL => {
  const base = new URL(host);
  const url = URL.parse(href, base.href);
  const allowed = [base.origin, ...origins];
  if (url === null || !allowed.includes(url.origin) || url.username !== '' || url.password !== '') {
    throw new ForeignHref('an href leads elsewhere');
  }
  return url;
};

const methods = z.enum(['POST', 'PATCH', 'PUT', 'DELETE']);
type Method = z.infer<typeof methods> | 'GET';

interface Asked<Answer> {
  readonly operation: string;
  readonly url: URL;
  readonly method: Method;
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
  readonly timeLimitMilliseconds?: number;
}

export const swedbankPayClient = (send: Send, access: SwedbankPayAccess): SwedbankPayClient => {
  const call = <Answer>({ method, ...asked }: Asked<Answer>): Promise<Answer> =>
    send({
      ...asked,
      method,
      headers: {
        authorization: `Bearer ${access.token}`,
        accept: 'application/problem+json; q=1.0, application/json; q=0.9',
        'session-id': randomUUID(),
      },
      errorCode: () => undefined,
      fault: (answer) => faultOf(method === 'GET', answer),
    });

  return {
    create: (body) =>
      call({
        operation: 'invoice-payment.create',
        url: resolveHref(paymentsPath, access),
        method: 'POST',
        body,
        answer: paymentAnswer,
        timeLimitMilliseconds: body.payment.operation === 'Recur' ? authorizationMilliseconds : creationMilliseconds,
      }),

    get: async (paymentId, expand = []) => {
      if (!providerPaymentId.safeParse(paymentId).success) throw new ForeignHref('not a payment');
      const url = resolveHref(paymentId, access);
      // Written out, since URLSearchParams would escape the dollar and the commas.
      if (expand.length > 0) url.search = `?$expand=${expand.join(',')}`;
      return await call({ operation: 'invoice-payment.get', url, method: 'GET', answer: paymentAnswer });
    },

    operate: async (payment, { rel, answer, timeLimitMilliseconds }, body) => {
      const { href, method } = operationOf(payment, rel);
      const offered = methods.safeParse(method);
      if (!offered.success) throw new ProviderContractBroken(`${rel}: method`);
      const url = resolveHref(href, access);
      return await call({
        operation: `invoice-payment.${rel}`,
        url,
        method: offered.data,
        body,
        answer,
        timeLimitMilliseconds,
      });
    },

    read: async (operation, href, answer) =>
      await call({ operation, url: resolveHref(href, access), method: 'GET', answer }),

    deleteToken: (token, body) =>
      call({
        operation: 'invoice-payment.delete-token',
        url: resolveHref(`${paymentsPath}/instrumentData/${encodeURIComponent(token)}`, access),
        method: 'PATCH',
        body,
        answer: instrumentDataAnswer,
        timeLimitMilliseconds: writeMilliseconds,
      }),
  };
};
