import type { Clock } from '../clock.ts';
import { billectaError } from './errors.ts';
import { end, hasEnded, newOrder, type Order, type Subject } from './order.ts';

export interface Orders {
  start(subject: Subject, personalNumber: string | null): Order;
  /** Undefined for an unknown reference and for one that has been removed. */
  find(reference: string): Order | undefined;
  newestFirst(): Order[];
  clear: () => void;
}

/** Collected data is removed within 24 hours (billecta.md 2.4). */
const keptMilliseconds = 24 * 60 * 60 * 1000;

/** The orders that the provider holds at the clock's time. */
export function orderStore(clock: Clock): Orders {
  const orders = new Map<string, Order>();
  function kept(): Order[] {
    for (const { reference, createdAt } of orders.values()) {
      if (clock.now() - createdAt < keptMilliseconds) break;
      orders.delete(reference);
    }
    return [...orders.values()];
  }
  return {
    start(subject, personalNumber) {
      const now = clock.now();
      const open = kept().find((order) => order.personalNumber === personalNumber && !hasEnded(order, now));
      // Inferred: that Billecta passes BankID's rule on (bankid.md 4.3), the code under this name, for account lookups too.
      if (open && personalNumber !== null) {
        end(open, { status: 'Error', hintCode: 'cancelled' }, now);
        throw billectaError(400, 'The person has an order in progress already', 'alreadyInProgress');
      }
      const order = newOrder(subject, personalNumber, now);
      orders.set(order.reference, order);
      return order;
    },
    find(reference) {
      kept();
      return orders.get(reference);
    },
    newestFirst: () => kept().reverse(),
    clear: () => orders.clear(),
  };
}
