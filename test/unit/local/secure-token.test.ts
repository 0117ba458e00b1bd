import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { possibleTokens, tokenFromLogin, verifiedToken } from '../../../local/commands/secure-token.ts';

const encode = (text: string) => Buffer.from(text).toString('base64');
const token = encode('a fictional token');

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A Billecta that answers each request by its Authorization header. */
const billecta = async (answer: (authorization: string) => [status: number, body?: unknown]) => {
  const server = createServer(({ headers }, response) => {
    const [status, body = {}] = answer(headers.authorization ?? '');
    response.writeHead(status, { connection: 'close' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const acceptsToken = () => billecta((authorization) => [authorization === `SecureToken ${encode(token)}` ? 200 : 401]);

describe('a SecureToken is tried before it is stored', () => {
  test.each([
    { form: 'as it is', text: token },
    { form: 'encoded once more already', text: encode(token) },
  ])('$form, the raw token comes back', async ({ text }) => {
    expect(await verifiedToken(await acceptsToken(), text)).toBe(token);
  });

  test('a wrong one is refused', async () => {
    await expect(verifiedToken(await acceptsToken(), encode('another'))).rejects.toThrow('nothing was stored');
  });

  test.each([429, 500, 503])('a provider that answers %i says nothing about the token', async (status) => {
    await expect(verifiedToken(await billecta(() => [status]), token)).rejects.toThrow('out of order');
  });
});

test('text that is no base64 stands for itself only', () => {
  expect(possibleTokens('plain text!')).toEqual(['plain text!']);
});

describe('a token from user and password', () => {
  test.each([
    { SecureToken: token },
    { Value: token, Expires: '2026-01-01T00:00:00' },
    { SecureToken: null, Value: token },
  ])('is found in %j', async (answer) => {
    const host = await billecta((authorization) => [
      authorization === `Basic ${encode('user:pass')}` ? 200 : 401,
      answer,
    ]);

    expect(await tokenFromLogin(host, 'user', 'pass')).toBe(token);
  });

  test.each([
    { answer: [401] as [number], message: 'refuses this user and password' },
    { answer: [200, {}] as [number, unknown], message: 'without a token' },
  ])('$message', async ({ answer, message }) => {
    const host = await billecta(() => answer);

    await expect(tokenFromLogin(host, 'user', 'pass')).rejects.toThrow(message);
  });
});
