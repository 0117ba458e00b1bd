import type { IncomingMessage } from 'node:http';
import type { Call, Problem } from './page/shapes.ts';

/** What a route answers to the page; `calls` are the calls that it made on the way, for the panel. */
export interface Answer {
  status: number;
  body: unknown;
  calls?: Call[];
  retryAfter?: string | null;
  /** Whether the browser is to keep who the visitor is: what was made belongs to them. */
  remembers?: boolean;
  /** Where the browser goes on, with status 303. */
  location?: string;
}

/** A problem of the shop's own, in the shape that Sluss uses. */
export const problem = (status: number, code: string, title: string, calls: Call[] = []): Answer => ({
  status,
  body: { type: 'about:blank', title, status, code } satisfies Problem & { type: string },
  calls,
});

/** The page and its server do not fit together. */
export const misunderstood = (): Answer => problem(400, 'invalid-request', 'The shop did not understand its own page.');

/** Sluss's own answer, problem and all; a silent Sluss becomes a problem of ours. */
export const passOn = (answer: Awaited<ReturnType<typeof callJson>>, calls: Call[]): Answer =>
  answer.status === 0 ? problem(502, 'sluss-unreachable', 'Sluss does not answer.', calls) : { ...answer, calls };

const largestBody = 256 * 1024;

/** The JSON body of a request; undefined when it is no JSON or larger than 256 KiB. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

/** One JSON call; status 0 when nobody answered in thirty seconds or the answer was no JSON. */
export async function callJson(
  url: string,
  { method, headers, body }: { method: string; headers?: Record<string, string>; body?: unknown },
): Promise<{ status: number; body: unknown; retryAfter: string | null }> {
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
      // The gateway gives up at 29 seconds; until then a slow provider still gets its proper answer.
      signal: AbortSignal.timeout(30_000),
    });
    return { status: response.status, body: await response.json(), retryAfter: response.headers.get('retry-after') };
  } catch {
    return { status: 0, body: undefined, retryAfter: null };
  }
}
