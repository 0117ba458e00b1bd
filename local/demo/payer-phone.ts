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

const open = z.union([z.strictObject({ token: z.string() }), z.strictObject({ about: z.string() })]);

const token = z.string().nullable();

/** Where the phone finds what it is asked. `about` is the invoice at Billecta, and the merchant's reference at Swish itself. */
const networks = {
  billecta: {
    path: '/swish-payments',
    request: z
      .object({ publicId: z.string(), invoiceId: z.string(), token, status: z.string() })
      .transform(({ publicId, invoiceId, token, status }) => ({
        ...{ reference: publicId, about: invoiceId, token, isOpen: status === 'Created' },
      })),
  },
  swish: {
    path: '/payments',
    request: z
      .object({ id: z.string(), payeePaymentReference: z.string().nullable(), token, status: z.string() })
      .transform(({ id, payeePaymentReference, token, status }) => ({
        ...{ reference: id, about: payeePaymentReference, token, isOpen: status === 'CREATED' },
      })),
  },
};

/** The drawn phone with Swish, at the simulator's control API; the payment's phone number is kept from the page. */
export function connectPayerPhone(simulatorUrl: string, network: keyof typeof networks) {
  const control = phoneControl(simulatorUrl);
  const { path, request } = networks[network];
  const requests = z.object({ payments: z.array(request) });
  return {
    /** Opens the request that came by number, or the one with a scanned or launched token. Answers its `reference`. */
    async open(body: unknown): Promise<Answer> {
      const wanted = open.safeParse(body);
      if (!wanted.success) return phoneRefused(400, []);
      const calls: Call[] = [];
      const listed = await control(calls, 'GET', path);
      const all = requests.safeParse(listed.body).data?.payments;
      if (!all) return phoneRefused(listed.status, calls);
      const found = all.find(
        ({ isOpen, token, about }) =>
          isOpen &&
          ('token' in wanted.data ? token === wanted.data.token : token === null && about === wanted.data.about),
      );
      return found ? { status: 200, body: { reference: found.reference }, calls } : phoneRefused(404, calls);
    },

    /** What becomes of an opened request; an unknown word is a 404. */
    async answer(reference: string, word: string): Promise<Answer> {
      const told = answers.get(word);
      if (!told) return phoneRefused(404, []);
      const calls: Call[] = [];
      const { status } = await control(
        calls,
        'POST',
        `${path}/${encodeURIComponent(reference)}/${told.action}`,
        told.body,
      );
      return status === 200 ? { status, body: {}, calls } : phoneRefused(status, calls);
    },
  };
}
