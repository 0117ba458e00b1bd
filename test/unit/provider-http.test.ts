import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { ProviderContractBroken, ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { type ProviderRequest, send } from '../../shared/provider-http.ts';
import { rejection } from '../fakes/world.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((closed) => (server ? server.close(closed) : closed(undefined)));
  server = undefined;
});

const listen = async (listener: RequestListener): Promise<URL> => {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready));
  return new URL(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/v1/thing?ssn=198001139297`);
};

const answer = z.object({ name: z.string() });
const errorCode = (body: unknown) => z.object({ code: z.string() }).safeParse(body).data?.code;
const ask = (url: URL, request: Partial<ProviderRequest<unknown>> = {}) =>
  send({ operation: 'thing.get', url, method: 'GET', headers: {}, answer, errorCode, ...request });
const answering = (status: number, body = '', headers: Record<string, string> = {}) =>
  listen((_, response) => response.writeHead(status, headers).end(body));

describe('a request', () => {
  const received = async (request: Partial<ProviderRequest<unknown>>) => {
    let incoming: IncomingMessage | undefined;
    let text = '';
    const url = await listen((message, response) => {
      incoming = message;
      message.on('data', (chunk: Buffer) => (text += chunk.toString()));
      message.on('end', () => response.end('{"name":"x"}'));
    });
    await ask(url, request);
    return { method: incoming?.method, path: incoming?.url, headers: incoming?.headers ?? {}, text };
  };

  it('asks for JSON, with the headers it was given', async () => {
    const { method, path, headers, text } = await received({ headers: { authorization: 'SecureToken x' } });
    expect([method, path, text]).toEqual(['GET', '/v1/thing?ssn=198001139297', '']);
    expect(headers).toMatchObject({ accept: 'application/json', authorization: 'SecureToken x' });
  });

  it('a write carries its body, over a connection of its own', async () => {
    const { headers, text } = await received({ method: 'PUT', body: { SSN: null, UserMessage: 'Åsa' } });
    expect(text).toBe('{"SSN":null,"UserMessage":"Åsa"}');
    expect(headers).toMatchObject({ 'content-type': 'application/json', connection: 'close' });
  });

  it('a write without a body says so (billecta.md 1.1)', async () => {
    const { headers } = await received({ method: 'POST' });
    expect(headers['content-length']).toBe('0');
    expect(headers).not.toHaveProperty('content-type');
  });

  it.each([200, 201, 202])('a %i is read through its schema', async (status) => {
    expect(await ask(await answering(status, '{"name":"x","more":1}'))).toEqual({ name: 'x' });
  });
});

describe('no usable answer', () => {
  it.each([429, 500, 502, 503, 504])('%i', async (httpStatus) => {
    const error = await rejection(ask(await answering(httpStatus, '<html>198001139297')));
    expect(error).toBeInstanceOf(ProviderUnavailable);
    expect(error).toMatchObject({ httpStatus, retryAfterSeconds: undefined });
  });

  it.each([
    ['seconds', '17', 17],
    ['zero', '0', 0],
    ['a date', 'Sat, 21 Nov 2026 10:00:30 GMT', 30],
    ['a date that has passed', 'Sat, 21 Nov 2026 09:59:59 GMT', undefined],
    ['nonsense', 'soon', undefined],
    ['a negative number', '-5', undefined],
    ['nothing', '', undefined],
  ])('Retry-After in %s', async (_, header, expected) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-21T10:00:00Z') });
    const error = await rejection(ask(await answering(429, '', { 'retry-after': header }))).finally(vi.useRealTimers);
    expect((error as ProviderUnavailable).retryAfterSeconds).toBe(expected);
  });

  it('a connection that breaks', async () => {
    const url = await listen((request) => request.socket.destroy());
    expect(await rejection(ask(url))).toBeInstanceOf(ProviderUnavailable);
  });

  it('an answer that breaks off', async () => {
    const url = await listen((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"name"', () => response.destroy());
    });
    expect(await rejection(ask(url))).toBeInstanceOf(ProviderUnavailable);
  });

  it('nobody listens', async () => {
    const url = await answering(200);
    await new Promise((closed) => server?.close(closed));
    expect(await rejection(ask(url))).toBeInstanceOf(ProviderUnavailable);
  });

  it('a redirect is not followed', async () => {
    let calls = 0;
    const url = await listen((_, response) => {
      calls += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await rejection(ask(url))).toBeInstanceOf(ProviderUnavailable);
    expect(calls).toBe(1);
  });
});

describe('a refusal', () => {
  it.each([
    [400, '{"code":"alreadyInProgress"}', 'alreadyInProgress'],
    [401, '', undefined],
    [403, '{}', undefined],
    [404, '<html>', undefined],
    [422, '{"code":5}', undefined],
  ])('%i %s', async (httpStatus, body, code) => {
    const error = await rejection(ask(await answering(httpStatus, body)));
    expect(error).toBeInstanceOf(ProviderRejected);
    expect(error).toMatchObject({ httpStatus, code });
  });
});

describe('a broken contract', () => {
  it.each([
    ['HTML', '<html>', '(body)'],
    ['nothing', '', '(body)'],
    ['half of it', '{"name":"x"', '(body)'],
    ['another type', '{"name":198001139297}', 'name'],
    ['a missing field', '{}', 'name'],
  ])('%s names the fields', async (_, body, fields) => {
    const error = await rejection(ask(await answering(200, body)));
    expect(error).toBeInstanceOf(ProviderContractBroken);
    expect(error).toMatchObject({ message: `thing.get: ${fields}` });
  });
});

it('no error repeats the address or the body', async () => {
  for (const [status, body] of [
    [200, '{"name":198001139297}'],
    [400, '{"code":"x","ssn":"198001139297"}'],
    [500, '198001139297'],
  ] as const) {
    const error = (await rejection(ask(await answering(status, body)))) as Error;
    expect(`${error.message} ${error.stack ?? ''}`).not.toContain('198001139297');
    await new Promise((closed) => server?.close(closed));
  }
});
