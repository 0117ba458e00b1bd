import { describe, expect, it } from 'vitest';
import { untilSo } from '../until.ts';
import { ask, call, jobs, problem, start, type Answer, type Job } from './api.ts';
import { describeFlows } from './needs.ts';
import { fail } from './simulator.ts';

/** Every refusal is an RFC 9457 problem with its status in the body too. */
const refused = (answer: Answer) => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { type, title, status, code, ...rest } = problem.parse(answer.body);
  expect(type).toBe(`urn:sluss:problem:${code}`);
  expect(title).not.toBe('');
  expect(status).toBe(answer.status);
  return { status, code, ...rest };
};

const post = (job: Job, body: unknown, headers: Record<string, string> = {}) =>
  call('POST', jobs[job].path, { body, headers });
const planted = 'Ojojoj-8507';

describe('a request that cannot be read', () => {
  it.each(['{"personalNumber":', '', 'null null'])('400 for the body %j', async (body) => {
    expect(refused(await post('authentication', body))).toEqual({ status: 400, code: 'malformed-json' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json5'])('415 for %s', async (type) => {
    expect(refused(await post('authentication', '{}', { 'content-type': type }))).toMatchObject({
      status: 415,
      code: 'not-json',
    });
  });

  it('application/json with parameters is JSON', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect(refused(await post('authentication', '[', headers))).toMatchObject({ status: 400 });
  });

  it('413 for more than the route takes, told before the fields are', async () => {
    const tooMuch = { unknown: 'å'.repeat(17 * 1024) };
    expect(refused(await post('authentication', tooMuch))).toMatchObject({ status: 413, code: 'too-large' });
    expect(refused(await post('signature', tooMuch))).toMatchObject({ status: 422 });
    const evenMore = { visibleText: 'x'.repeat(257 * 1024) };
    expect(refused(await post('signature', evenMore))).toMatchObject({ status: 413, code: 'too-large' });
  });
});

const misfits: [Job, object, string[]][] = [
  ['authentication', { personalNumber: planted }, ['personalNumber']],
  ['authentication', { personalNumber: '198507099806' }, ['personalNumber']],
  ['authentication', { nickname: planted }, ['nickname']],
  [
    'authentication',
    { merchantReference: `${planted} !`, returnUrl: 'javascript:alert(1)' },
    ['merchantReference', 'returnUrl'],
  ],
  ['signature', {}, ['visibleText']],
  ['signature', { visibleText: '' }, ['visibleText']],
  ['signature', { visibleText: planted.repeat(3000) }, ['visibleText']],
  ['signature', { visibleText: 'x', hiddenData: planted.repeat(9000) }, ['hiddenData']],
  ['lookup', {}, ['personalNumber', 'bank']],
  ['lookup', { personalNumber: '198507099805', bank: planted }, ['bank']],
  ['lookup', { personalNumber: '198507099805', bank: 'SEB', sameDevice: planted }, ['sameDevice']],
];

describe('a request that does not fit its schema', () => {
  it.each(misfits)('%s, case %#: 422 names the fields, never a value', async (job, body, fields) => {
    const answer = await post(job, body);
    const { status, code, fields: named = [] } = refused(answer);
    expect([status, code, [...new Set(named.map(({ field }) => field))]]).toEqual([422, 'invalid-request', fields]);
    expect(JSON.stringify(answer.body)).not.toMatch(/Ojojoj|85070998/);
  });

  it.each(['[]', '"text"', '7', 'null'])('%s is not an object', async (body) => {
    expect(refused(await post('lookup', body))).toMatchObject({ status: 422, code: 'invalid-request' });
  });
});

describe('what does not exist', () => {
  it.each([
    ['GET', '/v1/flows/0123456789'],
    ['GET', `/v1/flows/${'0'.repeat(44)}`],
    ['DELETE', `/v1/flows/${'f'.repeat(44)}`],
    ['GET', '/v1/flows/%2e%2e%2f/progress'],
    ['GET', '/v1/no-such-route'],
    ['PATCH', '/v1/health'],
    ['GET', '/'],
  ])('404 for %s %s', async (method, path) => {
    expect(refused(await call(method, path))).toEqual({ status: 404, code: 'not-found' });
  });
});

describeFlows('a provider that does not play along', () => {
  it('422 with the hint, when the person has something open already', async () => {
    await start('authentication', { personalNumber: '197010632391' });
    expect(refused(await ask('authentication', { personalNumber: '197010632391' }))).toEqual({
      status: 422,
      code: 'refused-for-payer',
      hint: 'already-in-progress',
      message: { sv: expect.stringContaining('redan') as string, en: expect.stringContaining('already') as string },
    });
  });

  it('502 when it refuses our credentials, and the next start reads them anew', async () => {
    await fail({ kind: '401', operation: 'start' });
    expect(refused(await ask('authentication'))).toEqual({ status: 502, code: 'provider-refused' });
    expect((await ask('authentication')).status).toBe(201);
  });

  it('502 when its answer is not what was agreed', async () => {
    await fail({ kind: 'broken-body', operation: 'start' });
    expect(refused(await ask('authentication'))).toEqual({ status: 502, code: 'provider-refused' });
  });

  it.each(['500', 'html'] as const)('503 with Retry-After when it is down (%s)', async (kind) => {
    await fail({ kind, operation: 'start' });
    const answer = await ask('authentication');
    expect(refused(answer)).toEqual({ status: 503, code: 'provider-unavailable' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('503 for as long as it asks for, when it is called too often', async () => {
    await fail({ kind: '429', operation: 'start', retryAfterSeconds: 4 });
    const answer = await ask('authentication');
    expect(refused(answer)).toEqual({ status: 503, code: 'provider-unavailable' });
    expect(answer.headers.get('retry-after')).toBe('4');
    const next = await ask('authentication');
    expect(refused(next)).toEqual({ status: 503, code: 'busy' });
    // The rest of it, in whole seconds.
    expect(Number(next.headers.get('retry-after'))).toBeLessThanOrEqual(5);
    await untilSo('calls to be welcome again', async () => (await ask('authentication')).status === 201);
  });
});
