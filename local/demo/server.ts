import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problem, readJson } from './answer.ts';
import { openCounters, type CounterSettings } from './counters.ts';
import { streamedPayment, streamEvents } from './event-stream.ts';
import { subscribe } from './events.ts';
import { landingPath, pageFiles } from './files.ts';

const cookieName = 'sluss-demo-visitor';

/** Whose scripts and frames a page may hold beside its own, and who may frame it. */
interface Openings {
  scripts?: string;
  frames?: string;
  framers?: string;
}

const securityHeaders = (apiUrl: string, { scripts, frames, framers = "'none'" }: Openings = {}) => ({
  'content-security-policy': [
    "default-src 'none'",
    `script-src 'self'${scripts === undefined ? '' : ` ${scripts}`}`,
    ...(frames === undefined ? [] : [`frame-src ${frames}`]),
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${new URL(apiUrl).origin}`,
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framers}`,
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
});

const visitorOf = ({ headers }: IncomingMessage) =>
  new RegExp(`${cookieName}=([0-9a-f-]{36})`).exec(headers.cookie ?? '')?.[1];

const unknownCounter = () => problem(404, 'not-found', 'The shop has no such page.');

/** The demo's settings; `port` 0 picks a free one. */
export interface DemoSettings extends CounterSettings {
  port: number;
  /** Where the environment's events are heard. */
  events: { endpoint: string; bus: string };
}

/** Starts the small shop that shows Sluss off, on 127.0.0.1 only. Its server holds the API key; the page never sees it. */
export async function startDemo(settings: DemoSettings): Promise<{ url: string; close: () => Promise<void> }> {
  const { port, apiUrl, simulators } = settings;
  const events = await subscribe(settings.events);
  const counters = openCounters(settings, () => url());
  const findFile = pageFiles();
  const headers = securityHeaders(apiUrl);
  const [seamless, cardWindow] = [new URL(simulators['swedbank-pay']).origin, new URL(simulators.billecta).origin];
  const headersOf = new Map([
    ['/shop', securityHeaders(apiUrl, { scripts: seamless, frames: seamless })],
    ['/pay', securityHeaders(apiUrl, { frames: `'self' ${cardWindow}` })],
    [landingPath, securityHeaders(apiUrl, { framers: "'self'" })],
  ]);

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '/', 'http://shop');
    const { host = '', origin } = request.headers;
    // One address for the page: Sluss answers browsers of that origin only, and no name pointed at 127.0.0.1 gets in.
    if (host !== new URL(url()).host) {
      response.writeHead(307, { ...headers, location: url() }).end();
      return;
    }
    if (origin !== undefined && origin !== url()) {
      response.writeHead(403, headers).end();
      return;
    }
    const file = request.method === 'GET' ? await findFile(pathname) : undefined;
    if (file) {
      response.writeHead(200, { ...headers, ...headersOf.get(pathname), 'content-type': file.type }).end(file.content);
      return;
    }
    const streamed = request.method === 'GET' ? streamedPayment(pathname) : undefined;
    if (streamed !== undefined) {
      streamEvents(response, headers, streamed, events);
      return;
    }
    const visitor = visitorOf(request) ?? randomUUID();
    const [, first = '', second = '', third, fourth] = pathname.split('/').map(decodeURIComponent);
    const counter = counters[`${request.method ?? ''} /${first}/${second}`] ?? unknownCounter;
    const {
      status,
      body,
      calls = [],
      retryAfter = null,
      remembers,
      location,
    } = await counter({
      visitor,
      third,
      fourth,
      language: request.headers['accept-language'] ?? 'en',
      userAgent: request.headers['user-agent'] ?? 'unknown',
      body: () => readJson(request),
    });
    response.writeHead(status, {
      ...headers,
      'content-type': status < 400 ? 'application/json' : 'application/problem+json',
      'demo-calls': JSON.stringify(calls),
      ...(retryAfter !== null && { 'retry-after': retryAfter }),
      ...(remembers === true && { 'set-cookie': `${cookieName}=${visitor}; Path=/; HttpOnly; SameSite=Strict` }),
      ...(location !== undefined && { location }),
    });
    response.end(JSON.stringify(body));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // Only the error's name: a message may quote the answer that did not fit, and with it a person.
      console.error('demo:', error instanceof Error ? error.name : 'unknown error');
      if (!response.headersSent) response.writeHead(500, headers);
      response.end();
    });
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: url(),
    close: () =>
      new Promise<void>((resolve) => {
        events.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
