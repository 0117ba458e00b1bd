import type { Answer, Deployment } from './deployment.ts';
import { remembered } from './remembered.ts';

const SECONDS_AT_MOST = 15;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Asks over HTTP, each question once. Redirects are not followed. */
export const openAsk = (now: () => number = Date.now): Deployment['ask'] => {
  const ask = async (question: string): Promise<Answer> => {
    const [url, headers, method] = JSON.parse(question) as Parameters<Deployment['ask']>;
    const response = await fetch(url, {
      method: method ?? 'GET',
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(SECONDS_AT_MOST * 1000),
    });
    const receivedAt = now();
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      status: response.status,
      body: parsed(await response.text()),
      aheadSeconds: Number.isNaN(date) ? undefined : Math.round((date - receivedAt) / 1000),
    };
  };
  const asked = remembered((question) => ask(question).catch(() => undefined));
  return (...question) => asked(JSON.stringify(question));
};
