import * as z from 'zod';
import type { PaymentProvider } from '../../shared/payment-provider.ts';
import { ProviderRejected } from '../../shared/provider-error.ts';
import type { Tokens } from '../../shared/token-vault.ts';
import { providerPaymentId, tokensOf, type Payment } from './answers.ts';
import { abortBody, tokenDeletionBody } from './builders.ts';
import { abort, payerLinksOf } from './calls.ts';
import { creationPlan } from './creation-plan.ts';
import { ledgerSnapshotOf } from './ledger.ts';
import { tokenDeletionRequest } from './operation-requests.ts';
import { operations } from './operations.ts';
import { paymentCalls } from './payment-calls.ts';
import type { SwedbankPay } from './swedbank-pay.ts';
import { createRequest } from './requests.ts';

/** The callback's body (section 16): only the payment's path is read, and only as a candidate. */
const ring = z.looseObject({ payment: z.looseObject({ id: providerPaymentId }) });

const madeTokens = (payment: Payment): Tokens => {
  const { paymentToken, recurrenceToken } = tokensOf(payment);
  return {
    ...(paymentToken === undefined ? {} : { paymentToken }),
    ...(recurrenceToken === undefined ? {} : { recurrenceToken }),
  };
};

export const payments: PaymentProvider<SwedbankPay> = {
  creation: {
    route: 'POST /v1/swedbank-pay/payments',
    summary: 'Create an invoice payment',
    request: createRequest,
    plan: (request) => creationPlan(createRequest.parse(request)),
  },

  hasSlowCalls: true,

  operations,

  abort: {
    name: 'abort',
    route: 'DELETE /v1/swedbank-pay/payments/{paymentId}',
    summary: 'Abort a payment that nobody has paid',
    request: z.strictObject({}),
    call: async ({ client }, handle) => {
      await client.operate(await client.get(handle), abort, abortBody({ reason: 'CancelledBySystem' }));
    },
  },

  calls: paymentCalls,

  numbersReferences: ({ settlesItself }) => settlesItself,

  tokenDeletion: {
    route: 'DELETE /v1/swedbank-pay/payments/{paymentId}/token',
    summary: 'Delete a token that a payment has made',
    request: tokenDeletionRequest,
    call: async ({ client }, token, request) => {
      try {
        await client.deleteToken(token, tokenDeletionBody(tokenDeletionRequest.parse(request)));
      } catch (error) {
        if (!(error instanceof ProviderRejected && error.httpStatus === 404)) throw error;
      }
    },
  },

  read: async ({ client }, handle, { withTokens = false }) => {
    try {
      const makers = withTokens ? (['authorizations', 'verifications'] as const) : [];
      const payment = await client.get(handle, ['transactions', 'payeeInfo', ...makers]);
      return {
        payeeReference: payment.payeeInfo?.content?.payeeReference,
        snapshot: ledgerSnapshotOf(payment),
        ...(withTokens ? { tokens: madeTokens(payment) } : {}),
      };
    } catch (error) {
      if (error instanceof ProviderRejected && error.httpStatus === 404) return undefined;
      throw error;
    }
  },

  payerLinks: async ({ client }, handle) => payerLinksOf(await client.get(handle)),

  handleIn: (body) => ring.safeParse(body).data?.payment.id,
};
