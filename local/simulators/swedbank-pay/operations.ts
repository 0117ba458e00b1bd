import { amountsOf, countryOf, isOpen, openAttemptOf, stateOf, successOf, type Payment } from './payment.ts';

export const paymentsPath = '/psp/invoice/payments';

/** The payment's `id`: a path without the host. */
export const idOf = ({ id }: Pick<Payment, 'id'>) => `${paymentsPath}/${id}`;

/** The verb of the payer's page in its URL and in the relations of its operations. */
const pages = {
  FinancingConsumer: { path: 'authorize', noun: 'authorization' },
  Verify: { path: 'verify', noun: 'verification' },
} as const;

type Link = [rel: string, method: string, path: string, contentType?: string];

/** Where the payer's page is, on the origin that serves it; undefined for a Recur, which has no payer. */
export function pagePathOf({ request, pageToken }: Payment): string | undefined {
  const { operation } = request.payment;
  return operation === 'Recur' ? undefined : `/invoice/payments/${pages[operation].path}/${pageToken}`;
}

/** The payment's operations by its state (swedbank-pay.md 6); what is locked is still listed (inferred). */
export function operationsOf(payment: Payment, origin: string) {
  return linksOf(payment).map(([rel, method, path, contentType = 'application/json']) => ({
    method,
    href: origin + path,
    rel,
    contentType,
  }));
}

/** Whether the payment offers an operation now. */
export const offers = (payment: Payment, rel: string) => linksOf(payment).some(([offered]) => offered === rel);

function linksOf(payment: Payment): Link[] {
  const id = idOf(payment);
  if (payment.abortReason !== undefined) return [['aborted-payment', 'GET', `${id}/aborted`]];
  if (payment.failure) return [['failed-payment', 'GET', `${id}/failed`, 'application/problem+json']];
  if (!successOf(payment)) return linksBeforeSuccess(payment);
  return [...moneyLinks(payment), ['paid-payment', 'GET', `${id}/paid`]];
}

function moneyLinks(payment: Payment): Link[] {
  const id = idOf(payment);
  const { remaining, reversible } = amountsOf(payment);
  const links: Link[] = [];
  if (stateOf(payment) === 'Pending' || payment.transactions.some(isOpen)) return links;
  if (remaining > 0) {
    links.push(['create-cancellation', 'POST', `${id}/cancellations`], ['create-capture', 'POST', `${id}/captures`]);
  }
  if (reversible > 0) links.push(['create-reversal', 'POST', `${id}/reversals`]);
  return links;
}

function linksBeforeSuccess(payment: Payment): Link[] {
  const { operation } = payment.request.payment;
  if (operation === 'Recur' || stateOf(payment) === 'Pending') return [];
  // Whoever was sent away to confirm comes back to the page; a second attempt beside it would pay twice (inferred).
  if (openAttemptOf(payment)) return pageLinks(payment, operation);
  const id = idOf(payment);
  const abort: Link = ['update-payment-abort', 'PATCH', id];
  if (operation === 'Verify') {
    return [abort, ['create-verification', 'POST', `${id}/verifications`], ...pageLinks(payment, operation)];
  }
  const direct: Link[] = [['create-authorization', 'POST', `${id}/authorizations`], abort];
  // No register is asked for Finland (swedbank-pay.md 7).
  if (countryOf(payment) !== 'FI') {
    direct.unshift(['create-approved-legal-address', 'POST', `${id}/approvedlegaladdress`]);
  }
  return [...direct, ...pageLinks(payment, operation)];
}

function pageLinks(payment: Payment, operation: keyof typeof pages): Link[] {
  const { path, noun } = pages[operation];
  const { hostUrls = [] } = payment.request.payment.urls;
  const links: Link[] = [[`redirect-${noun}`, 'GET', `/invoice/payments/${path}/${payment.pageToken}`, 'text/html']];
  if (hostUrls.length > 0) {
    const script = `/invoice/core/scripts/client/px.invoice.client.js?token=${payment.pageToken}&operation=${path}`;
    links.push([`view-${noun}`, 'GET', script, 'application/javascript']);
  }
  return links;
}
