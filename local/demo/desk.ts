import { randomUUID } from 'node:crypto';
import { paymentAnswer } from '../../shared/payment-answer.ts';
import { passOn, problem, type Answer } from './answer.ts';
import type { Call, Deed, Payment } from './page/shapes.ts';
import type { Sluss } from './sluss.ts';

/** The Norwegian rate, in hundredths of a percent; of a price that includes it, it is a fifth. */
const vatPercent = 2500;
const vatOf = (amount: number) => Math.round(amount / 5);

const captured = 50_000;
const reversed = 20_000;

const captureOf = (amount: number) => ({
  amount,
  vatAmount: vatOf(amount),
  description: 'Berth 14, one season',
  receiptReference: `demo-${randomUUID().slice(0, 8)}`,
  itemDescriptions: [{ amount, description: 'Berth 14, one season' }],
  vatSummary: [{ amount, vatPercent, vatAmount: vatOf(amount) }],
});

/** What a merchant's back office does with a payment that is there. Amounts are minor units. */
export function openDesk(sluss: Sluss) {
  const pathOf = (paymentId: string) => `/v1/swedbank-pay/payments/${encodeURIComponent(paymentId)}`;

  const read = async (calls: Call[], paymentId: string) =>
    sluss(calls, 'GET', `/v1/payments/${encodeURIComponent(paymentId)}`);

  const remainingCapture = async (calls: Call[], paymentId: string) =>
    paymentAnswer.safeParse((await read(calls, paymentId)).body).data?.amounts.remainingCapture ?? 0;

  const post = (calls: Call[], paymentId: string, kind: string, deed: Deed, request: object) =>
    sluss(calls, 'POST', `${pathOf(paymentId)}/${kind}`, { body: { ...request, merchantReference: `demo-${deed}` } });

  async function send(calls: Call[], paymentId: string, deed: Deed) {
    switch (deed) {
      case 'capture-part':
        return post(calls, paymentId, 'captures', deed, captureOf(captured));
      case 'capture-rest':
        return post(calls, paymentId, 'captures', deed, captureOf(await remainingCapture(calls, paymentId)));
      case 'cancel-rest':
        return post(calls, paymentId, 'cancellations', deed, { description: 'Season cut short' });
      case 'reverse-part':
        return post(calls, paymentId, 'reversals', deed, {
          amount: reversed,
          vatAmount: vatOf(reversed),
          description: 'Refund, berth 14',
        });
      case 'abort':
        return sluss(calls, 'DELETE', pathOf(paymentId));
    }
  }

  return {
    /** The payment as the ledger knows it. */
    async payment(paymentId: string): Promise<Answer> {
      const calls: Call[] = [];
      const answer = await read(calls, paymentId);
      if (answer.status !== 200) return passOn(answer, calls);
      const payment: Payment = paymentAnswer.parse(answer.body);
      return { status: 200, body: payment, calls };
    },

    /** 201 or 200: done; 202: the provider is still at it; else Sluss's problem. An unknown word is a 404. */
    async act(paymentId: string, deed: string): Promise<Answer> {
      if (!isDeed(deed)) return problem(404, 'not-found', 'The desk has no such button.');
      const calls: Call[] = [];
      return passOn(await send(calls, paymentId, deed), calls);
    },
  };
}

const deeds: readonly string[] = [
  'capture-part',
  'capture-rest',
  'cancel-rest',
  'reverse-part',
  'abort',
] satisfies Deed[];
const isDeed = (word: string): word is Deed => deeds.includes(word);
