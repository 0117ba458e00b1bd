import * as z from 'zod';
import type { Answer } from './answer.ts';
import type { Asked, Call } from './page/shapes.ts';
import { phoneControl, phoneRefused } from './phone-control.ts';

const reference = z.object({ reference: z.string() });

const orders = z.object({
  orders: z.array(
    z.object({
      reference: z.string(),
      kind: z.enum(['authentication', 'signature', 'bank-accounts']),
      visibleText: z.string().nullish(),
      autoStartToken: z.string().nullish(),
    }),
  ),
});

const answers = ['approve', 'decline', 'no-app'] as const;

/** The drawn phone: it plays the person at the simulator's control API, and keeps the order's personal number from the page. */
export function connectPhone(simulatorUrl: string) {
  const control = phoneControl(simulatorUrl);

  const findOrder = async (calls: Call[], by: (order: z.infer<typeof orders>['orders'][number]) => boolean) =>
    orders.safeParse((await control(calls, 'GET', '/orders')).body).data?.orders.find(by);

  return {
    /** Scans the picture or launches the app; answers what the app then asks (`Asked`). 409: the frame was too old. */
    async open(how: 'scan' | 'launch', body: unknown): Promise<Answer> {
      const calls: Call[] = [];
      const opened = await control(calls, 'POST', `/${how}`, body);
      const known = reference.safeParse(opened.body);
      if (opened.status !== 200 || !known.success) return phoneRefused(opened.status, calls);
      const order = await findOrder(calls, (candidate) => candidate.reference === known.data.reference);
      if (!order) return phoneRefused(404, calls);
      const asked: Asked = { reference: order.reference, kind: order.kind, visibleText: order.visibleText ?? null };
      return { status: 200, body: asked, calls };
    },

    /** The person's answer to an open order; an unknown word is a 404. */
    async answer(orderReference: string, word: string): Promise<Answer> {
      if (!answers.some((known) => known === word)) return phoneRefused(404, []);
      const calls: Call[] = [];
      const { status } = await control(calls, 'POST', `/orders/${encodeURIComponent(orderReference)}/${word}`, {});
      return status === 200 ? { status, body: {}, calls } : phoneRefused(status, calls);
    },

    /** Nobody can open the order: this phone has no BankID app. The order is found by its autoStartToken. */
    async noApp(body: unknown): Promise<Answer> {
      const asked = z.object({ autoStartToken: z.string() }).safeParse(body);
      if (!asked.success) return phoneRefused(400, []);
      const calls: Call[] = [];
      const order = await findOrder(calls, (candidate) => candidate.autoStartToken === asked.data.autoStartToken);
      if (!order) return phoneRefused(404, calls);
      const { status } = await control(calls, 'POST', `/orders/${encodeURIComponent(order.reference)}/no-app`, {});
      return status === 200 ? { status, body: {}, calls } : phoneRefused(status, calls);
    },
  };
}
