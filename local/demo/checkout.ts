import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { createdPaymentAnswer } from '../../shared/payment-answer.ts';
import { misunderstood, passOn, problem, type Answer } from './answer.ts';
import type { Call, CreatedPayment } from './page/shapes.ts';
import type { Sluss } from './sluss.ts';

/** What the shop sells. The phone number is the published Norwegian test person's (swedbank-pay.md 23). */
const goods = {
  operation: 'FinancingConsumer',
  country: 'NO',
  currency: 'NOK',
  amount: 150_000,
  vatAmount: 30_000,
  description: 'Berth 14, one season',
  payeeName: 'Slussholmen',
  prefill: { msisdn: '+4798765432' },
};

interface Order {
  number: string;
  key: string;
  request: object;
  paymentId: string;
}

const asked = z.strictObject({ paymentId: z.string().optional() });

/** What a merchant's server does for a payer: creates the payment of an order, and knows the order when the payer is back. */
export function openCheckout(sluss: Sluss, shopUrl: () => string) {
  const orders = new Map<string, Order>();

  const newOrder = (userAgent: string, language: string) => {
    const number = randomUUID().slice(0, 8);
    const back = `${shopUrl()}/shop/return/${number}`;
    return {
      number,
      key: randomUUID(),
      request: {
        ...goods,
        // Sweden's language is not offered to Norwegian payers (swedbank-pay.md 5.1).
        language: language.startsWith('sv') ? 'nb-NO' : 'en-US',
        userAgent,
        orderReference: number,
        merchantReference: `order-${number}`,
        urls: { completeUrl: back, cancelUrl: back, hostUrls: [shopUrl()] },
      },
    };
  };

  return {
    /** Creates a payment. With the id of one that is there, the same request again gives its links again, and no second payment. */
    async pay(body: unknown, userAgent: string, language: string): Promise<Answer> {
      const parsed = asked.safeParse(body);
      if (!parsed.success) return misunderstood();
      const { paymentId } = parsed.data;
      const known = [...orders.values()].find((order) => order.paymentId === paymentId);
      const { number, key, request } = known ?? newOrder(userAgent, language);
      const calls: Call[] = [];
      const answer = await sluss(calls, 'POST', '/v1/swedbank-pay/payments', { body: request, key });
      if (answer.status !== 201) return passOn(answer, calls);
      const created: CreatedPayment = createdPaymentAnswer.parse(answer.body);
      orders.set(number, { number, key, request, paymentId: created.paymentId });
      return { status: 201, body: created, calls };
    },

    /** The payer is back, which says nothing of whether they have paid. */
    comeBack(number: string): Answer {
      const order = orders.get(number);
      if (!order) return problem(404, 'not-found', 'The shop knows no such order.');
      return { status: 303, body: {}, location: `/shop?paymentId=${order.paymentId}` };
    },
  };
}
