import * as z from 'zod';
import { callJson, misunderstood, problem, type Answer } from './answer.ts';
import type { Call, Rings } from './page/shapes.ts';

/** The provider's whole schedule of retries in six seconds. */
const eightTimes = { deliveries: 8, together: 2, beforeAnswer: true, timeScale: 0.005 };
const usual = { deliveries: null, together: 1, beforeAnswer: false, timeScale: 1 };

const asked = z.strictObject({ eightTimes: z.boolean() });
const settings = z.object({ callbacks: z.object({ deliveries: z.int().nullable() }) });
const log = z.object({
  callbacks: z.array(
    z.object({ url: z.string(), cause: z.string(), deliveries: z.array(z.object({ status: z.unknown() })) }),
  ),
});

/** The simulated provider's doorbell: how it rings, and how often it has. */
export function connectBell(simulatorUrl: string) {
  const control = (method: 'GET' | 'POST', path: string, body?: unknown) =>
    callJson(`${simulatorUrl}/_simulator/${path}`, { method, body });

  const silent = (calls: Call[]) => problem(502, 'simulator-unreachable', 'The simulator does not answer.', calls);

  return {
    /** Whether it rings eight times now, and how often it has rung for a payment. */
    async rings(paymentId: string): Promise<Answer> {
      const [set, rung] = await Promise.all([control('GET', 'settings'), control('GET', 'callbacks')]);
      const now = settings.safeParse(set.body);
      const all = log.safeParse(rung.body);
      if (!now.success || !all.success) return silent([]);
      // The callback's address names the payment; the MAC in it stays here.
      const own = all.data.callbacks.filter(({ url }) => url.includes(`/swedbank-pay/${paymentId}.`));
      const rings: Rings = {
        eightTimes: now.data.callbacks.deliveries === eightTimes.deliveries,
        causes: own.map(({ cause, deliveries }) => ({ cause, rings: deliveries.length })),
      };
      return { status: 200, body: rings };
    },

    /** Sets how the bell rings for all that happens from now on. */
    async set(body: unknown): Promise<Answer> {
      const wanted = asked.safeParse(body);
      if (!wanted.success) return misunderstood();
      const { status } = await control('POST', 'settings', {
        callbacks: wanted.data.eightTimes ? eightTimes : usual,
      });
      const calls: Call[] = [{ from: 'bell', method: 'POST', path: '/_simulator/settings', status }];
      return status === 200 ? { status, body: wanted.data, calls } : silent(calls);
    },
  };
}
