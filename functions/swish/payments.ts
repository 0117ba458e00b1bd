import * as z from 'zod';
import type { CreationPlan, PaymentProvider } from '../../shared/payment-provider.ts';
import { kronorOf } from './amounts.ts';
import type { PaymentBody } from './client.ts';
import { instructionUuid } from './instruction-uuid.ts';
import { snapshotOf } from './ledger.ts';
import { swishPayment } from './payer-flow.ts';
import { readWithRefunds, refundPayment } from './refunds.ts';
import { paymentRequest, type CreateRequest } from './requests.ts';
import type { Swish } from './swish.ts';

/** What a request for a payment comes to (seed 004, 4.2.1). */
const creationPlan = ({
  amount,
  message,
  payerAlias,
  payeePaymentReference,
  returnUrl,
}: CreateRequest): CreationPlan<Swish> => ({
  isSlow: false,
  wantsTokens: false,
  tokenOf: undefined,
  payeeReference: payeePaymentReference,
  returnUrl,
  // Only the creation's answer tells the token that opens Swish (swish.md 4).
  needsAnswer: payerAlias === undefined,
  create: async ({ client, payeeAlias }, { payeeReference, callbackUrl, handle }) => {
    const body: PaymentBody = {
      payeePaymentReference: payeeReference,
      callbackUrl,
      payerAlias,
      payeeAlias,
      amount: kronorOf(amount),
      currency: 'SEK',
      message,
    };
    const { location, paymentrequesttoken } = await (handle === undefined
      ? client.createV1(body)
      : client.create(handle, body));
    return {
      providerPaymentId: handle ?? location,
      operations: ['abort'],
      payer: { appToken: paymentrequesttoken },
    };
  },
});

export const payments: PaymentProvider<Swish> = {
  creation: {
    route: 'POST /v1/swish/payments',
    summary: 'Create a payment with Swish',
    request: paymentRequest,
    plan: (request) => creationPlan(paymentRequest.parse(request)),
  },

  handleFor: ({ version }, paymentId, attempt) =>
    version === 2 ? instructionUuid(`${paymentId}-${attempt}`) : undefined,

  hasSlowCalls: false,

  payerFlow: swishPayment,

  operations: [refundPayment],

  abort: {
    name: 'abort',
    route: 'DELETE /v1/swish/payments/{paymentId}',
    summary: 'Cancel a payment that nobody has paid',
    request: z.strictObject({}),
    call: ({ client }, handle) => client.cancel(handle),
  },

  calls: [],

  numbersReferences: () => false,

  read: async (swish, handle, { references }) => {
    const read = await readWithRefunds(swish, handle, references);
    return (
      read && {
        payeeReference: read.payment.payeePaymentReference,
        snapshot: snapshotOf(read.payment, read.refunds),
      }
    );
  },

  // It is chosen by us, or told by the creation; of an earlier attempt a ring may come late.
  handleIn: () => undefined,
};
