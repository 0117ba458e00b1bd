import * as z from 'zod';
import type { Openness, Snapshot, Transaction, TransactionType } from '../../shared/payment.ts';
import type { PaymentProvider } from '../../shared/payment-provider.ts';
import { ProviderRejected } from '../../shared/provider-error.ts';
import { providerPaymentId, type Payment } from './answers.ts';
import { createBody } from './builders.ts';
import { payerLinksOf } from './calls.ts';
import type { SwedbankPayClient } from './client.ts';
import { createRequest } from './requests.ts';
import { snapshotOf } from './snapshot.ts';

/** A client that also knows whose payments it makes. */
export interface SwedbankPay {
  readonly client: SwedbankPayClient;
  readonly payeeId: string;
}

const types: ReadonlyMap<string, TransactionType> = new Map([
  ['Authorization', 'authorization'],
  ['Capture', 'capture'],
  ['Cancellation', 'cancellation'],
  ['Reversal', 'reversal'],
  ['Verification', 'verification'],
]);

/** `Initialized`, `AwaitingActivity`, `Pending` and whatever comes to be: open, and never taken for a success (section 15). */
const transactionStateOf = (state: string): Transaction['state'] =>
  state === 'Completed' ? 'completed' : state === 'Failed' ? 'failed' : 'open';

const openness: ReadonlyMap<string, Openness> = new Map([
  ['Ready', 'open'],
  ['Pending', 'pending'],
  ['Aborted', 'aborted'],
  ['Failed', 'failed'],
]);

/** One read in the ledger's words (swedbank-pay.md sections 8 and 15). */
const ledgerSnapshotOf = (payment: Payment): Snapshot => {
  const { state, operations, transactions } = snapshotOf(payment);
  return {
    openness: openness.get(state) ?? 'unknown',
    operations,
    transactions: transactions.map(({ type, state: transactionState, ...rest }) => ({
      ...rest,
      type: types.get(type) ?? 'other',
      state: transactionStateOf(transactionState),
    })),
  };
};

/** The callback's body (section 16): only the payment's path is read, and only as a candidate. */
const ring = z.looseObject({ payment: z.looseObject({ id: providerPaymentId }) });

/** Tokens that can charge somebody are not kept yet, so nothing can be asked for that needs one. */
const request = createRequest
  .refine(({ operation }) => operation !== 'Recur', { path: ['operation'], error: 'Recur is not offered yet' })
  .refine((wanted) => !('paymentTokenOf' in wanted), { path: ['paymentTokenOf'], error: 'is not offered yet' });

export const payments: PaymentProvider<SwedbankPay> = {
  creation: {
    route: 'POST /v1/swedbank-pay/payments',
    summary: 'Create an invoice payment',
    request,
    create: async ({ client, payeeId }, body, { payeeReference, callbackUrl, payerReference }) => {
      const wanted = request.parse(body);
      const raw = wanted.payerReference;
      const payment = await client.create(
        createBody(wanted, {
          payeeId,
          payeeReference,
          callbackUrl,
          ...(raw === undefined ? {} : { payerReference: payerReference(raw) }),
        }),
      );
      return { providerPaymentId: payment.id, payer: payerLinksOf(payment) };
    },
  },

  read: async ({ client }, handle) => {
    try {
      const payment = await client.get(handle, ['transactions', 'payeeInfo']);
      return { payeeReference: payment.payeeInfo?.content?.payeeReference, snapshot: ledgerSnapshotOf(payment) };
    } catch (error) {
      if (error instanceof ProviderRejected && error.httpStatus === 404) return undefined;
      throw error;
    }
  },

  payerLinks: async ({ client }, handle) => payerLinksOf(await client.get(handle)),

  handleIn: (body) => ring.safeParse(body).data?.payment.id,
};
