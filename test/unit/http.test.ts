import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bodyOf, httpApi } from '../../shared/http.ts';
import { ProblemError, type ProblemCode, problems } from '../../shared/problem.ts';
import {
  BudgetExhausted,
  ProviderContractBroken,
  ProviderNotConfigured,
  ProviderRejected,
  ProviderUnavailable,
} from '../../shared/provider-error.ts';
import { call } from '../fakes/aws.ts';

const schema = z.strictObject({
  name: z.string().max(5),
  nested: z.strictObject({ list: z.array(z.int()) }).optional(),
});
const failing = (error: unknown) =>
  httpApi([
    {
      route: 'POST /v1/things',
      handle: () => {
        throw error;
      },
    },
  ]);
const taking = httpApi([
  { route: 'POST /v1/things', handle: (event) => Promise.resolve({ status: 200, body: bodyOf(event, schema, 1024) }) },
]);
const things = 'POST /v1/things';

describe('every error is a problem', () => {
  const expected: Record<ProblemCode, number> = {
    'malformed-json': 400,
    unauthorized: 401,
    forbidden: 403,
    'not-found': 404,
    'in-progress': 409,
    'already-exists': 409,
    'not-asked': 409,
    'answered-otherwise': 409,
    'operation-not-offered': 409,
    'operation-underway': 409,
    'too-many-failures': 409,
    'provider-not-found': 409,
    'token-inactive': 409,
    gone: 410,
    'too-large': 413,
    'not-json': 415,
    'invalid-request': 422,
    'idempotency-key-reused': 422,
    'refused-for-payer': 422,
    'operation-failed': 422,
    'provider-invalid-input': 422,
    'provider-forbidden': 422,
    'credit-not-approved': 422,
    'identification-failed': 422,
    'internal-error': 500,
    'provider-refused': 502,
    'provider-not-configured': 502,
    'outcome-unknown': 502,
    'provider-unavailable': 503,
    busy: 503,
    'starts-stopped': 503,
  };

  it.each(Object.entries(expected))('%s is %i', async (code, status) => {
    const answer = await call(failing(new ProblemError(code as ProblemCode)), things);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: `urn:sluss:problem:${code}`,
      title: problems[code as ProblemCode].title,
      status,
      code,
    });
  });

  it('a preflight that comes to the catch-all route gets a good status, for the gateway to add its headers to', async () => {
    expect(await call(httpApi([]), '$default', { method: 'OPTIONS' })).toMatchObject({ status: 204, body: {} });
  });

  it('the table above is complete', () => {
    expect(Object.keys(expected).sort()).toEqual(Object.keys(problems).sort());
  });

  it.each([
    ['a defect', new Error('19800113-9297'), 500, 'internal-error', undefined],
    ['something thrown that is no error', '19800113-9297', 500, 'internal-error', undefined],
    ['no answer', new ProviderUnavailable('no answer'), 503, 'provider-unavailable', '5'],
    [
      'too many',
      new ProviderUnavailable('HTTP 429', { httpStatus: 429, retryAfterSeconds: 7 }),
      503,
      'provider-unavailable',
      '7',
    ],
    [
      'a failure that trying again does not mend',
      new ProviderUnavailable('HTTP 500', { httpStatus: 500, retryAfterSeconds: 7, retryable: false }),
      502,
      'provider-refused',
      undefined,
    ],
    ['a refusal of us', new ProviderRejected(401), 502, 'provider-refused', undefined],
    ['a broken contract', new ProviderContractBroken('x: SSN'), 502, 'provider-refused', undefined],
    ['a missing secret', new ProviderNotConfigured('sluss/test/billecta'), 502, 'provider-not-configured', undefined],
    ['a used-up budget', new BudgetExhausted(2.2), 503, 'busy', '3'],
  ])('%s is answered without its words', async (_, error, status, code, retryAfter) => {
    const answer = await call(failing(error), things);
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers['retry-after']).toBe(retryAfter);
    expect(JSON.stringify(answer.body)).not.toMatch(/19800113|SSN/);
  });

  it('401 says what is asked for', async () => {
    const answer = await call(failing(new ProblemError('unauthorized')), things);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it.each(['$default', 'GET /v1/things', ''])('the route %j that nobody serves is 404', async (route) => {
    expect(await call(taking, route)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});

describe('every answer', () => {
  it.each([
    ['good', taking, { body: { name: 'x' } }, 200],
    ['bad', taking, { body: {} }, 422],
  ])('a %s one forbids caching and all that a page could do with it', async (_, handler, request, status) => {
    const answer = await call(handler, things, request);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
  });
});

describe('bodies', () => {
  const long = JSON.stringify({ name: 'x'.repeat(1024) });

  it.each([
    ['JSON', { body: { name: 'Åsa' } }, 200, undefined],
    ['JSON in base64', { text: Buffer.from('{"name":"Åsa"}').toString('base64'), base64: true }, 200, undefined],
    [
      'a charset',
      { body: { name: 'x' }, headers: { 'content-type': 'Application/JSON; charset=utf-8' } },
      200,
      undefined,
    ],
    ['no JSON', { text: '{"name":' }, 400, 'malformed-json'],
    ['nothing', { headers: { 'content-type': 'application/json' } }, 400, 'malformed-json'],
    ['no content type', {}, 415, 'not-json'],
    ['another content type', { body: { name: 'x' }, headers: { 'content-type': 'text/plain' } }, 415, 'not-json'],
    ['a longer content type', { body: {}, headers: { 'content-type': 'application/jsonx' } }, 415, 'not-json'],
    ['too many bytes', { text: long }, 413, 'too-large'],
    ['too many bytes in base64', { text: Buffer.from(long).toString('base64'), base64: true }, 413, 'too-large'],
    ['too many bytes in few letters', { text: JSON.stringify({ name: 'å'.repeat(600) }) }, 413, 'too-large'],
    ['a list', { body: [] }, 422, 'invalid-request'],
    ['null', { body: null }, 422, 'invalid-request'],
  ])('%s: %#', async (_, request, status, code) => {
    const answer = await call(taking, things, request);
    expect(answer.status).toBe(status);
    expect(answer.body['code']).toBe(code);
  });

  it('wrong fields are named, and their values are not repeated', async () => {
    const body = { name: '198001139297', nested: { list: [1, '197001239297'], more: 'x' }, personnr: '196001062626' };
    const answer = await call(taking, things, { body });
    const fields = answer.body['fields'] as { field: string }[];
    expect(fields.map(({ field }) => field).sort()).toEqual(['name', 'nested.list.1', 'nested.more', 'personnr']);
    expect(JSON.stringify(answer)).not.toMatch(/198001139297|197001239297|196001062626/);
  });
});
