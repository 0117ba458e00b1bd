import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problem, readJson, type Answer } from './answer.ts';
import { connectBell } from './bell.ts';
import { openCheckout } from './checkout.ts';
import { openDesk } from './desk.ts';
import { streamedPayment, streamEvents } from './event-stream.ts';
import { subscribe } from './events.ts';
import { pageFiles } from './files.ts';
import { connectPhone } from './phone.ts';
import { openShop, type Counter } from './shop.ts';
import { connectToSluss } from './sluss.ts';

const cookieName = 'sluss-demo-visitor';

/** `seamless` is the origin whose script and frame the page may hold: the provider's, on the shop's page only. */
const securityHeaders = (apiUrl: string, seamless?: string) => ({
  'content-security-policy': [
    "default-src 'none'",
    ...(seamless === undefined ? ["script-src 'self'"] : [`script-src 'self' ${seamless}`, `frame-src ${seamless}`]),
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${new URL(apiUrl).origin}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
});

const visitorOf = ({ headers }: IncomingMessage) =>
  new RegExp(`${cookieName}=([0-9a-f-]{36})`).exec(headers.cookie ?? '')?.[1];

/** The demo's settings; `port` 0 picks a free one. */
export interface DemoSettings {
  port: number;
  apiUrl: string;
  apiKey: string;
  simulators: { billecta: string; 'swedbank-pay': string };
  /** Where the environment's events are heard. */
  events: { endpoint: string; bus: string };
}

/** Starts the small shop that shows Sluss off, on 127.0.0.1 only. Its server holds the API key; the page never sees it. */
export async function startDemo(settings: DemoSettings): Promise<{ url: string; close: () => Promise<void> }> {
  const { port, apiUrl, simulators } = settings;
  const sluss = connectToSluss(settings);
  const shop = openShop(sluss);
  const checkout = openCheckout(sluss, () => url());
  const desk = openDesk(sluss);
  const bell = connectBell(simulators['swedbank-pay']);
  const events = await subscribe(settings.events);
  const phone = connectPhone(simulators.billecta);
  const findFile = pageFiles();
  const headers = securityHeaders(apiUrl);
  const shopHeaders = securityHeaders(apiUrl, new URL(simulators['swedbank-pay']).origin);

  async function route(request: IncomingMessage, path: string): Promise<Answer> {
    const [, first, second, third, fourth] = path.split('/').map(decodeURIComponent);
    const visitor = visitorOf(request) ?? randomUUID();
    const language = request.headers['accept-language'] ?? 'en';
    switch (`${request.method ?? ''} /${first ?? ''}/${second ?? ''}`) {
      case 'GET /shop/configuration':
        return { status: 200, body: { apiUrl } };
      case 'GET /shop/banks':
        return shop.banks();
      case 'POST /shop/authentications':
      case 'POST /shop/signatures':
      case 'POST /shop/lookups': {
        const answer = await shop.start(second as Counter, visitor, await readJson(request), language);
        return { ...answer, cookie: `${cookieName}=${visitor}; Path=/; HttpOnly; SameSite=Strict` };
      }
      case 'GET /shop/outcomes':
        return shop.outcome(third ?? '', visitor);
      case 'POST /shop/payments':
        if (third === undefined)
          return checkout.pay(await readJson(request), request.headers['user-agent'] ?? 'unknown', language);
        return desk.act(third, fourth ?? '');
      case 'GET /shop/payments':
        return desk.payment(third ?? '');
      case 'GET /shop/return':
        return checkout.comeBack(third ?? '');
      case 'GET /shop/bell':
        return bell.rings(third ?? '');
      case 'POST /shop/bell':
        return bell.set(await readJson(request));
      case 'POST /phone/scan':
      case 'POST /phone/launch':
        return phone.open(second as 'scan' | 'launch', await readJson(request));
      case 'POST /phone/no-app':
        return phone.noApp(await readJson(request));
      case 'POST /phone/orders':
        return phone.answer(third ?? '', fourth ?? '');
      default:
        return problem(404, 'not-found', 'The shop has no such page.');
    }
  }

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
      const itsHeaders = pathname === '/shop' ? shopHeaders : headers;
      response.writeHead(200, { ...itsHeaders, 'content-type': file.type }).end(file.content);
      return;
    }
    const streamed = request.method === 'GET' ? streamedPayment(pathname) : undefined;
    if (streamed !== undefined) {
      streamEvents(response, headers, streamed, events);
      return;
    }
    const { status, body, calls = [], retryAfter = null, cookie, location } = await route(request, pathname);
    response.writeHead(status, {
      ...headers,
      'content-type': status < 400 ? 'application/json' : 'application/problem+json',
      'demo-calls': JSON.stringify(calls),
      ...(retryAfter !== null && { 'retry-after': retryAfter }),
      ...(cookie !== undefined && { 'set-cookie': cookie }),
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
