import { request } from 'node:http';
import { Agent } from 'node:https';
import { createSecureContext } from 'node:tls';
import { tlsOptionsOf, type ClientCertificate } from './client-certificate.ts';
import { ProviderNotConfigured } from './provider-error.ts';
import type { Transport } from './provider-http.ts';

/**
 * Sends with a client certificate, over TLS 1.2 or later, to a server whose certificate is checked against the secret's
 * `ca`, or the public authorities. Reads share connections that are kept; a write gets one of its own, since a kept one
 * may be dead, and a write must not be sent twice.
 * @throws ProviderNotConfigured when the certificate cannot be used
 */
export const mutualTls = (certificate: ClientCertificate): Transport => {
  const options = { secureContext: secureContextOf(certificate) };
  const kept = new Agent({ ...options, keepAlive: true });
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const agent = method === 'GET' ? kept : new Agent(options);
      // The agent makes it HTTPS. The function https.request does the same, but the local AWS sends it elsewhere.
      const asked = request(url, { method, headers, agent, signal }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          resolve(new Response(textOf(parts), { status: answer.statusCode ?? 0, headers: headersOf(answer.headers) }));
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
};

const secureContextOf = (certificate: ClientCertificate) => {
  try {
    return createSecureContext({ ...tlsOptionsOf(certificate), minVersion: 'TLSv1.2' });
  } catch {
    // What OpenSSL says of it may hold parts of the file.
    throw new ProviderNotConfigured(
      'the client certificate cannot be used: "npm run certificates -- convert" may help',
    );
  }
};

/** A Response of 204 or 304 takes no body, not even an empty one. */
const textOf = (parts: readonly Buffer[]): string | null =>
  parts.length === 0 ? null : Buffer.concat(parts).toString('utf8');

const headersOf = (headers: Readonly<Record<string, string | string[] | undefined>>): [string, string][] =>
  Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name, value]),
  );
