import { callersOf } from '../../shared/callers.ts';
import { httpApi } from '../../shared/http.ts';
import { paymentEndpoints } from '../../shared/payment-endpoints.ts';
import type { StoredPayment } from '../../shared/payment-item.ts';
import { keys } from './aws.ts';
import { storedKey } from './stored-key.ts';
import { macKey, World } from './world.ts';

export const provider = 'swedbank-pay';
export const idOf = (number: number) => number.toString(16).padStart(32, '0');

const secret = {
  keys: [
    storedKey(keys.shop, 'shop', provider, 'results'),
    storedKey(keys.withoutResults, 'shop', 'billecta'),
    storedKey(keys.other, 'other', provider),
  ],
};

/** Payments in a fake ledger, and the function that lists, reads and looks at them. */
export class Payments {
  readonly world = new World();
  /** Seconds. */
  readonly start = this.world.now;
  /** What becomes of a payment while somebody waits, each time that they do. */
  meanwhile: () => void = () => undefined;
  isMachineDown = false;

  readonly handler = httpApi(
    paymentEndpoints({
      callers: callersOf({ get: () => Promise.resolve(secret) }, () => Promise.resolve(macKey)),
      table: this.world.ledger,
      store: this.world.payments,
      machineOf: (name) => {
        const machine = this.world.syncMachine(name);
        return this.isMachineDown ? { ...machine, catchUp: () => Promise.reject(new Error('no machine')) } : machine;
      },
      pause: (milliseconds) => {
        this.world.milliseconds += milliseconds;
        this.meanwhile();
        return Promise.resolve();
      },
    }),
  );

  /** One that was asked for `number` seconds after the start, and is in the ledger with `more`. */
  async create(number: number, more: Partial<StoredPayment> = {}): Promise<void> {
    const paymentId = idOf(number);
    await this.world.payments.create(
      {
        paymentId,
        provider,
        merchant: 'shop',
        createdAt: this.start + number,
        payeeReference: `OURS${number}`,
        fingerprint: 'f',
        wantsTokens: false,
      },
      this.start + number + 35,
    );
    this.set(number, { providerPaymentId: `/payments/${number}`, ...more });
  }

  async several(...numbers: number[]): Promise<void> {
    for (const number of numbers) await this.create(number);
  }

  /** As it lies in the ledger; what is undefined is taken away. */
  set(number: number, more: Partial<StoredPayment>): void {
    const { items } = this.world.ledgerDynamo;
    const pk = `payment#${idOf(number)}`;
    items.set(pk, JSON.parse(JSON.stringify({ ...items.get(pk), ...more })) as Record<string, unknown>);
  }

  find(number: number): Promise<StoredPayment | undefined> {
    return this.world.payments.find(idOf(number));
  }
}
