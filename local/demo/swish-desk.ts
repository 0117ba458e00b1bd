import * as z from 'zod';
import { misunderstood, passOn, problem, type Answer } from './answer.ts';
import type { Call } from './page/shapes.ts';
import type { Sale, SwishDeed } from './page/swish-shapes.ts';
import type { PaidFlows } from './paid-flows.ts';
import type { Sluss } from './sluss.ts';

// Whether a value is right is Sluss's to say: only the shape is looked at here.
const asked = z.strictObject({
  key: z.uuid(),
  amount: z.number(),
  message: z.string().optional(),
  payerAlias: z.string().optional(),
});
const refund = z.strictObject({ key: z.uuid(), amount: z.number() });

const created = z.object({ paymentId: z.string(), flow: z.unknown() });

const unknownPayment = () => problem(404, 'not-found', 'The shop knows no such payment of yours.');

const merchantReference = (key: string) => `demo-${key.slice(0, 8)}`;

/** What a merchant's server does with Swish directly. A payment belongs to the visitor who started it: for others there is none. */
export function openSwishDesk(sluss: Sluss, flows: PaidFlows) {
  const sales = new Map<string, { visitor: string; sale: Sale }>();

  const saleOf = (paymentId: string, visitor: string) => {
    const known = sales.get(paymentId);
    return known?.visitor === visitor ? known.sale : undefined;
  };

  return {
    /** Asks for a payment; the same key and request again is the same payment. The phone number goes on to Sluss and is not kept. */
    async pay(body: unknown, visitor: string, language: string): Promise<Answer> {
      const parsed = asked.safeParse(body);
      if (!parsed.success) return misunderstood();
      const { key, ...request } = parsed.data;
      const reference = key.replaceAll('-', '');
      const calls: Call[] = [];
      const answer = await sluss(calls, 'POST', '/v1/swish/payments', {
        body: { ...request, payeePaymentReference: reference, merchantReference: merchantReference(key) },
        key,
        language,
      });
      if (answer.status !== 201) return passOn(answer, calls);
      const { paymentId, flow } = created.parse(answer.body);
      const { amount, message = '', payerAlias } = request;
      const isByNumber = payerAlias !== undefined;
      const sale: Sale = { paymentId, reference, amount, message, isByNumber, flow: flows.take(flow, visitor) };
      sales.set(paymentId, { visitor, sale });
      return { status: 201, body: sale, calls, remembers: true };
    },

    /** What was asked for, and the flow in which the payer follows it. */
    read(paymentId: string, visitor: string): Answer {
      const sale = saleOf(paymentId, visitor);
      return sale ? { status: 200, body: sale } : unknownPayment();
    },

    /** Cancels a payment, or pays some of it back. An unknown word is a 404. */
    async act(paymentId: string, deed: string, body: unknown, visitor: string): Promise<Answer> {
      if (!saleOf(paymentId, visitor)) return unknownPayment();
      const path = `/v1/swish/payments/${encodeURIComponent(paymentId)}`;
      const calls: Call[] = [];
      if (deed === ('cancel' satisfies SwishDeed)) return passOn(await sluss(calls, 'DELETE', path), calls);
      if (deed !== ('refund' satisfies SwishDeed)) return problem(404, 'not-found', 'The desk has no such button.');
      const parsed = refund.safeParse(body);
      if (!parsed.success) return misunderstood();
      const { key, amount } = parsed.data;
      const request = { amount, merchantReference: merchantReference(key) };
      return passOn(await sluss(calls, 'POST', `${path}/refunds`, { body: request, key }), calls);
    },
  };
}
