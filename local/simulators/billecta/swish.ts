import * as z from 'zod';
import { inferredPaths, pathnameOf } from '../../../functions/billecta/paths.ts';
import { controlBody, controlError } from '../control.ts';
import { json, type Route } from '../http.ts';
import type { ProviderRoute } from '../provider-routes.ts';
import { billectaError } from './errors.ts';
import { dateTime } from './identity.ts';
import type { SwishPayment, SwishPayments, SwishState } from './swish-payments.ts';

/** Accepts `07…`, `+46…` and `46…` (billecta.md 4, inferred), a code for Swish's own refusal (swish.md 9.1). */
function phoneOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const digits = text.replace(/^\+/, '').replace(/^0/, '46');
  if (!/^467\d{8}$/.test(digits)) throw billectaError(400, 'The phone number is not valid', 'BE18');
  return digits;
}

/** Swish for an invoice (billecta.md 4). Both paths are inferred. */
export const swishRoutes = (payments: SwishPayments): ProviderRoute[] => [
  {
    method: inferredPaths['swish-start'].method,
    path: pathnameOf(inferredPaths['swish-start'].path),
    operation: 'swish.start',
    unverified: 'path',
    handle: (request) =>
      json(200, {
        PublicId: payments.start(request.param('invoiceId'), phoneOf(request.query['phone'])).publicId,
      }),
  },
  {
    ...inferredPaths['swish-status'],
    operation: 'swish.poll',
    unverified: 'path',
    handle(request) {
      const payment = payments.find(request.param('paymentId'));
      if (!payment) throw billectaError(404, 'The payment was not found');
      return json(200, statusView(payment, payments.stateOf(payment)));
    },
  },
];

/** SwishPaymentStatusView. */
const statusView = (payment: SwishPayment, { status, errorCode, at }: SwishState) => ({
  PaymentRequestToken: payment.token,
  Status: payment.forced ?? status,
  PaidDate: status === 'Paid' && at !== null ? dateTime(at) : null,
  Created: dateTime(payment.createdAt),
  Amount: payment.invoice.amount,
  RefundedAmount: null,
  ErrorMessage: errorCode === null ? null : 'The payment has failed',
  ErrorCode: errorCode,
});

const failure = z.strictObject({ code: z.string().min(1) });
const rawStatus = z.strictObject({ status: z.string() });

/** The part of the control API that plays the payer's phone, and Swish. */
export function swishControlRoutes(payments: SwishPayments): Route[] {
  const onPayment = (action: string, act: (payment: SwishPayment, body: unknown) => void): Route => ({
    method: 'POST',
    path: `/_simulator/swish-payments/{publicId}/${action}`,
    handle(request) {
      const payment = payments.find(request.param('publicId'));
      if (!payment) throw controlError(404, 'No such payment');
      act(payment, request.body);
      return json(200, listed(payment, payments.stateOf(payment)));
    },
  });
  const ending = (action: string, stateFrom: (body: unknown) => Omit<SwishState, 'at'>) =>
    onPayment(action, (payment, body) => {
      if (!payments.end(payment, stateFrom(body))) throw controlError(409, 'The payment has ended');
    });
  return [
    {
      method: 'GET',
      path: '/_simulator/swish-payments',
      handle: () =>
        json(200, { payments: payments.newestFirst().map((payment) => listed(payment, payments.stateOf(payment))) }),
    },
    ending('approve', () => ({ status: 'Paid', errorCode: null })),
    ending('decline', () => ({ status: 'Declined', errorCode: null })),
    ending('cancel', () => ({ status: 'Cancelled', errorCode: 'RP08' })),
    ending('timeout', () => ({ status: 'Error', errorCode: 'TM01' })),
    ending('error', (body) => ({ status: 'Error', errorCode: controlBody(failure, body).code })),
    onPayment('status', (payment, body) => {
      payment.forced = controlBody(rawStatus, body).status;
    }),
  ];
}

const listed = ({ publicId, invoice, phone, token, forced }: SwishPayment, { status, errorCode }: SwishState) => ({
  publicId,
  invoiceId: invoice.invoiceId,
  phone,
  token,
  status: forced ?? status,
  errorCode,
});
