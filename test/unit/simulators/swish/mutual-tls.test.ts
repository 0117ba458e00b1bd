import { once } from 'node:events';
import { createServer, request, type RequestOptions } from 'node:https';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../../../../local/certificates/authority.ts';
import { localPayeeAlias } from '../../../../local/simulators/swish/defaults.ts';
import { startSwishSimulator } from '../../../../local/simulators/swish/simulator.ts';
import { untilSo } from '../../../until.ts';
import { merchant } from '../merchant.ts';
import { otherMerchant, paymentRequest } from './harness.ts';

const merchants = await makeAuthority({ name: 'The merchants’ authority' });
const now = Date.parse('2026-11-21T10:00:00Z');
let swish: Awaited<ReturnType<typeof startSwishSimulator>>;
beforeAll(async () => {
  swish = await startSwishSimulator({
    port: 0,
    controlPort: 0,
    now: () => now,
    callbackAuthority: merchants.certificate,
  });
});
afterAll(() => swish.close());

interface Shown {
  certificate: string;
  key: string;
}

/** A payment request over TLS, with the certificate that is shown; answers the status, headers and body. */
const create = (
  shown: Shown | undefined,
  options: RequestOptions = {},
  body: object = paymentRequest(),
  { url, ca } = swish,
) =>
  new Promise<{ status: number | undefined; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const call = request(`${url}/swish-cpcapi/api/v1/paymentrequests`, {
      method: 'POST',
      agent: false,
      ca,
      ...(shown ? { cert: shown.certificate, key: shown.key } : {}),
      headers: { 'content-type': 'application/json' },
      ...options,
    });
    call.on('response', (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    call.on('error', reject);
    call.end(JSON.stringify(body));
  });

it('serves the merchant whose certificate it knows, over TLS 1.2 and 1.3', async () => {
  expect(swish.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const options = { minVersion: version, maxVersion: version };
    const { status, headers, text } = await create(swish.clientCertificate, options);
    expect([status, text, headers['content-length']]).toEqual([201, '', '0']);
    expect(headers['location']).toContain(`${swish.url}/swish-cpcapi/api/v1/paymentrequests/`);
    expect(headers['paymentrequesttoken']).toMatch(/^[0-9a-f]{32}$/);
  }
});

it('breaks the handshake without a certificate, with another authority’s, and under TLS 1.1', async () => {
  await expect(create(undefined)).rejects.toMatchObject({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
  await expect(create(undefined, { maxVersion: 'TLSv1.2' })).rejects.toMatchObject({
    code: expect.stringMatching(/EPROTO|HANDSHAKE_FAILURE/) as string,
  });
  const foreign = await merchants.issue({ subject: { commonName: localPayeeAlias }, purpose: 'client' });
  await expect(create(foreign)).rejects.toThrow(/unknown ca|hang up|ECONNRESET/i);
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await expect(create(swish.clientCertificate, old)).rejects.toThrow(/protocol version/i);
});

it('is not trusted by a caller that knows only the public authorities', async () => {
  await expect(create(swish.clientCertificate, { ca: undefined })).rejects.toThrow(/certificate/);
});

it('tells merchants apart by their certificates', async () => {
  const other = await swish.issueClientCertificate(otherMerchant);
  const refused = await create(other);
  expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('"errorCode":"PA01"')]);
  expect((await create(other, {}, paymentRequest({ payeeAlias: otherMerchant }))).status).toBe(201);
  expect((await create(await swish.issueClientCertificate('somebody'))).status).toBe(401);
});

it('is controlled without a certificate, and the API is not there', async () => {
  expect(await (await fetch(`${swish.controlUrl}/_simulator/health`)).json()).toEqual({ provider: 'swish' });
  expect((await fetch(`${swish.controlUrl}/phone`)).headers.get('content-type')).toContain('text/html');
  expect((await fetch(`${swish.controlUrl}/api/v1/paymentrequests`, { method: 'POST' })).status).toBe(404);
});

/** A merchant's server with a certificate of that authority, and what it hears. */
async function shop(authority: typeof merchants) {
  const hosts = ['127.0.0.1', 'localhost'];
  const issued = await authority.issue({ subject: { commonName: 'shop' }, purpose: 'server', hosts });
  const names: unknown[] = [];
  const bodies: string[] = [];
  const server = createServer({ cert: issued.certificate, key: issued.key }, (incoming, outgoing) => {
    names.push('servername' in incoming.socket ? incoming.socket.servername : 'not over TLS');
    incoming.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    incoming.on('end', () => outgoing.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `https://localhost:${typeof address === 'object' ? address?.port : undefined}/swish`;
  return { url, names, bodies, close: () => server.close() };
}

describe('a callback', () => {
  /** Pays a request with that callback; answers its id, when the callback has been sent. */
  async function paid(callbackUrl: string): Promise<string> {
    const { headers } = await create(swish.clientCertificate, {}, paymentRequest({ callbackUrl }));
    const id = String(headers['location']).split('/').at(-1) ?? '';
    const control = (path: string, body: object) =>
      fetch(`${swish.controlUrl}/_simulator/${path}`, { method: 'POST', body: JSON.stringify(body) });
    await control(`payments/${id}/approve`, {});
    await control('clock', { advanceSeconds: 0 });
    return id;
  }

  it('goes over TLS without saying whom it calls', async () => {
    const { url, names, bodies, close } = await shop(merchants);
    const id = await paid(url);
    close();
    expect(names).toEqual([false]);
    expect(bodies).toEqual([expect.stringContaining(`"id":"${id}"`)]);
  });

  it('does not go to a server that it cannot trust', async () => {
    const { url, bodies, close } = await shop(await makeAuthority({ name: 'Nobody' }));
    await paid(url);
    close();
    expect(bodies).toEqual([]);
    const { callbacks } = (await (await fetch(`${swish.controlUrl}/_simulator/callbacks`)).json()) as {
      callbacks: unknown[];
    };
    expect(callbacks.at(-1)).toMatchObject({ url, deliveries: [{ status: 'unreachable' }] });
  });
});

it('stops although somebody has not finished the handshake', async () => {
  const stopping = await startSwishSimulator({ port: 0, controlPort: 0 });
  const socket = connect(Number(new URL(stopping.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await stopping.close();
  expect(await closed).toEqual([false]);
});

it('keeps real time by itself, and calls a merchant on this machine back where it may', async () => {
  const shop = await merchant();
  const real = await startSwishSimulator({ port: 0, controlPort: 0, acceptsPlainCallbacks: true });
  const settings = JSON.stringify({ paysAfterSeconds: 0.01 });
  await fetch(`${real.controlUrl}/_simulator/settings`, { method: 'POST', body: settings });
  const callbackIdentifier = '11A86BE70EA346E4B1C39C874173F088';
  const asked = paymentRequest({ callbackUrl: shop.url, callbackIdentifier });
  expect((await create(real.clientCertificate, {}, asked, real)).status).toBe(201);
  await untilSo('the callback', () => shop.heard.length > 0);
  await Promise.all([real.close(), shop.close()]);
  expect(shop.heard).toMatchObject([
    { body: { status: 'PAID', amount: 100 }, headers: { callbackidentifier: callbackIdentifier } },
  ]);
});
