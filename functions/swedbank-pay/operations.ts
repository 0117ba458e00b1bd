import type * as z from 'zod';
import type { OperationType } from '../../shared/payment-item.ts';
import type { PaymentOperation } from '../../shared/payment-provider.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Payment } from './answers.ts';
import { authorizationBody, cancellationBody, captureBody, reversalBody } from './builders.ts';
import { authorize, cancel, capture, reverse, type Call } from './calls.ts';
import { authorizationRequest } from './consumer-requests.ts';
import { ledgerSnapshotOf, ledgerTransactionOf } from './ledger.ts';
import { cancellationRequest, captureRequest, reversalRequest } from './operation-requests.ts';
import type { SwedbankPay } from './swedbank-pay.ts';
import type { TransactionItem } from './transaction-answers.ts';

interface Described<Request, Body> {
  readonly type: OperationType;
  readonly path: string;
  readonly summary: string;
  readonly request: z.ZodType<Request & { readonly merchantReference?: string | undefined }>;
  readonly call: Call<Body, TransactionItem>;
  readonly isSlow?: boolean;
  readonly bodyOf: (request: Request, payeeReference: string) => Body;
  /** Refuses what the payment cannot take, before it counts as a failure at the provider. */
  readonly check?: (request: Request, payment: Payment) => void;
}

const operation = <Request, Body>(described: Described<Request, Body>): PaymentOperation<SwedbankPay> => {
  const { type, path, summary, request: schema, call, isSlow = false, bodyOf, check } = described;
  return {
    type,
    route: `POST /v1/swedbank-pay/payments/{paymentId}/${path}`,
    summary,
    request: schema,
    isSlow,
    open: async ({ client }, handle) => {
      const payment = await client.get(handle, ['transactions']);
      return {
        snapshot: ledgerSnapshotOf(payment),
        send: async (body, payeeReference) => {
          const request = schema.parse(body);
          check?.(request, payment);
          return ledgerTransactionOf(await client.operate(payment, call, bodyOf(request, payeeReference)));
        },
      };
    },
  };
};

const atMost = (amount: number, remaining: number, what: string): void => {
  if (amount <= remaining) return;
  throw new ProblemError('invalid-request', {
    fields: [{ field: 'amount', message: `must not exceed what is left to ${what}: ${remaining}` }],
  });
};

/** What makes transactions (swedbank-pay.md sections 8 to 11). */
export const operations: readonly PaymentOperation<SwedbankPay>[] = [
  operation({
    type: 'authorization',
    path: 'authorizations',
    summary: 'Authorize a payment directly, with what the payer has told you',
    request: authorizationRequest,
    call: authorize,
    isSlow: true,
    bodyOf: authorizationBody,
  }),
  operation({
    type: 'capture',
    path: 'captures',
    summary: 'Capture some or all of what is authorized',
    request: captureRequest,
    call: capture,
    bodyOf: captureBody,
    check: ({ amount }, { remainingCaptureAmount }) => {
      if (remainingCaptureAmount > 0) atMost(amount, remainingCaptureAmount, 'capture');
    },
  }),
  operation({
    type: 'cancellation',
    path: 'cancellations',
    summary: 'Cancel all that is not captured',
    request: cancellationRequest,
    call: cancel,
    bodyOf: cancellationBody,
  }),
  operation({
    type: 'reversal',
    path: 'reversals',
    summary: 'Pay back some or all of what is captured',
    request: reversalRequest,
    call: reverse,
    bodyOf: reversalBody,
    check: ({ amount }, { remainingReversalAmount }) => {
      if (remainingReversalAmount > 0) atMost(amount, remainingReversalAmount, 'reverse');
    },
  }),
];
