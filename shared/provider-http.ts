import type * as z from 'zod';
import { ProviderContractBroken, ProviderRejected, ProviderUnavailable } from './provider-error.ts';
import { log } from './log.ts';

/** The time limit of a call that names none: a poll function must answer before its own limit ends it. */
const usualTimeLimitMilliseconds = 8_000;

export interface ProviderRequest<Answer> {
  /** What is logged instead of the URL, which may carry a personal number. */
  readonly operation: string;
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
  /** Where the answer is, if not in the body. */
  readonly answerIn?: 'headers';
  /** How it is sent, if not by `fetch`. */
  readonly transport?: Transport;
  /** The provider's own error code in the body of a 4xx. */
  readonly errorCode: (body: unknown) => string | undefined;
  /** The provider's own text in the body of a 4xx. */
  readonly errorText?: (body: unknown) => string | undefined;
  /** The provider's own error in an answer that does not fit, of any status; thrown instead of what the status alone says. */
  readonly fault?: (answer: UnfitAnswer) => Error | undefined;
  readonly timeLimitMilliseconds?: number;
}

/** One HTTP exchange, as `fetch` does it. */
export type Transport = (url: URL, init: TransportInit) => Promise<Response>;

export interface TransportInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
  readonly redirect: 'error';
  readonly signal: AbortSignal;
}

export interface UnfitAnswer {
  readonly httpStatus: number;
  /** `undefined` if it is not JSON. */
  readonly body: unknown;
  readonly retryAfterSeconds: number | undefined;
}

/** Sends one request to a provider. Throws ProviderUnavailable, ProviderRejected or ProviderContractBroken. */
export type Send = <Answer>(request: ProviderRequest<Answer>) => Promise<Answer>;

/** Retry-After in its two forms (RFC 9110, section 10.2.3): seconds or a date. */
const retryAfterSeconds = (header: string | null): number | undefined => {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
};

export const send: Send = async ({
  operation,
  url,
  method,
  headers,
  body,
  answer,
  answerIn,
  transport = fetch,
  errorCode,
  errorText,
  fault,
  timeLimitMilliseconds = usualTimeLimitMilliseconds,
}) => {
  const started = performance.now();
  const measured = (httpStatus: number) => {
    log.info('provider.called', { operation, httpStatus, durationMs: Math.round(performance.now() - started) });
  };

  const response = await transport(url, {
    method,
    headers: {
      accept: 'application/json',
      // A thawed function holds sockets that the other side closed long ago. A read may fail and be asked again; a write may not.
      ...(method === 'GET' ? {} : { connection: 'close' }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(timeLimitMilliseconds),
  }).catch((cause: unknown) => {
    measured(0);
    throw new ProviderUnavailable('no answer', { cause });
  });
  measured(response.status);

  const wait = retryAfterSeconds(response.headers.get('retry-after'));
  const ownFault = (json: unknown) => fault?.({ httpStatus: response.status, body: json, retryAfterSeconds: wait });

  if (response.status === 429 || response.status >= 500) {
    if (fault) {
      const own = ownFault(parseJson(await response.text().catch(() => '')));
      if (own) throw own;
    } else await response.body?.cancel();
    throw new ProviderUnavailable(`HTTP ${response.status}`, {
      httpStatus: response.status,
      ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
    });
  }

  const text = await response.text().catch((cause: unknown) => {
    throw new ProviderUnavailable('the answer broke off', { cause });
  });
  const json = parseJson(text);
  const answered: unknown = answerIn === 'headers' ? Object.fromEntries(response.headers) : json;
  const parsed = response.ok ? answer.safeParse(answered) : undefined;
  if (parsed?.success) return parsed.data;
  const own = ownFault(json);
  if (own) throw own;
  if (!parsed) throw new ProviderRejected(response.status, errorCode(json), undefined, errorText?.(json));
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || '(body)').join(', ');
  throw new ProviderContractBroken(`${operation}: ${fields}`);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // A provider under release answers HTML; the schema then says that the contract is broken.
    return undefined;
  }
};
