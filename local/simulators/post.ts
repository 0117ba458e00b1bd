import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import type { Post } from './deliveries.ts';

/** How long the provider waits for an answer, in milliseconds; its own limit is not known. */
const patience = 10_000;

/** How a callback goes over TLS: to which name, and whom it trusts. */
type CallbackTls = Pick<ConnectionOptions, 'servername' | 'ca'>;

/** Posts callbacks on connections of their own, from a given local address if there is one. */
export const callbackPost =
  (tls: CallbackTls): Post =>
  (url, body, sourceAddress, headers = {}) =>
    new Promise((resolve) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const send = url.startsWith('https:') ? overHttps : overHttp;
      const { hostname, port, protocol } = new URL(url);
      // Names under localhost are this machine (RFC 6761), but Node asks a resolver that may not know them.
      const isHere = hostname.endsWith('.localhost');
      const call = send(url, {
        ...tls,
        ...(isHere ? { hostname: '127.0.0.1', port: port || (protocol === 'https:' ? 443 : 80) } : {}),
        method: 'POST',
        agent: false,
        timeout: patience,
        headers: {
          ...headers,
          ...(isHere ? { host: new URL(url).host } : {}),
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        },
        ...(sourceAddress === null ? {} : { localAddress: sourceAddress }),
      });
      call.on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      call.on('timeout', () => call.destroy());
      call.on('error', () => resolve(undefined));
      call.end(text);
    });

/** Posts a callback as most providers do. */
export const postCallback = callbackPost({});
