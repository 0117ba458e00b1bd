import { mutualTls } from '../../shared/mutual-tls.ts';
import type { Answer, Deployment, Silence } from './deployment.ts';
import { remembered } from './remembered.ts';

const SECONDS_AT_MOST = 15;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const answerOf = async (response: Response, receivedAt: number): Promise<Answer> => {
  const date = Date.parse(response.headers.get('date') ?? '');
  return {
    status: response.status,
    body: parsed(await response.text()),
    aheadSeconds: Number.isNaN(date) ? undefined : Math.round((date - receivedAt) / 1000),
  };
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
    return answerOf(response, now());
  };
  const asked = remembered((question) => ask(question).catch(() => undefined));
  return (...question) => asked(JSON.stringify(question));
};

const silence = (error: unknown): Silence => {
  const { name, code } = error as NodeJS.ErrnoException;
  return { why: code ?? name };
};

/** Reads over mutual TLS, each address once. */
export const openReadWithCertificate = (now: () => number = Date.now): Deployment['readWithCertificate'] => {
  const reads = new Map<string, Promise<Answer | Silence>>();
  return (url, certificate) => {
    const read = async () => {
      const response = await mutualTls(certificate)(new URL(url), {
        method: 'GET',
        headers: { accept: 'application/json' },
        body: null,
        redirect: 'error',
        signal: AbortSignal.timeout(SECONDS_AT_MOST * 1000),
      });
      return answerOf(response, now());
    };
    const known = reads.get(url) ?? read().catch(silence);
    reads.set(url, known);
    return known;
  };
};
