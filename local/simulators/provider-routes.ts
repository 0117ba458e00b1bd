import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from './clock.ts';
import { faultyReply, tooManyRequests, type Faults } from './faults.ts';
import { answerOf, held, type Reply, type Route } from './http.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Statistics } from './statistics.ts';

/** A route of a provider's own protocol. */
export interface ProviderRoute extends Route {
  /** Dotted name for the statistics; ends in `.start` or `.poll` where faults can be aimed at it. */
  operation: string;
  /** What of it the reference marks as inferred; told in the answer's `x-simulator-unverified` header. */
  unverified?: 'path' | 'shape';
}

interface Gate {
  clock: Clock;
  authorized: (headers: IncomingHttpHeaders) => boolean;
  /** An error answer in the provider's shape. */
  problem: (status: number, message: string) => Reply;
  readLimit: RateLimit;
  faults: Faults;
  statistics: Statistics;
}

/** Puts what every call of a provider passes before its handlers: counting, credentials, rate limit, faults. */
export function gated(routes: ProviderRoute[], gate: Gate): Route[] {
  const { clock, authorized, problem, readLimit, faults, statistics } = gate;
  return routes.map((route) => ({
    ...route,
    handle(request) {
      statistics.call(route.operation);
      if (!authorized(request.headers)) return { status: 401, headers: {}, body: '' };
      if (route.method === 'GET') {
        statistics.read(clock.now());
        const wait = readLimit.secondsToWait(clock.now());
        if (wait > 0) {
          statistics.rateLimited();
          return tooManyRequests(problem, wait);
        }
      }
      const answer = () => marked(route, answerOf(route.handle, request));
      const fault = faults.take(route.operation);
      return fault ? faultyReply(fault, answer, problem) : answer();
    },
  }));
}

function marked({ unverified }: ProviderRoute, reply: Reply | typeof held) {
  if (!unverified || reply === held) return reply;
  return { ...reply, headers: { ...reply.headers, 'x-simulator-unverified': unverified } };
}
