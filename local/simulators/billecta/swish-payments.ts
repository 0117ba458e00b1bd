import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { billectaError } from './errors.ts';
import type { PayableInvoice, ToPay } from './invoicing/payable.ts';

export interface SwishState {
  status: 'Created' | 'Paid' | 'Declined' | 'Cancelled' | 'Error';
  errorCode: string | null;
  at: number | null;
}

export interface SwishPayment {
  readonly publicId: string;
  readonly invoice: PayableInvoice;
  /** `46…`; without it the app is opened by the token (billecta.md 4, inferred). */
  readonly phone: string | null;
  readonly token: string | null;
  readonly createdAt: number;
  ending: SwishState | null;
  /** What polls answer whatever the state is. */
  forced: string | null;
}

export interface SwishPayments {
  start(invoiceId: string, phone: string | null): SwishPayment;
  find(publicId: string): SwishPayment | undefined;
  newestFirst(): SwishPayment[];
  stateOf(payment: SwishPayment): SwishState;
  /** Ends it as the payer or Swish does; a payment that has ended stays as it is. @returns whether it did */
  end(payment: SwishPayment, ending: Omit<SwishState, 'at'>): boolean;
  clear(): void;
}

/** Swish itself gives up after five and a half minutes (swish.md 11). */
const toFinish = 330_000;

/** Payments at the clock's time. A payer has one open request at a time (swish.md 9.1, RP06). */
export function swishPayments(toPay: ToPay, clock: Clock): SwishPayments {
  const payments = new Map<string, SwishPayment>();
  const stateOf = ({ ending, createdAt }: SwishPayment): SwishState => {
    if (ending) return ending;
    return clock.now() - createdAt < toFinish
      ? { status: 'Created', errorCode: null, at: null }
      : { status: 'Error', errorCode: 'TM01', at: createdAt + toFinish };
  };
  return {
    stateOf,
    start(invoiceId, phone) {
      const invoice = toPay(invoiceId);
      const isOpen = (other: SwishPayment) => other.phone === phone && stateOf(other).status === 'Created';
      // Inferred: that Billecta passes Swish's code on, under this name.
      if (phone !== null && [...payments.values()].some(isOpen))
        throw billectaError(400, 'The payer has an open payment request', 'RP06');
      const payment = {
        publicId: randomUUID(),
        invoice,
        phone,
        token: phone === null ? randomUUID().replaceAll('-', '') : null,
        createdAt: clock.now(),
        ending: null,
        forced: null,
      };
      payments.set(payment.publicId, payment);
      return payment;
    },
    find: (publicId) => payments.get(publicId),
    newestFirst: () => [...payments.values()].reverse(),
    end(payment, ending) {
      if (stateOf(payment).status !== 'Created') return false;
      payment.ending = { ...ending, at: clock.now() };
      payment.forced = null;
      if (ending.status === 'Paid') payment.invoice.pay();
      return true;
    },
    clear: () => payments.clear(),
  };
}
