import type { Happenings } from './happenings.ts';
import { idOf, offers } from './operations.ts';
import { openAttemptOf, stateOf, successOf, type Outcome, type Payment } from './payment.ts';
import type { Settings } from './settings.ts';
import type { PaymentStore } from './store.ts';

/** What the payer can do. */
export interface PayerActions {
  complete(id: string): Payment;
  /** With `final` it was the last attempt. */
  fail(id: string, final: boolean): Payment;
  cancel(id: string): Payment;
}

/** The payer's part, played by the hosted page or by a test. Refusals are thrown as Problem. */
export function payerActions(store: PaymentStore, settings: Settings, { soon }: Happenings): PayerActions {
  const attempt = (id: string, outcome?: Outcome) => {
    const type = store.get(id).request.payment.operation === 'Verify' ? 'Verification' : 'Authorization';
    if (outcome) return store.attemptByPayer(id, outcome).payment;
    return soon(type, (planned) => store.attemptByPayer(id, planned)).payment;
  };
  return {
    complete: (id) => attempt(id),
    fail: (id, final) => attempt(id, { state: 'Failed', final }),
    cancel(id) {
      if (settings.values.payerCancel === 'stays' || !offers(store.get(id), 'update-payment-abort'))
        return store.get(id);
      return store.abort(id, { payment: { operation: 'Abort', abortReason: 'CancelledByConsumer' } });
    },
  };
}

/** What the page tells the shop that embeds it (swedbank-pay.md 19). */
export interface ViewEvent {
  event:
    'onPaymentPending' | 'onPaymentCompleted' | 'onPaymentCanceled' | 'onPaymentFailed' | 'onPaymentTransactionFailed';
  data: { id: string; redirectUrl?: string | undefined; details?: string };
}

const ends = new Set<ViewEvent['event']>(['onPaymentCompleted', 'onPaymentCanceled', 'onPaymentFailed']);

/** Whether there is nothing left for the payer to do. */
export const isOver = (event: ViewEvent | undefined) => event !== undefined && ends.has(event.event);

/** How the payment stands for its payer; undefined while it waits for a first attempt. */
export function standing(payment: Payment): ViewEvent | undefined {
  const id = idOf(payment);
  const { completeUrl } = payment.request.payment.urls;
  if (successOf(payment)) return { event: 'onPaymentCompleted', data: { id, redirectUrl: completeUrl } };
  switch (stateOf(payment)) {
    case 'Aborted':
      return canceled(payment);
    case 'Failed':
      return { event: 'onPaymentFailed', data: { id, redirectUrl: completeUrl } };
  }
  if (openAttemptOf(payment)) return { event: 'onPaymentPending', data: { id } };
  const details = payment.transactions.at(-1)?.failure?.failedErrorDescription;
  return details === undefined ? undefined : { event: 'onPaymentTransactionFailed', data: { id, details } };
}

/** Where a payer goes who cancels: `paymentUrl` wins over `cancelUrl`, so there may be nowhere (swedbank-pay.md 3). */
export function canceled(payment: Payment): ViewEvent {
  const { cancelUrl, paymentUrl } = payment.request.payment.urls;
  const redirectUrl = paymentUrl === undefined ? cancelUrl : undefined;
  return { event: 'onPaymentCanceled', data: { id: idOf(payment), redirectUrl } };
}
