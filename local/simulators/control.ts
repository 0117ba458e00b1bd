import * as z from 'zod';
import type { Clock } from './clock.ts';
import { faultSchema, type Faults } from './faults.ts';
import { json, Refused, type Route } from './http.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Statistics } from './statistics.ts';

interface Controlled {
  provider: string;
  clock: Clock;
  faults: Faults;
  /** With the setting that switches it; absent where no limit is known. */
  readLimit?: RateLimit;
  statistics: Statistics;
  /** Moves the clock, where more hangs on it than its own time. */
  advance?: (seconds: number) => Promise<void> | void;
  /** Forgets what the provider has stored. */
  clear: () => void;
}

/** An error of the control API: `{message}`. */
export const controlError = (status: number, message: string) => new Refused(json(status, { message }));

/** A control request's body by its schema, else 400 with what is wrong. */
export function controlBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data, error } = schema.safeParse(body);
  if (!success) throw controlError(400, z.prettifyError(error));
  return data;
}

const clockChange = z.strictObject({ advanceSeconds: z.number().nonnegative() });
const settings = z.strictObject({ rateLimits: z.boolean() });

/** The control API that every provider's simulator has, under `/_simulator`. */
export function controlRoutes({
  provider,
  clock,
  faults,
  readLimit,
  statistics,
  advance = (seconds) => clock.advance(seconds),
  clear,
}: Controlled): Route[] {
  const control = (method: Route['method'], path: string, act: (body: unknown) => unknown): Route => ({
    method,
    path: `/_simulator/${path}`,
    handle: async ({ body }) => json(200, await act(body)),
  });
  const limitSwitch = (limit: RateLimit) =>
    control('POST', 'settings', (body) => {
      limit.enabled = controlBody(settings, body).rateLimits;
      return { rateLimits: limit.enabled };
    });
  return [
    ...(readLimit ? [limitSwitch(readLimit)] : []),
    control('GET', 'health', () => ({ provider })),
    control('GET', 'statistics', () => statistics.snapshot()),
    control('POST', 'faults', (body) => {
      faults.add(controlBody(faultSchema, body));
      return { faults: faults.left() };
    }),
    control('DELETE', 'faults', () => {
      faults.reset();
      return { faults: [] };
    }),
    control('POST', 'clock', async (body) => {
      await advance(controlBody(clockChange, body).advanceSeconds);
      return { now: new Date(clock.now()).toISOString() };
    }),
    control('POST', 'reset', () => {
      clear();
      for (const state of [clock, faults, readLimit, statistics]) state?.reset();
      return {};
    }),
  ];
}
