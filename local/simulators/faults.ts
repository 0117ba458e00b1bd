import * as z from 'zod';
import { dropped, held, type Answer, type Reply } from './http.ts';

/**
 * Trouble for the next `count` calls, or only for those whose operation name is `operation` or ends in it after a dot.
 * With `committed` the call has its effect first, and only its answer is lost. `status` and `type` say what a problem is.
 */
export const faultSchema = z.strictObject({
  kind: z.enum(['401', '429', '500', 'timeout', 'disconnect', 'problem', 'broken-body', 'html']),
  count: z.int().positive(),
  operation: z.string().optional(),
  committed: z.boolean().optional(),
  retryAfterSeconds: z.int().nonnegative().optional(),
  status: z.int().min(400).max(599).optional(),
  type: z.string().optional(),
});
type Fault = z.infer<typeof faultSchema>;

/** An error answer in the provider's shape; `type` is the provider's own word for the error, where it has one. */
export type ProblemReply = (status: number, message: string, type?: string) => Reply;

export interface Faults {
  add(fault: Fault): void;
  /** The fault that this call must suffer; it is used up. */
  take(operation: string): Fault | undefined;
  left(): Fault[];
  reset(): void;
}

/** The faults that are still to come, first in, first out. */
export function faultQueue(): Faults {
  let faults: Fault[] = [];
  return {
    add: (fault) => faults.push({ ...fault }),
    take(operation) {
      const fault = faults.find(
        (candidate) => !candidate.operation || `.${operation}`.endsWith(`.${candidate.operation}`),
      );
      if (fault) fault.count -= 1;
      faults = faults.filter(({ count }) => count > 0);
      return fault;
    },
    left: () => structuredClone(faults),
    reset() {
      faults = [];
    },
  };
}

/** Of a 429 that is not told another. */
export const usualRetryAfterSeconds = 5;

/** What a call answers under a fault. A broken body is an answer that was lost on its way back: the call had its effect. */
export async function faultyReply(
  { kind, committed = kind === 'broken-body', retryAfterSeconds = usualRetryAfterSeconds, status = 400, type }: Fault,
  answer: () => Promise<Answer>,
  problem: ProblemReply,
): Promise<Answer> {
  const whole = committed ? await answer() : held;
  switch (kind) {
    case '401':
      return { status: 401, headers: {}, body: '' };
    case '500':
      return problem(500, 'Internal server error');
    case '429':
      return tooManyRequests(problem, retryAfterSeconds);
    case 'problem':
      return problem(status, 'The simulator was told to refuse this call', type);
    case 'timeout':
      return held;
    case 'disconnect':
      return dropped;
    case 'broken-body':
      return typeof whole === 'symbol' ? whole : { ...whole, body: whole.body.slice(0, whole.body.length / 2) };
    case 'html':
      return {
        status: 503,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!doctype html><title>Service unavailable</title><h1>Service unavailable</h1>',
      };
  }
}

/** 429 with Retry-After in seconds. */
export function tooManyRequests(problem: ProblemReply, retryAfterSeconds: number): Reply {
  const reply = problem(429, 'Too many requests');
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(retryAfterSeconds) } };
}
