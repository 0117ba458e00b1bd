import * as z from 'zod';
import type { Answer } from './answer.ts';
import type { SwishAnswer } from './page/pay-shapes.ts';
import type { Call } from './page/shapes.ts';
import { phoneControl, phoneRefused } from './phone-control.ts';

/** What the simulated Swish is told; `DS24` is the bank that never answers (swish.md 9.2). */
const answers = new Map<string, { action: string; body: object }>([
  ['approve', { action: 'approve', body: {} }],
  ['decline', { action: 'decline', body: {} }],
  ['timeout', { action: 'timeout', body: {} }],
  ['silence', { action: 'error', body: { code: 'DS24' } }],
] satisfies [SwishAnswer, object][]);

const open = z.union([z.strictObject({ token: z.string() }), z.strictObject({ invoiceId: z.string() })]);

const payments = z.object({
  payments: z.array(
    z.object({ publicId: z.string(), invoiceId: z.string(), token: z.string().nullable(), status: z.string() }),
  ),
});

/** The drawn phone with Swish, at the simulator's control API; the payment's phone number is kept from the page. */
export function connectPayerPhone(simulatorUrl: string) {
  const control = phoneControl(simulatorUrl);
  return {
    /** Opens the request that came by number for an invoice, or the one with a scanned or launched token. Answers its `reference`. */
    async open(body: unknown): Promise<Answer> {
      const wanted = open.safeParse(body);
      if (!wanted.success) return phoneRefused(400, []);
      const calls: Call[] = [];
      const listed = await control(calls, 'GET', '/swish-payments');
      const all = payments.safeParse(listed.body).data?.payments;
      if (!all) return phoneRefused(listed.status, calls);
      const found = all.find(
        ({ status, token, invoiceId }) =>
          status === 'Created' &&
          ('token' in wanted.data
            ? token === wanted.data.token
            : token === null && invoiceId === wanted.data.invoiceId),
      );
      return found ? { status: 200, body: { reference: found.publicId }, calls } : phoneRefused(404, calls);
    },

    /** What becomes of an opened request; an unknown word is a 404. */
    async answer(reference: string, word: string): Promise<Answer> {
      const told = answers.get(word);
      if (!told) return phoneRefused(404, []);
      const calls: Call[] = [];
      const path = `/swish-payments/${encodeURIComponent(reference)}/${told.action}`;
      const { status } = await control(calls, 'POST', path, told.body);
      return status === 200 ? { status, body: {}, calls } : phoneRefused(status, calls);
    },
  };
}
