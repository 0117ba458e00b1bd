import type { PaymentOperation } from '../../shared/payment-provider.ts';
import { OperationNotOffered, ProviderRejected } from '../../shared/provider-error.ts';
import { kronorOf } from './amounts.ts';
import type { PaymentRequest, Refund } from './answers.ts';
import { instructionUuid } from './instruction-uuid.ts';
import { snapshotOf } from './ledger.ts';
import { refundRequest } from './requests.ts';
import type { Swish } from './swish.ts';

/** A payment request and those of its refunds that are looked for: Swish lists none (swish.md 14). */
export const readWithRefunds = async (
  { client }: Swish,
  id: string,
  references: readonly string[],
): Promise<{ payment: PaymentRequest; refunds: readonly Refund[] } | undefined> => {
  const payment = await client.get(id);
  if (!payment) return undefined;
  const found = await Promise.all(references.map((reference) => client.getRefund(instructionUuid(reference))));
  return { payment, refunds: found.filter((each) => each !== undefined) };
};

/** Pays some or all of a payment back (swish.md 14). Swish carries it out later, and may still fail it. */
export const refundPayment: PaymentOperation<Swish> = {
  type: 'reversal',
  route: 'POST /v1/swish/payments/{paymentId}/refunds',
  summary: 'Pay back some or all of what was paid',
  request: refundRequest,
  isSlow: false,
  open: async (swish, handle, references) => {
    const read = await readWithRefunds(swish, handle, references);
    if (!read) throw new ProviderRejected(404);
    const { payment, refunds } = read;
    return {
      snapshot: snapshotOf(payment, refunds),
      send: async (body, payeeReference) => {
        const { amount, message } = refundRequest.parse(body);
        if (payment.status !== 'PAID' || payment.paymentReference === undefined)
          throw new OperationNotOffered('reversal', []);
        const id = instructionUuid(payeeReference);
        await swish.client.refund(id, {
          originalPaymentReference: payment.paymentReference,
          payerPaymentReference: payeeReference,
          // The payment's own: a ring about either is a ring about the payment.
          callbackUrl: payment.callbackUrl,
          payerAlias: swish.payeeAlias,
          amount: kronorOf(amount),
          currency: 'SEK',
          message,
        });
        const created = new Date().toISOString();
        return { id, type: 'reversal', state: 'open', amount, vatAmount: 0, payeeReference, created };
      },
    };
  },
};
