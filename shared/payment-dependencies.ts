import type { PaymentProvider } from './payment-provider.ts';
import type { PaymentStore } from './payment-store.ts';

/** What creating a payment and operating on one have in common. */
export interface PaymentDependencies<Client> {
  readonly provider: string;
  readonly payments: PaymentProvider<Client>;
  readonly store: PaymentStore;
  readonly client: () => Promise<Client>;
  readonly watch: <Answer>(call: Promise<Answer>) => Promise<Answer>;
  readonly macKey: () => Promise<string>;
  /** The next payee reference of a merchant whose references are numbers. */
  readonly nextNumber: () => Promise<string>;
  /** Milliseconds, as Date.now. */
  readonly now: () => number;
}
