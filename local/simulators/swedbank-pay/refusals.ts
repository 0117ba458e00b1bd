import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { json, type Reply } from '../http.ts';
import { paymentsPath } from './operations.ts';
import { Problem, problemBody } from './problems.ts';

/** A refusal as an answer; the session is the caller's, if it named one (swedbank-pay.md 2, 22). */
export function refusal(problem: Problem, headers: IncomingHttpHeaders = {}): Reply {
  const named = headers['session-id'];
  const sessionId = typeof named === 'string' ? named : randomUUID();
  const reply = json(problem.status, problemBody(problem, { instance: paymentsPath, sessionId }));
  return { ...reply, headers: { 'content-type': 'application/problem+json; charset=utf-8' } };
}

const usualTypes: Record<number, string> = { 400: 'inputerror', 403: 'forbidden', 404: 'notfound' };

/** An error that is not about what the call asked for, of the type that its status usually has. */
export const trouble = (status: number, message: string, type = usualTypes[status] ?? 'systemerror'): Reply =>
  refusal(new Problem(status, type, message));
