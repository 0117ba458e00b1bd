import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { doubtAbout } from '../../../local/commands/bearer-token.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A Swedbank Pay that answers every request with this status. */
const swedbankPay = async (status: number, headers: Record<string, string> = {}) => {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    response.writeHead(status, { connection: 'close', ...headers }).end();
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { requests, host: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

describe('a token is tried before it is stored', () => {
  test.each([403, 404])('%i says that it is taken', async (status) => {
    const { host, requests } = await swedbankPay(status);
    expect(await doubtAbout(host, 'token-1')).toBeUndefined();
    expect(requests.map(({ method, headers }) => [method, headers.authorization])).toEqual([['GET', 'Bearer token-1']]);
    expect(requests[0]?.url).toMatch(/^\/psp\/invoice\/payments\/[0-9a-f-]{36}$/);
  });

  test('401 refuses it', async () => {
    const { host } = await swedbankPay(401);
    await expect(doubtAbout(host, 'token-1')).rejects.toThrow('nothing was stored');
  });

  test.each([200, 302, 429, 500, 503])('%i says nothing about it', async (status) => {
    const { host } = await swedbankPay(status, { location: 'http://127.0.0.1:1/' });
    expect(await doubtAbout(host, 'token-1')).toContain(`HTTP ${status}`);
  });

  test('nor does no answer', async () => {
    expect(await doubtAbout('http://127.0.0.1:1', 'token-1')).toContain('did not answer');
  });

  test.each(['Bearer token-1', 'tökén', 'two\nlines'])('%j is no token, and nobody is asked', async (token) => {
    const { host, requests } = await swedbankPay(404);
    await expect(doubtAbout(host, token)).rejects.toThrow('without "Bearer"');
    expect(requests).toEqual([]);
  });
});
