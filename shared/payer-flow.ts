import type { PollableFlow, View } from './polling-flow.ts';
import type { StoredPayment } from './payment-item.ts';

/** What a payer's flow asks: the payment, as a ring would have it looked at. */
export interface PaymentDesk {
  /** Reads the provider's truth and what the ledger makes of it; a fault of the provider leaves it as it was. */
  sync(paymentId: string): Promise<StoredPayment>;
  /** Asks the provider to end a payment that nobody has paid. */
  abort(paymentId: string): Promise<void>;
}

/**
 * How a payer follows a payment in an app: a flow that starts with the payment, whose reference is the payment's id and
 * whose looks are syncs. So poll and callback do the same.
 */
export interface PayerFlow extends PollableFlow<PaymentDesk, string, unknown, PayerMemory> {
  /** What is shown first. */
  readonly begin: (
    memory: PayerMemory,
    returnUrl: string | undefined,
  ) => { readonly hint: string; readonly view: View };
}

/** What opens the app; nothing where the payer opens it without. */
export interface PayerMemory {
  readonly appToken?: string | undefined;
}
