import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Post } from './callbacks.ts';

/** How long the provider waits for an answer, in milliseconds; its own limit is not known. */
const patience = 10_000;

/** Posts a callback on a connection of its own, from a given local address if there is one. */
export const postCallback: Post = (url, body, sourceAddress) =>
  new Promise((resolve) => {
    const text = JSON.stringify(body);
    const send = url.startsWith('https:') ? overHttps : overHttp;
    const call = send(url, {
      method: 'POST',
      agent: false,
      timeout: patience,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
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
