import { randomUUID } from 'node:crypto';
import { callJson } from './answer.ts';
import type { Call } from './page/shapes.ts';

/** Sluss as the shop's server sees it; the API key stays in here. Each call is noted in `calls`; a POST is made under `key`. */
export function connectToSluss({ apiUrl, apiKey }: { apiUrl: string; apiKey: string }) {
  return async (
    calls: Call[],
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    { body, language = 'en', key = randomUUID() }: { body?: unknown; language?: string; key?: string } = {},
  ) => {
    const answer = await callJson(apiUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        'accept-language': language,
        ...(method === 'POST' && { 'idempotency-key': key }),
      },
      body,
    });
    calls.push({ from: 'shop', method, path, status: answer.status });
    return answer;
  };
}

export type Sluss = ReturnType<typeof connectToSluss>;
