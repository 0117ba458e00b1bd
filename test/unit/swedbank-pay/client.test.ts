import '../../property/seed.ts';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { paymentAnswer } from '../../../functions/swedbank-pay/answers.ts';
import { createBody } from '../../../functions/swedbank-pay/builders.ts';
import { abort, authorize, capture, resources } from '../../../functions/swedbank-pay/calls.ts';
import { resolveHref, swedbankPayClient } from '../../../functions/swedbank-pay/client.ts';
import { SwedbankPayFailed, SwedbankPayRefused } from '../../../functions/swedbank-pay/problems.ts';
import { canonicalRel, rels } from '../../../functions/swedbank-pay/rels.ts';
import { createRequest } from '../../../functions/swedbank-pay/requests.ts';
import {
  ForeignHref,
  OperationNotOffered,
  ProviderContractBroken,
  ProviderUnavailable,
} from '../../../shared/provider-error.ts';
import { type ProviderRequest, send, type Send } from '../../../shared/provider-http.ts';
import { api, payment } from './examples/addresses.ts';
import { creations } from './examples/creations.ts';
import { financingConsumer, paymentResource, verify } from './examples/payments.ts';
import * as examples from './examples/resources.ts';
import { captureInitialized } from './examples/transactions.ts';

const newBrand = 'https://api.externalintegration.swedbankpay.com';
const access = { host: api, origins: [newBrand], token: 'secret-token' };

/** A client whose requests are kept; what is answered goes through the schemas of production. */
const recorded = (body: unknown) => {
  const requests: ProviderRequest<unknown>[] = [];
  const fake: Send = (request) => {
    requests.push(request);
    return Promise.resolve(request.answer.parse(body));
  };
  return { client: swedbankPayClient(fake, access), requests };
};
const offering = (rel: string, href: string, method = 'POST') =>
  paymentAnswer.parse({ ...verify, operations: [{ rel, href, method }] });
const captureOf1500 = {
  transaction: {
    activity: 'FinancingConsumer',
    amount: 1500,
    vatAmount: 0,
    payeeReference: 'REF1',
    receiptReference: 'F-1',
    description: 'Order',
    itemDescriptions: [{ amount: 1500, description: 'Tent' }],
    vatSummary: [{ amount: 1500, vatPercent: 0 as const, vatAmount: 0 }],
  },
};

describe('requests', () => {
  it('carry the token, an id of their own and the types that are taken', async () => {
    const { client, requests } = recorded(financingConsumer);
    await client.get(payment, ['transactions', 'payeeInfo']);
    await client.get(payment);
    expect(requests.map(({ url }) => url.href)).toEqual([
      `${api}${payment}?$expand=transactions,payeeInfo`,
      `${api}${payment}`,
    ]);
    expect(requests[0]?.headers).toMatchObject({
      authorization: 'Bearer secret-token',
      accept: 'application/problem+json; q=1.0, application/json; q=0.9',
    });
    expect(requests[0]?.headers['session-id']).not.toBe(requests[1]?.headers['session-id']);
  });

  it('only a Recur and a direct authorization may take a minute', async () => {
    const { client, requests } = recorded(financingConsumer);
    for (const { request, facts } of creations) await client.create(createBody(createRequest.parse(request), facts));
    expect(requests.map(({ timeLimitMilliseconds }) => timeLimitMilliseconds)).toEqual([
      25_000, 25_000, 60_000, 25_000, 25_000,
    ]);
    expect(authorize.timeLimitMilliseconds).toBe(60_000);
    expect(requests[0]?.url.href).toBe(`${api}/psp/invoice/payments`);
  });

  it('follow an operation where it is offered, by the method that is said', async () => {
    const { client, requests } = recorded(captureInitialized);
    const answer = await client.operate(paymentAnswer.parse(paymentResource), capture, captureOf1500);
    expect(answer.transaction.type).toBe('Capture');
    expect(requests[0]).toMatchObject({ method: 'POST', operation: 'invoice-payment.create-capture' });
    expect(requests[0]?.url.href).toBe(`${api}${payment}/captures`);
    expect(requests[0]?.body).toEqual(captureOf1500);
  });

  it('abort by PATCH', async () => {
    const { client, requests } = recorded({ ...verify, operations: [] });
    await client.operate(paymentAnswer.parse(verify), abort, {
      payment: { operation: 'Abort', abortReason: 'CancelledByConsumer' },
    });
    expect(requests[0]?.method).toBe('PATCH');
  });

  it('delete a token by the only address that is built', async () => {
    const { client, requests } = recorded(examples.instrumentData);
    expect(await client.deleteToken('a/b', { state: 'Deleted', comment: 'Asked for' })).toMatchObject({
      isDeleted: true,
    });
    expect(requests[0]).toMatchObject({ method: 'PATCH' });
    expect(requests[0]?.url.href).toBe(`${api}/psp/invoice/payments/instrumentData/a%2Fb`);
  });

  it('read what a payment links to', async () => {
    const { client } = recorded(examples.payeeInfo);
    const href = resources.payeeInfo.hrefOf(paymentAnswer.parse(verify));
    const read = await client.read('invoice-payment.payee-info', href!, resources.payeeInfo.answer);
    expect(read.payeeReference).toBe('EN1234');
  });
});

describe('operations', () => {
  it('one that is not offered is refused with what is', async () => {
    const { client, requests } = recorded({});
    await expect(client.operate(paymentAnswer.parse(verify), capture, captureOf1500)).rejects.toMatchObject({
      name: 'OperationNotOffered',
      rel: 'create-capture',
      offered: [
        'create-approved-legal-address',
        'create-authorization',
        'update-payment-abort',
        'redirect-authorization',
      ],
    });
    await expect(client.operate(paymentAnswer.parse(verify), capture, captureOf1500)).rejects.toThrow(
      OperationNotOffered,
    );
    expect(requests).toEqual([]);
  });

  it('are found by either name, and unknown ones keep theirs', () => {
    expect([canonicalRel('create-authorize'), canonicalRel('create-cancel')]).toEqual([
      'create-authorization',
      'create-cancellation',
    ]);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...rels)), (rel) => {
        expect(canonicalRel(canonicalRel(rel))).toBe(canonicalRel(rel));
      }),
    );
    expect(rels.map(canonicalRel)).toEqual(rels);
    expect(canonicalRel('constructor')).toBe('constructor');
  });

  it('a write that would be a GET breaks the contract', async () => {
    const { client, requests } = recorded({});
    const odd = offering('create-capture', `${payment}/captures`, 'GET');
    await expect(client.operate(odd, capture, captureOf1500)).rejects.toThrow(ProviderContractBroken);
    expect(requests).toEqual([]);
  });
});

/** The origin that an href leads to, or the error that keeps us from following it. */
const whereTo = (href: string): unknown => {
  try {
    return resolveHref(href, access).origin;
  } catch (error) {
    return (error as Error).constructor;
  }
};

describe('the token goes to listed origins only', () => {
  it.each([`${payment}/captures`, `${api}${payment}/captures`, `${newBrand}${payment}/captures`])(
    '%s is followed',
    (href) => {
      expect(resolveHref(href, access).pathname).toBe(`${payment}/captures`);
    },
  );

  it.each([
    'https://evil.example/captures',
    '//evil.example/captures',
    '\\\\evil.example\\captures',
    'http://api.externalintegration.payex.com/captures',
    'https://api.externalintegration.payex.com:8443/captures',
    'https://api.externalintegration.payex.com.evil.example/',
    'https://api.externalintegration.payex.com@evil.example/',
    'https://someone:else@api.externalintegration.payex.com/',
    'https://ecom.externalintegration.payex.com/x',
    'data:application/json,{}',
    'https://[',
  ])('%s is not, and nothing is sent', async (href) => {
    const { client, requests } = recorded(captureInitialized);
    await expect(client.operate(offering('create-capture', href), capture, captureOf1500)).rejects.toThrow(ForeignHref);
    await expect(client.read('invoice-payment.paid', href, paymentAnswer)).rejects.toThrow(ForeignHref);
    await expect(client.get(href)).rejects.toThrow(ForeignHref);
    expect(requests).toEqual([]);
  });

  it('whatever is written, it leads to a listed origin or nowhere', () => {
    const pieces = fc.constantFrom(
      api,
      newBrand,
      'https://evil.example',
      '//',
      '\\',
      '@',
      '..',
      '/psp',
      ':',
      '?',
      '#',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (href) => {
          expect([api, newBrand, ForeignHref]).toContain(whereTo(href));
        },
      ),
    );
  });

  it('a payment is read only by the path of one', async () => {
    const { client, requests } = recorded(verify);
    await expect(client.get('/psp/invoice/payments/../../other')).rejects.toThrow(ForeignHref);
    expect(requests).toEqual([]);
  });
});

describe('over HTTP', () => {
  let server: Server | undefined;
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((closed) => (server ? server.close(closed) : closed(undefined)));
    server = undefined;
  });

  const clientOf = async (listener: RequestListener) => {
    const listening = createServer(listener);
    server = listening;
    await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready));
    const host = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
    return swedbankPayClient(send, { host, origins: [], token: 'secret-token' });
  };
  const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    clientOf((_, response) =>
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body)),
    );
  const { request, facts } = creations[0]!;
  const body = createBody(createRequest.parse(request), facts);

  it.each([200, 201])('a create is answered with %d', async (status) => {
    const client = await answering(status, financingConsumer);
    expect((await client.create(body)).id).toBe(payment);
  });

  it('a refusal brings its problem', async () => {
    const client = await answering(400, examples.problem, { 'content-type': 'application/problem+json' });
    const error: unknown = await client.create(body).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SwedbankPayRefused);
    expect(error).toMatchObject({
      httpStatus: 400,
      problem: { code: 'provider-invalid-input', action: 'RetryNewData' },
    });
  });

  it('so does a failure, and for how long to wait', async () => {
    const client = await answering(
      502,
      { type: 'https://api.payex.com/psp/errordetail/invoice/externalerror' },
      { 'retry-after': '3' },
    );
    const error: unknown = await client.create(body).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SwedbankPayFailed);
    expect(error).toMatchObject({
      httpStatus: 502,
      retryAfterSeconds: 3,
      problem: { code: 'provider-unavailable', retryable: true },
    });
  });

  it.each([
    ['a 401 without a body', 401, '', SwedbankPayRefused],
    ['a 503 in HTML', 503, '<h1>Down</h1>', SwedbankPayFailed],
    ['a problem inside a 200', 200, examples.problem, SwedbankPayRefused],
    ['a 200 that holds something else', 200, { hello: 'there' }, ProviderContractBroken],
    ['an empty 201', 201, '', ProviderContractBroken],
  ])('%s', async (_, status, text, kind) => {
    const client = await answering(status, text);
    await expect(client.create(body)).rejects.toThrow(kind);
  });

  it('the failure that is asked for is an answer, no error', async () => {
    const client = await answering(200, examples.failed.problem);
    expect(await client.read('invoice-payment.failed', `${payment}/failed`, resources.failed.answer)).toMatchObject({
      code: 'provider-forbidden',
    });
  });

  it('a call ends at its own time limit', async () => {
    const client = await clientOf(() => undefined);
    const slow = { rel: 'create-capture', answer: paymentAnswer, timeLimitMilliseconds: 30 } as const;
    await expect(client.operate(offering('create-capture', `${payment}/captures`), slow, {})).rejects.toThrow(
      ProviderUnavailable,
    );
  });
});
