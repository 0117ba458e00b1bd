import * as z from 'zod';
import { controlBody, controlError } from '../control.ts';
import { json, type Route, type SimulatorRequest } from '../http.ts';
import type { Callbacks } from './callbacks.ts';
import { errorCodes } from './errors.ts';
import type { Payment, Payments } from './payments.ts';
import type { Refunds } from './refunds.ts';
import { settingsChange, type Settings } from './settings.ts';
import { paymentObject, refundObject } from './views.ts';

interface Controlled {
  payments: Payments;
  refunds: Refunds;
  settings: Settings;
  callbacks: Callbacks;
}

const seconds = z.number().nonnegative();
const approval = z.strictObject({
  payerAlias: z
    .string()
    .regex(/^[1-9]\d{7,14}$/)
    .optional(),
  bankSeconds: seconds.optional(),
});
const code = z.enum(errorCodes);
const failure = z.strictObject({
  code,
  /** After this long the money moves all the same; only after TM01 and DS24. */
  paidAfterSeconds: seconds.optional(),
});
const refundFailure = z.strictObject({ code });
const forged = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).default({}),
});

/** What a forger would send: about a payment that Swish does not know. */
const unknownPayment = { id: '0123456789ABCDEF0123456789ABCDEF', status: 'PAID' };

/** The part of the control API that plays payer, bank and forger, and sets how Swish behaves. */
export function paymentControlRoutes({ payments, refunds, settings, callbacks }: Controlled): Route[] {
  const control = (method: Route['method'], path: string, act: (request: SimulatorRequest) => unknown): Route => ({
    method,
    path: `/_simulator/${path}`,
    async handle(request) {
      const answer = await act(request);
      await callbacks.beforeAnswer();
      return json(200, answer);
    },
  });
  /** An action on what was found; what has ended is left as it is: 409. */
  const action =
    <T>(path: string, found: { find: (id: string) => T | undefined; shown: (item: T) => object }) =>
    (name: string, act: (item: T, body: unknown) => boolean) =>
      control('POST', `${path}/{id}/${name}`, ({ param, body }) => {
        const item = found.find(param('id'));
        if (!item) throw controlError(404, 'There is no such request');
        if (!act(item, body ?? {})) throw controlError(409, 'The request has ended, or cannot be changed so');
        return found.shown(item);
      });
  const onPayment = action('payments', { find: payments.find, shown: shownPayment });
  const onRefund = action('refunds', { find: refunds.find, shown: (refund) => refundObject(refund, 'Z') });

  return [
    control('GET', 'payments', ({ query }) => ({ payments: onPhone(payments, query).map(shownPayment) })),
    onPayment('approve', (payment, body) => payments.approve(payment, controlBody(approval, body))),
    onPayment('decline', (payment) => payments.decline(payment)),
    onPayment('timeout', (payment) => payments.fail(payment, 'TM01')),
    onPayment('error', (payment, body) => {
      const { code, paidAfterSeconds } = controlBody(failure, body);
      if (!payments.fail(payment, code)) return false;
      if (paidAfterSeconds !== undefined) payments.payLateAfter(payment, paidAfterSeconds);
      return true;
    }),
    onPayment('late-payment', (payment) => payments.payLate(payment)),
    control('GET', 'refunds', () => ({
      refunds: refunds.newestFirst().map((refund) => refundObject(refund, 'Z')),
    })),
    onRefund('error', (refund, body) => refunds.fail(refund, controlBody(refundFailure, body).code)),
    control('GET', 'settings', () => settings.values),
    control('POST', 'settings', ({ body }) => {
      settings.change(controlBody(settingsChange, body));
      return settings.values;
    }),
    control('GET', 'callbacks', () => ({ callbacks: callbacks.log() })),
    control('POST', 'callbacks', ({ body }) => {
      const { url, body: sent = unknownPayment, headers } = controlBody(forged, body);
      return callbacks.forge(url, sent, headers);
    }),
  ];
}

/** The requests that a query asks for: those of a payer's number, that of a token, or all. The newest first. */
export const onPhone = (payments: Payments, { payeralias, token }: Record<string, string>): Payment[] =>
  payments
    .newestFirst()
    .filter((payment) => payeralias === undefined || payment.request.payerAlias === payeralias)
    .filter((payment) => token === undefined || payment.token === token);

/** Everything about a payment. */
const shownPayment = (payment: Payment) => ({
  ...paymentObject(payment, 'Z'),
  token: payment.token,
  isSigning: payment.isSigning,
});
