import { changePayment } from './payment-change.ts';
import type { StoredPayment } from './payment-item.ts';
import type { Table } from './table.ts';

/** The creations of payments whose handle we choose: each write needs the lease that the payment was read with. */
export class ChosenHandles {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** Takes over a creation whose holder's lease has ended. @returns undefined when another did */
  async takeOver(payment: StoredPayment, leaseUntil: number): Promise<StoredPayment | undefined> {
    return this.#change(payment, {
      set: ['creationLeaseUntil = :leaseUntil', 'version = version + :one', 'dueAt = :leaseUntil'],
      values: { ':leaseUntil': leaseUntil, ':one': 1 },
      what: 'creation taken over',
    });
  }

  /** The holder has stopped without knowing what became of it: whoever asks next may take over at once. */
  async release(payment: StoredPayment, now: number): Promise<StoredPayment | undefined> {
    return this.#change(payment, {
      set: ['creationLeaseUntil = :now', 'version = version + :one'],
      values: { ':now': now, ':one': 1 },
      what: 'creation unanswered',
    });
  }

  /**
   * The payment is to be another one at the provider: from now on nothing that is read of the former counts.
   * @param handle of the other one
   */
  async choose(payment: StoredPayment, attempt: number, handle: string): Promise<StoredPayment | undefined> {
    return this.#change(payment, {
      set: ['candidate = :handle', 'attempt = :attempt', 'version = version + :one'],
      remove: ['providerPaymentId'],
      values: { ':handle': handle, ':attempt': attempt, ':one': 1 },
      what: `attempt ${attempt}`,
    });
  }

  /** It is made, and its payer can go on. */
  async finish(
    payment: StoredPayment,
    providerPaymentId: string,
    operations: readonly string[],
  ): Promise<StoredPayment | undefined> {
    return this.#change(payment, {
      set: ['providerPaymentId = :id', 'known.operations = :operations'],
      remove: ['candidate', 'creationLeaseUntil'],
      values: { ':id': providerPaymentId, ':operations': operations },
      what: 'found at the provider',
    });
  }

  #change(
    { paymentId, creationLeaseUntil }: StoredPayment,
    { values, ...change }: Omit<Parameters<typeof changePayment>[2], 'condition'>,
  ): Promise<StoredPayment | undefined> {
    return changePayment(this.#table, paymentId, {
      ...change,
      condition: 'creationLeaseUntil = :lease',
      values: { ...values, ':lease': creationLeaseUntil },
    });
  }
}
