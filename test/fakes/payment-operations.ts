import * as z from 'zod';
import { nextPayeeNumber } from '../../shared/payee-number.ts';
import type { PaymentChanged } from '../../shared/payment-changed.ts';
import type { OperationType, StoredPayment } from '../../shared/payment-item.ts';
import {
  performOperation,
  type OperationDependencies,
  type OperationRequest,
  type Outcome,
} from '../../shared/payment-operation.ts';
import type { PaymentOperation, PaymentProvider } from '../../shared/payment-provider.ts';
import type { Transaction } from '../../shared/payment.ts';
import { ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { syncPayment, type SyncAnswer } from '../../shared/sync.ts';
import { macKey, World } from './world.ts';

export const paymentId = '0123456789abcdef0123456789abcdef';
const handle = '/payments/1';
export const leaseSeconds = 35;
export const lapseSeconds = 600;

export type Doing = 'capture' | 'cancellation' | 'reversal';
export const twin = new ProviderRejected(400, undefined, {
  code: 'provider-invalid-input',
  fields: [{ field: 'Transaction.PayeeReference', message: 'used before' }],
});
/** What is lost on its way, before or after it was done. */
export const lost = new ProviderUnavailable('no answer');
export const refused = new ProviderRejected(403, 'forbidden', { code: 'provider-forbidden' });

/** A provider in memory. What `before` and `after` throw comes over the call, ahead of the transaction or behind it. */
export class Provider {
  readonly transactions: Transaction[] = [
    { id: 'a', type: 'authorization', state: 'completed', amount: 1000, vatAmount: 0, created: '2026-11-21T09' },
  ];
  /** The references that it was asked with, of each call. */
  readonly asked: string[] = [];
  nextState: Transaction['state'] = 'completed';
  openFails: Error | undefined;
  before: () => void | Promise<void> = () => undefined;
  after: () => void | Promise<void> = () => undefined;
  readFails: Error | undefined;
  /** Whether reads show what there was before the first operation. */
  isStale = false;
  isNumbered = false;

  #snapshot() {
    const transactions = this.isStale ? this.transactions.slice(0, 1) : [...this.transactions];
    return { openness: 'open' as const, transactions, operations: [] };
  }

  operation(type: Doing): PaymentOperation<string> {
    return {
      type,
      route: `POST /v1/acme/payments/{paymentId}/${type}`,
      summary: type,
      request: z.object({}),
      isSlow: false,
      open: () => {
        if (this.openFails) return Promise.reject(this.openFails);
        return Promise.resolve({
          snapshot: this.#snapshot(),
          send: async (body, payeeReference) => {
            this.asked.push(payeeReference);
            await this.before();
            if (this.transactions.some((each) => each.payeeReference === payeeReference)) throw twin;
            const made = this.make(type, payeeReference, (body as { amount?: number }).amount ?? 0);
            await this.after();
            return made;
          },
        });
      },
    };
  }

  make(type: OperationType, payeeReference: string, amount: number): Transaction {
    const number = this.transactions.length;
    const made: Transaction = {
      id: `t${number}`,
      number,
      type,
      state: this.nextState,
      amount,
      vatAmount: 0,
      payeeReference,
      created: `2026-11-21T1${number}`,
    };
    this.transactions.push(made);
    return made;
  }

  /** Throws once, ahead of the next transaction or behind it. */
  once(when: 'before' | 'after', error: Error): void {
    this[when] = () => {
      this[when] = () => undefined;
      throw error;
    };
  }

  /** What operations have made. */
  get made(): readonly Transaction[] {
    return this.transactions.slice(1);
  }

  settle(state: Transaction['state']): void {
    const last = this.transactions.pop();
    if (last) this.transactions.push({ ...last, state });
  }

  read() {
    if (this.readFails) return Promise.reject(this.readFails);
    return Promise.resolve({ payeeReference: 'OURS1', snapshot: this.#snapshot() });
  }

  /** Only what operations need of it. */
  get payments(): PaymentProvider<string> {
    const payments = { read: () => this.read(), numbersReferences: () => this.isNumbered };
    return payments as unknown as PaymentProvider<string>;
  }
}

/** A merchant with one payment of 1000 that is authorized, at a provider in memory and in the ledger. */
export class Shop {
  readonly world = new World();
  readonly provider = new Provider();
  readonly told: PaymentChanged[] = [];
  readonly caughtUp: StoredPayment[] = [];

  async create(): Promise<void> {
    const { payments, now } = this.world;
    await payments.create(
      {
        paymentId,
        provider: 'acme',
        merchant: 'shop',
        merchantReference: 'basket-7',
        createdAt: now,
        payeeReference: 'OURS1',
        fingerprint: 'f',
      },
      now,
    );
    await payments.adopt(paymentId, handle);
    await this.sync();
  }

  async item(): Promise<StoredPayment> {
    const found = await this.world.payments.find(paymentId);
    if (!found) throw new Error('the payment is gone');
    return found;
  }

  sync(): Promise<SyncAnswer> {
    return syncPayment(
      { paymentId, watching: false },
      {
        store: this.world.payments,
        read: () => this.provider.read(),
        vault: { seal: () => Promise.reject(new Error('there are no tokens')) },
        publish: (events) => {
          this.told.push(...events);
          return Promise.resolve(events.map(({ eventId }) => eventId));
        },
        now: () => this.world.now,
      },
    );
  }

  async perform(
    type: Doing = 'capture',
    change: Partial<OperationRequest> = {},
    others: Partial<OperationDependencies<string>> = {},
  ): Promise<Outcome> {
    return performOperation(
      this.provider.operation(type),
      {
        payment: await this.item(),
        merchantReference: undefined,
        idempotencyKey: 'key-1',
        body: { amount: 100 },
        leaseSeconds,
        ...change,
      },
      {
        provider: 'acme',
        payments: this.provider.payments,
        store: this.world.payments,
        client: () => Promise.resolve('client'),
        watch: (call) => call,
        macKey: () => Promise.resolve(macKey),
        nextNumber: nextPayeeNumber(this.world.ledger, 'acme'),
        catchUp: (payment) => {
          this.caughtUp.push(payment);
          return Promise.resolve();
        },
        now: this.world.table.now,
        ...others,
      },
    );
  }
}
