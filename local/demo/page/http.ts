import { record } from './calls.ts';
import type { Call, Problem } from './shapes.ts';
import { language } from './text.ts';

/** `status` 0: nobody answered. */
export interface Answer {
  status: number;
  body: unknown;
  /** Seconds after which it makes sense to ask again. */
  retryAfter: number;
}

async function send(url: string, init: RequestInit): Promise<Answer & { calls: Call[] }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(35_000) });
    const calls = JSON.parse(response.headers.get('demo-calls') ?? '[]') as Call[];
    const retryAfter = Number(response.headers.get('retry-after') ?? 0);
    return { status: response.status, body: await response.json().catch(() => undefined), retryAfter, calls };
  } catch {
    return { status: 0, body: undefined, retryAfter: 0, calls: [] };
  }
}

/** Asks the shop's own server; the calls that it made on the way go to the panel. */
export async function askShop(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  const answer = await send(path, {
    method,
    headers: { 'accept-language': language(), ...(body !== undefined && { 'content-type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
  });
  record(answer.calls);
  return answer;
}

/** Asks Sluss directly, as browsers may: with a flow's clientToken, for its progress, its cancellation and the payer's answer. */
export async function askSluss(
  apiUrl: string,
  method: 'GET' | 'PUT' | 'DELETE',
  path: string,
  clientToken: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await send(apiUrl + path, {
    method,
    headers: {
      authorization: `Bearer ${clientToken}`,
      'accept-language': language(),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    credentials: 'omit',
  });
  record([{ from: 'page', method, path, status: answer.status }]);
  return answer;
}

export const problemOf = (answer: Answer): Problem => answer.body ?? {};
