import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { makeAuthority, type Issued } from '../../local/certificates/authority.ts';
import { mutualTls } from '../../shared/mutual-tls.ts';
import { send, type ProviderRequest } from '../../shared/provider-http.ts';

let authority: Awaited<ReturnType<typeof makeAuthority>>;
let client: Issued;
let server: Server;
let url: URL;
/** The connection and client of each request. */
let seen: { connection: string; client: string }[] = [];

beforeAll(async () => {
  authority = await makeAuthority({ name: 'Test Root CA' });
  client = await authority.issue({ subject: { country: 'SE', commonName: '1234679304' }, purpose: 'client' });
  const own = await authority.issue({ subject: { commonName: 'x' }, purpose: 'server', hosts: ['127.0.0.1'] });
  server = createServer(
    {
      key: own.key,
      cert: own.certificate,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: 'TLSv1.2',
    },
    (request, response) => {
      const { socket } = request;
      if (!(socket instanceof TLSSocket)) throw new Error('no TLS');
      seen.push({ connection: `${socket.remotePort ?? 0}`, client: String(socket.getPeerCertificate().subject.CN) });
      response.writeHead(200, { 'x-token': 'abc' }).end('{"id":"1"}');
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
});

const asked = (
  method: 'GET' | 'PUT',
  certificate: Parameters<typeof mutualTls>[0],
): ProviderRequest<{ id: string }> => ({
  operation: 'test',
  url,
  method,
  headers: {},
  answer: z.object({ id: z.string() }),
  errorCode: () => undefined,
  transport: mutualTls(certificate),
});
const whole = () => ({ ...client, ca: authority.certificate });

describe('mutual TLS', () => {
  it('shows the certificate, and reads share a connection', async () => {
    const request = asked('GET', whole());
    for (let reads = 0; reads < 3; reads += 1) expect(await send(request)).toEqual({ id: '1' });
    expect(seen.map((each) => each.client)).toEqual(['1234679304', '1234679304', '1234679304']);
    expect(new Set(seen.map(({ connection }) => connection)).size).toBe(1);
  });

  it('gives each write a connection of its own', async () => {
    const request = { ...asked('PUT', whole()), body: {} };
    for (let writes = 0; writes < 3; writes += 1) await send(request);
    expect(new Set(seen.map(({ connection }) => connection)).size).toBe(3);
  });

  it('takes an answer from the headers where it is there', async () => {
    const answer = z.object({ 'x-token': z.string() });
    expect(await send({ ...asked('GET', whole()), answer, answerIn: 'headers' })).toEqual({ 'x-token': 'abc' });
  });

  it('gives no usable answer to a certificate of a foreign authority, nor takes a foreign server', async () => {
    const other = await makeAuthority({ name: 'Another CA' });
    const foreign = await other.issue({ subject: { commonName: '1234679304' }, purpose: 'client' });
    for (const certificate of [
      { ...foreign, ca: authority.certificate },
      { ...client },
      { ...client, ca: other.certificate },
    ])
      await expect(send(asked('GET', certificate))).rejects.toMatchObject({ name: 'ProviderUnavailable' });
    expect(seen).toEqual([]);
  });

  it('reads a PKCS#12 file, and says of an old one what helps', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluss-'));
    const [pem, p12] = [join(folder, 'pem'), join(folder, 'p12')];
    writeFileSync(pem, `${client.certificate}\n${client.key}`, { mode: 0o600 });
    const exported = (...more: string[]) => {
      execFileSync('openssl', ['pkcs12', '-export', '-in', pem, '-out', p12, '-passout', 'pass:swish', ...more]);
      return { pfx: readFileSync(p12).toString('base64'), passphrase: 'swish' };
    };
    try {
      expect(() => mutualTls(exported())).not.toThrow();
      const helps = { name: 'ProviderNotConfigured', message: expect.stringContaining('convert') as string };
      expect(() => mutualTls(exported('-legacy'))).toThrow(expect.objectContaining(helps) as Error);
      expect(() => mutualTls({ ...exported(), passphrase: 'wrong' })).toThrow(expect.objectContaining(helps) as Error);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
