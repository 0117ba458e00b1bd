import * as z from 'zod';
import { stack } from '../stack.ts';

/** One call of the control API of Billecta's simulator. */
export const control = async (
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${stack.simulators.billecta ?? ''}/_simulator/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};

const done = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await control(method, path, body);
  if (answer.status !== 200) throw new Error(`the simulator answers ${answer.status} to ${path}`);
  return answer.body;
};

/** Forgets orders, faults and statistics, and goes back to the real time. */
export const resetSimulator = () => done('POST', 'reset');

/** Moves the provider's time. All orders that nobody opened are dead after 30 s. */
export const advance = (seconds: number) => done('POST', 'clock', { advanceSeconds: seconds });

interface Fault {
  readonly kind: '401' | '429' | '500' | 'broken-body' | 'html' | 'timeout';
  /** The end of an operation's name: what an earlier test has left behind must not meet it. */
  readonly operation: 'authentication.poll' | 'sign.poll' | 'start';
  readonly count?: number;
  readonly retryAfterSeconds?: number;
}

/** Trouble for the next calls. */
export const fail = (fault: Fault) => done('POST', 'faults', { count: 1, ...fault });

const orders = z.object({
  orders: z.array(
    z.object({
      reference: z.string(),
      kind: z.enum(['authentication', 'signature', 'bank-accounts']),
      personalNumber: z.string().nullable(),
      status: z.string(),
      opened: z.boolean(),
      autoStartToken: z.string(),
      visibleText: z.string().nullable(),
    }),
  ),
});

/** All orders that the provider knows, the newest first. */
export const listOrders = async () => orders.parse(await done('GET', 'orders')).orders;

const statistics = z.object({
  calls: z.record(z.string(), z.number()),
  rateLimited: z.number(),
  tooEarly: z.number(),
  busiestTenSeconds: z.number(),
  busiestMinute: z.number(),
});

/** What has been asked of the provider since the last reset. */
export const readStatistics = async () => statistics.parse(await done('GET', 'statistics'));
