import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from './clock.ts';
import { faultyReply, tooManyRequests, usualRetryAfterSeconds, type Faults, type ProblemReply } from './faults.ts';
import { answerOf, type Answer, type Route } from './http.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Statistics } from './statistics.ts';

/** A route of a provider's own protocol. */
export interface ProviderRoute extends Route {
  /** Dotted name for the statistics; faults can be aimed at it or at its last part. */
  operation: string;
  /** What of it the reference marks as inferred; told in the answer's `x-simulator-unverified` header. */
  unverified?: 'path' | 'shape';
}

interface Gate {
  clock: Clock;
  /** By the caller's headers, or by the common name in its certificate. */
  authorized: (headers: IncomingHttpHeaders, client: string | undefined) => boolean;
  problem: ProblemReply;
  /** Absent where no limit is known. */
  readLimit?: RateLimit;
  faults: Faults;
  statistics: Statistics;
}

/** Puts what every call of a provider passes before its handlers: counting, credentials, rate limit, faults. */
export function gated(routes: ProviderRoute[], gate: Gate): Route[] {
  const { clock, authorized, problem, readLimit, faults, statistics } = gate;
  return routes.map((route) => ({
    ...route,
    handle(request) {
      statistics.call(route.operation, clock.now());
      if (!authorized(request.headers, request.client)) return { status: 401, headers: {}, body: '' };
      if (route.method === 'GET') {
        statistics.read(clock.now());
        const wait = readLimit?.secondsToWait(clock.now()) ?? 0;
        if (wait > 0) {
          statistics.rateLimited();
          statistics.sentAway(clock.now(), wait);
          return tooManyRequests(problem, wait);
        }
      }
      const answer = async () => marked(route, await answerOf(route.handle, request));
      const fault = faults.take(route.operation);
      if (fault?.kind === '429') statistics.sentAway(clock.now(), fault.retryAfterSeconds ?? usualRetryAfterSeconds);
      return fault ? faultyReply(fault, answer, problem) : answer();
    },
  }));
}

function marked({ unverified }: ProviderRoute, reply: Answer): Answer {
  if (!unverified || typeof reply === 'symbol') return reply;
  return { ...reply, headers: { ...reply.headers, 'x-simulator-unverified': unverified } };
}
