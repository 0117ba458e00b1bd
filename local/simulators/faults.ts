import * as z from 'zod';
import { held, type Reply } from './http.ts';

/** Trouble for the next `count` calls, or only for those whose operation name ends in `operation`. */
export const faultSchema = z.strictObject({
  kind: z.enum(['401', '429', '500', 'timeout', 'broken-body', 'html']),
  count: z.int().positive(),
  operation: z.enum(['start', 'poll']).optional(),
  retryAfterSeconds: z.int().nonnegative().optional(),
});
type Fault = z.infer<typeof faultSchema>;

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
      const fault = faults.find((candidate) => !candidate.operation || operation.endsWith(`.${candidate.operation}`));
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

/**
 * What a call answers under a fault. Only a broken body has the call's effect: that answer was lost on its way back,
 * the others never reached the provider's own code. `problem` makes errors in the provider's shape.
 */
export function faultyReply(
  { kind, retryAfterSeconds = 5 }: Fault,
  answer: () => Reply | typeof held,
  problem: (status: number, message: string) => Reply,
): Reply | typeof held {
  switch (kind) {
    case '401':
      return { status: 401, headers: {}, body: '' };
    case '500':
      return problem(500, 'Internal server error');
    case '429':
      return tooManyRequests(problem, retryAfterSeconds);
    case 'timeout':
      return held;
    case 'broken-body': {
      const whole = answer();
      return whole === held ? held : { ...whole, body: whole.body.slice(0, whole.body.length / 2) };
    }
    case 'html':
      return {
        status: 503,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!doctype html><title>Service unavailable</title><h1>Service unavailable</h1>',
      };
  }
}

/** 429 with Retry-After in seconds. */
export function tooManyRequests(problem: (status: number, message: string) => Reply, retryAfterSeconds: number): Reply {
  const reply = problem(429, 'Too many requests');
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(retryAfterSeconds) } };
}
