import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openAsk } from '../../../local/doctor/ask.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

const now = Date.parse('2026-11-21T10:00:00Z');

const host = async (answer: (response: ServerResponse) => void) => {
  const questions: string[] = [];
  const server = createServer(({ method = '', url = '', headers }, response) => {
    questions.push(`${method} ${url} ${headers.authorization ?? ''}`);
    response.setHeader('connection', 'close');
    answer(response);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { questions, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/path` };
};

test('an answer has its status, its JSON and how far its clock is ahead', async () => {
  const { url } = await host((response) => {
    response.writeHead(403, { date: new Date(now + 90_000).toUTCString() }).end('{"one":1}');
  });
  expect(await openAsk(() => now)(url)).toEqual({ status: 403, body: { one: 1 }, aheadSeconds: 90 });
});

test('an answer without JSON or date is one all the same', async () => {
  const { url } = await host((response) => {
    response.sendDate = false;
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('<html>');
  });
  expect(await openAsk(() => now)(url)).toEqual({ status: 302, body: undefined, aheadSeconds: undefined });
});

test('the same question is asked once, another anew', async () => {
  const { url, questions } = await host((response) => response.end());
  const ask = openAsk();
  await Promise.all([ask(url), ask(url), ask(url, { authorization: 'Bearer x' }), ask(url, {}, 'POST')]);
  expect(questions.toSorted()).toEqual(['GET /path ', 'GET /path Bearer x', 'POST /path ']);
});

test('nobody there is no answer', async () => {
  expect(await openAsk()('http://127.0.0.1:1/')).toBeUndefined();
});
