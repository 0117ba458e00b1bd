import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { describe, log } from './log.ts';
import { measure } from './metrics.ts';
import { asProblem } from './as-problem.ts';
import { ProblemError, problems } from './problem.ts';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One route: `POST /v1/…` as API Gateway writes route keys, `$default` for all that has none. */
export interface Endpoint {
  readonly route: string;
  handle(event: APIGatewayProxyEventV2): Promise<Reply>;
}

/** Bodies of every route but those that say otherwise. */
export const defaultMaxBodyBytes = 32 * 1024;

const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

/** A Lambda handler that serves these routes; every error becomes an RFC 9457 problem. */
export const httpApi = (endpoints: readonly Endpoint[]) => {
  const byRoute = new Map(endpoints.map((endpoint) => [endpoint.route, endpoint]));
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((request) => {
      request.response = respond(problemReply(request.error, request.event));
    })
    .handler(async (event) => {
      // A catch-all route also gets the preflights; the gateway adds the headers, and a browser wants a good status.
      if (event.routeKey === '$default' && event.requestContext.http.method === 'OPTIONS') return { statusCode: 204 };
      const endpoint = byRoute.get(event.routeKey);
      if (!endpoint) throw new ProblemError('not-found');
      return respond(await endpoint.handle(event));
    });
};

const respond = (reply: Reply): APIGatewayProxyStructuredResultV2 => ({
  statusCode: reply.status,
  headers: { ...headers, 'content-type': 'application/json', ...reply.headers },
  body: JSON.stringify(reply.body),
});

/**
 * The body of a request, through its schema.
 * @throws ProblemError for another content type (415), too many bytes (413), bad JSON (400), a wrong field (422)
 */
export const bodyOf = <Schema extends z.ZodType>(
  { headers: { 'content-type': contentType }, body = '', isBase64Encoded }: APIGatewayProxyEventV2,
  schema: Schema,
  maxBytes = defaultMaxBodyBytes,
): z.output<Schema> => {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) throw new ProblemError('not-json');
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  if (Buffer.byteLength(text) > maxBytes)
    throw new ProblemError('too-large', { detail: `At most ${maxBytes} bytes are taken.` });
  return checked(parseJson(text), schema);
};

/**
 * @param name of the value itself, where it is no object with fields of its own
 * @throws ProblemError `invalid-request` that names each wrong field, never a value
 */
export const checked = <Schema extends z.ZodType>(value: unknown, schema: Schema, name = ''): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'is not a field of this request' }))
      : [{ field: issue.path.join('.') || name, message: issue.message }],
  );
  throw new ProblemError('invalid-request', { fields });
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('malformed-json');
  }
};

/** The only place where an error becomes an answer. Below 500 it is the caller's; from 500 on it is ours and feeds the alarm. */
const problemReply = (error: unknown, event: APIGatewayProxyEventV2): Reply => {
  const { code, extras } = asProblem(error);
  const { status, title } = problems[code];
  const { retryAfterSeconds, ...rest } = extras;
  const facts = { code, httpStatus: status, route: event.routeKey, requestId: event.requestContext.requestId };
  if (status < 500) log.info('request.refused', facts);
  else {
    log.error('request.failed', { ...facts, ...describe(error) });
    measure('RequestFailed', 1, { code });
  }
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) }),
    },
    body: { type: `urn:sluss:problem:${code}`, title, status, code, ...rest },
  };
};
