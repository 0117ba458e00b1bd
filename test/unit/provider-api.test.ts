import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bankIdHints } from '../../functions/billecta/bankid-hints.ts';
import { billecta } from '../../functions/billecta/provider.ts';
import { providerApi } from '../../shared/provider-api.ts';
import { call, FakeAws, keys } from '../fakes/aws.ts';
import { order } from '../fakes/provider.ts';

const logins = 'POST /v1/billecta/bankid/authentications';
let aws: FakeAws;
let handler: unknown;
let provider: ReturnType<typeof vi.fn<typeof fetch>>;

beforeEach(() => {
  aws = new FakeAws();
  aws.install();
  provider = vi.fn<typeof fetch>(() => Promise.resolve(Response.json(order())));
  vi.stubGlobal('fetch', provider);
  handler = providerApi(billecta);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

describe('a start', () => {
  it('is answered with 201, where to look, and what the page needs', async () => {
    const answer = await call(handler, logins, { key: keys.shop, body: { merchantReference: 'basket-7' } });
    const { flowId, ...rest } = answer.body;
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe(`/v1/flows/${String(flowId)}`);
    expect(rest).toMatchObject({
      flow: 'bankid-authentication',
      status: 'pending',
      links: { self: `/v1/flows/${String(flowId)}`, progress: `/v1/flows/${String(flowId)}/progress` },
      view: { qr: 'data:image/png;base64,AAA1' },
    });
    expect(rest['clientToken']).toMatch(/^ct_/);
    expect(rest['deadline']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(Object.keys(answer.body).sort()).toEqual([
      'clientToken',
      'deadline',
      'flow',
      'flowId',
      'links',
      'status',
      'view',
    ]);
  });

  it('hands the machine the id, and names the execution after it', async () => {
    const { body } = await call(handler, logins, { key: keys.shop, body: { personalNumber: '198001139297' } });
    expect(aws.executions).toEqual([
      {
        stateMachineArn: 'arn:aws:states:eu-north-1:111111111111:stateMachine:login',
        name: body['flowId'],
        input: JSON.stringify({ flowId: body['flowId'] }),
      },
    ]);
  });

  it('takes an Idempotency-Key', async () => {
    const request = { key: keys.shop, body: {}, headers: { 'idempotency-key': 'login-1' } };
    const first = await call(handler, logins, request);
    expect((await call(handler, logins, request)).body).toEqual(first.body);
    const other = await call(handler, logins, { ...request, body: { personalNumber: '198001139297' } });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(provider).toHaveBeenCalledTimes(1);
  });
});

describe('a request that is refused calls nobody', () => {
  it.each([
    ['no key, whatever the body', { text: 'no json', headers: { 'content-type': 'text/plain' } }, 401, 'unauthorized'],
    ['an unknown key', { key: 'sluss_unknown', body: { personalNumber: 'x' } }, 401, 'unauthorized'],
    ['a key without the scope', { key: keys.shopToo, text: 'no json' }, 403, 'forbidden'],
    ['a client token', { key: 'ct_made-up', body: {} }, 403, 'forbidden'],
    [
      'another content type',
      { key: keys.shop, text: '{}', headers: { 'content-type': 'text/plain' } },
      415,
      'not-json',
    ],
    ['too large a body', { key: keys.shop, text: ' '.repeat(32 * 1024 + 1) }, 413, 'too-large'],
    ['no JSON', { key: keys.shop, text: '{' }, 400, 'malformed-json'],
    ['a wrong personal number', { key: keys.shop, body: { personalNumber: '198001139298' } }, 422, 'invalid-request'],
    ['an unknown field', { key: keys.shop, body: { personnummer: '198001139297' } }, 422, 'invalid-request'],
    [
      'a reference with spaces',
      { key: keys.shop, body: { merchantReference: 'Vera Exempel' } },
      422,
      'invalid-request',
    ],
    [
      'a returnUrl that is no web address',
      { key: keys.shop, body: { returnUrl: 'javascript:1' } },
      422,
      'invalid-request',
    ],
    [
      'a bad Idempotency-Key',
      { key: keys.shop, body: {}, headers: { 'idempotency-key': 'a b' } },
      422,
      'invalid-request',
    ],
  ])('%s: %#', async (_, request, status, code) => {
    expect(await call(handler, logins, request)).toMatchObject({ status, body: { code } });
    expect(provider).not.toHaveBeenCalled();
    expect(aws.dynamo.items.size).toBe(0);
  });
});

describe('a start that moves money', () => {
  const swish = 'POST /v1/billecta/swish/invoice-payments';
  const body = { invoiceId: '1234567890', phone: '070-174 06 05' };

  it('needs an Idempotency-Key', async () => {
    const answer = await call(handler, swish, { key: keys.shop, body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
    expect(JSON.stringify(answer.body)).toContain('Idempotency-Key');
    expect(provider).not.toHaveBeenCalled();
  });

  const refused = (status: number, answer: object) => {
    provider.mockImplementation(() => Promise.resolve(Response.json(answer, { status })));
    return call(handler, swish, { key: keys.shop, body, headers: { 'idempotency-key': 'order-7' } });
  };

  it('is refused in the words of the provider', async () => {
    expect(await refused(400, { Message: 'The invoice is paid' })).toMatchObject({
      status: 422,
      body: { code: 'provider-invalid-input', detail: 'The invoice is paid', retryable: false },
    });
    expect(await refused(404, {})).toMatchObject({ status: 409, body: { code: 'provider-not-found' } });
  });

  it('is refused for the payer with words for the payer', async () => {
    expect(await refused(400, { ExternalErrorCode: 'BE18' })).toMatchObject({
      status: 422,
      body: { code: 'refused-for-payer', hint: 'swish-number-invalid', message: { en: 'Check the phone number.' } },
    });
  });

  it('says that its outcome is unknown when the answer is lost', async () => {
    expect(await refused(503, {})).toMatchObject({ status: 502, body: { code: 'outcome-unknown', retryable: false } });
  });
});

describe('while starts are stopped', () => {
  const stop = (...stopped: string[]) =>
    aws.secrets.set('test/api-keys', { ...(aws.secrets.get('test/api-keys') as object), stopped });

  it('a start is refused, calls nobody and leaves nothing', async () => {
    stop('billecta');
    const answer = await call(handler, logins, { key: keys.shop, body: {}, headers: { 'idempotency-key': 'login-1' } });
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '300' }, body: { code: 'starts-stopped' } });
    expect(provider).not.toHaveBeenCalled();
    expect(aws.dynamo.items.size).toBe(0);
  });

  it('an operation goes on, and so do starts at other providers', async () => {
    stop('billecta');
    expect(await call(handler, 'GET /v1/billecta/bank-accounts/banks', { key: keys.shop })).toMatchObject({
      status: 200,
    });
    stop('swedbank-pay');
    handler = providerApi(billecta);
    expect(await call(handler, logins, { key: keys.shop, body: {} })).toMatchObject({ status: 201 });
  });
});

describe("what the provider's failures become", () => {
  it.each([
    ['a refused secret', () => new Response(null, { status: 401 }), 502, 'provider-refused', undefined],
    ['a 500', () => new Response('<html>', { status: 500 }), 503, 'provider-unavailable', '5'],
    [
      'too many',
      () => new Response(null, { status: 429, headers: { 'retry-after': '9' } }),
      503,
      'provider-unavailable',
      '9',
    ],
    ['a broken body', () => new Response('<html>'), 502, 'provider-refused', undefined],
    [
      'an order that is open already',
      () => Response.json({ ExternalErrorCode: 'alreadyInProgress' }, { status: 400 }),
      422,
      'refused-for-payer',
      undefined,
    ],
  ])('%s', async (_, response, status, code, retryAfter) => {
    provider.mockImplementation(() => Promise.resolve(response()));
    const answer = await call(handler, logins, { key: keys.shop, body: {} });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers['retry-after']).toBe(retryAfter);
  });

  it('what the person can mend has its hint, and words for the person', async () => {
    provider.mockImplementation(() =>
      Promise.resolve(Response.json({ ExternalErrorCode: 'canceled' }, { status: 400 })),
    );
    const { body } = await call(handler, logins, { key: keys.shop, body: {} });
    expect(body).toMatchObject({ hint: 'cancelled-by-system', message: { en: bankIdHints['cancelled-by-system'].en } });
  });

  it('a secret that nobody has put in is said as such, and found when it is', async () => {
    aws.secrets.delete('test/billecta');
    const request = { key: keys.shop, body: {} };
    expect(await call(handler, logins, request)).toMatchObject({
      status: 502,
      body: { code: 'provider-not-configured' },
    });
    aws.secrets.set('test/billecta', 'no json');
    expect(await call(handler, logins, request)).toMatchObject({
      status: 502,
      body: { code: 'provider-not-configured' },
    });
    aws.secrets.set('test/billecta', { secureToken: 'put in' });
    expect(await call(handler, logins, request)).toMatchObject({ status: 201 });
  });

  it('a secret that the provider refuses is read anew for the next call', async () => {
    const request = { key: keys.shop, body: {} };
    await call(handler, logins, request);
    aws.secrets.set('test/billecta', { secureToken: 'new' });
    provider.mockImplementationOnce(() => Promise.resolve(new Response(null, { status: 401 })));
    await call(handler, logins, request);
    await call(handler, logins, request);
    const sent = provider.mock.calls.map(([, init]) => new Headers(init?.headers).get('authorization'));
    expect(sent[1]).toBe(sent[0]);
    expect(sent[2]).toBe(`SecureToken ${Buffer.from('new').toString('base64')}`);
  });
});

describe('an operation', () => {
  const banks = 'GET /v1/billecta/bank-accounts/banks';

  it('is answered', async () => {
    const answer = await call(handler, banks, { key: keys.shop });
    expect(answer.status).toBe(200);
    expect(answer.body['banks']).toContainEqual({ code: 'SEB', name: 'SEB' });
  });

  it.each([
    ['without a key', undefined, 401],
    ['without the scope', keys.shopToo, 403],
  ])('%s it is refused', async (_, key, status) => {
    expect((await call(handler, banks, key === undefined ? {} : { key })).status).toBe(status);
  });

  it('that takes away has its parameters in its path, and is checked', async () => {
    provider.mockImplementation(() => Promise.resolve(new Response('')));
    const remove = (cardId: string) =>
      call(handler, 'DELETE /v1/billecta/cards/{cardId}', { key: keys.shop, parameters: { cardId } });
    const cardId = '00000000-0000-4000-8000-0000000000ca';
    expect(await remove(cardId)).toMatchObject({ status: 200, body: { cardId } });
    expect(await remove('x')).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
    expect(provider).toHaveBeenCalledTimes(1);
  });
});
