import { paymentAnswer } from '../../functions/swedbank-pay/answers.ts';
import { ledgerSnapshotOf } from '../../functions/swedbank-pay/ledger.ts';
import { isLocked, isOpen, type Payment } from '../../local/simulators/swedbank-pay/payment.ts';
import { Problem } from '../../local/simulators/swedbank-pay/problems.ts';
import { paymentBody } from '../../local/simulators/swedbank-pay/views.ts';
import type { Snapshot } from '../../shared/payment.ts';
import { SwedbankPaySimulator } from '../fakes/swedbank-pay.ts';
import { capture, reversal } from '../unit/simulators/swedbank-pay/bodies.ts';

/** So old can be what a read shows; an operation lapses after ten minutes. */
const staleSeconds = 120;

/** A payment at the simulator, with its history, and what happens to it there without us. */
export class PaymentAtProvider {
  readonly simulator: SwedbankPaySimulator;
  readonly handle: string;
  readonly #guid: string;
  readonly #now: () => number;
  /** Each version, and since when. */
  readonly #versions: { readonly since: number; readonly payment: Payment }[] = [];

  /** @param now seconds */
  constructor(payeeReference: string, now: () => number) {
    this.#now = now;
    this.simulator = new SwedbankPaySimulator(() => now() * 1000);
    const { guid, handle } = this.simulator.unpaid(payeeReference);
    this.#guid = guid;
    this.handle = handle;
    this.note();
  }

  get truth(): Payment {
    return this.simulator.store.get(this.#guid);
  }

  /** The same in the ledger's words. */
  get truthInLedgerWords(): Snapshot {
    return ledgerSnapshotOf(paymentAnswer.parse(paymentBody(this.truth, { origin: '', expand: 'transactions' })));
  }

  get isLocked(): boolean {
    return isLocked(this.truth);
  }

  /** Remembers the version that there is now. */
  note(): void {
    if (this.#versions.at(-1)?.payment !== this.truth) this.#versions.push({ since: this.#now(), payment: this.truth });
  }

  /** The provider ends what it left open. */
  settle(state: 'Completed' | 'Failed'): void {
    const open = this.truth.transactions.find(isOpen);
    if (open) this.simulator.store.settle(this.#guid, open.id, { state });
    this.note();
  }

  pay(): void {
    this.#ifPossible(() => this.simulator.store.attemptByPayer(this.#guid));
  }

  /** Somebody else does something with the payment, in the provider's own pages. */
  elsewhere(kind: 'capture' | 'reversal', amount: number): void {
    const { store } = this.simulator;
    this.#ifPossible(() =>
      kind === 'capture' ? store.capture(this.#guid, capture(amount)) : store.reverse(this.#guid, reversal(amount)),
    );
  }

  #ifPossible(act: () => unknown): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    this.note();
  }

  /** The body of an answer, up to so many versions old. */
  read(url: URL, versionsBack: number): unknown {
    let index = this.#versions.length - 1;
    const oldest = index - versionsBack;
    while (index > oldest && this.#isRecent(index - 1)) index -= 1;
    const payment = this.#versions[index]?.payment ?? this.truth;
    return paymentBody(payment, { origin: '', expand: url.searchParams.get('$expand') ?? '' });
  }

  /** Whether the version was the newest one a short while ago. */
  #isRecent(index: number): boolean {
    const next = this.#versions[index + 1];
    return index >= 0 && next !== undefined && this.#now() - next.since <= staleSeconds;
  }
}
