import type { Payment } from './payment.ts';
import { notFound } from './problems.ts';

/** The payments, each as it is now and as it was one change ago. */
export interface Versions {
  put: (payment: Payment) => Payment;
  /** By GUID in any case; an unknown one is refused with 404. */
  get: (id: string) => Payment;
  /** What a stale read shows. */
  previous: (id: string) => Payment;
  byPageToken: (token: string) => Payment | undefined;
  newestFirst: () => Payment[];
  clear: () => void;
}

export function paymentVersions(): Versions {
  const payments = new Map<string, { current: Payment; previous: Payment }>();
  const byPageToken = new Map<string, string>();

  function stored(id: string) {
    const found = payments.get(id.toLowerCase());
    if (!found) throw notFound('The payment');
    return found;
  }

  return {
    put(payment) {
      payments.set(payment.id, { current: payment, previous: payments.get(payment.id)?.current ?? payment });
      byPageToken.set(payment.pageToken, payment.id);
      return payment;
    },
    get: (id) => stored(id).current,
    previous: (id) => stored(id).previous,
    byPageToken(token) {
      const id = byPageToken.get(token);
      return id === undefined ? undefined : stored(id).current;
    },
    newestFirst: () => [...payments.values()].map(({ current }) => current).reverse(),
    clear() {
      payments.clear();
      byPageToken.clear();
    },
  };
}
