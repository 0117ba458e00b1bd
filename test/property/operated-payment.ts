import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { operations } from '../../functions/swedbank-pay/operations.ts';
import { payments } from '../../functions/swedbank-pay/payments.ts';
import { nextPayeeNumber } from '../../shared/payee-number.ts';
import type { PaymentChanged } from '../../shared/payment-changed.ts';
import type { StoredPayment } from '../../shared/payment-item.ts';
import { absorb, performOperation, type Outcome } from '../../shared/payment-operation.ts';
import { PaymentStore } from '../../shared/payment-store.ts';
import type { Known } from '../../shared/payment.ts';
import {
  isProviderFault,
  OperationNotOffered,
  ProviderRejected,
  ProviderUnavailable,
} from '../../shared/provider-error.ts';
import type { ProviderRequest, Send } from '../../shared/provider-http.ts';
import { syncPayment } from '../../shared/sync.ts';
import { FakeDynamo } from '../fakes/dynamo.ts';
import { PaymentAtProvider } from './payment-at-provider.ts';

export const paymentId = '0123456789abcdef0123456789abcdef';
const macKey = 'a-mac-key-of-the-tests-0123456789';
const leaseSeconds = 35;
/** The function's own limit: whoever is at it longer is gone. */
const lifeSeconds = 29;
const hour = 3600;

class Crash extends Error {}

export type Kind = 'capture' | 'cancellation' | 'reversal';

/** What comes over the call that moves money. */
export interface Weather {
  readonly becomes: 'Completed' | 'Failed' | 'Initialized';
  readonly answer: 'comes' | 'is a refusal' | 'is lost before' | 'is lost after';
}

/** What goes wrong, by count: calls of the table and of the provider, and reads. */
export interface Troubles {
  readonly crashes: readonly number[];
  readonly repeatedWrites: readonly number[];
  readonly failedReads: readonly number[];
  /** How many versions back the reads are, in turns. */
  readonly staleness: readonly number[];
  readonly settlesItself: boolean;
  /** Before anything else happens. */
  readonly isPaid: boolean;
}

/** One invocation of a function: dead once it crashed or its time is over. */
interface Process {
  readonly started: number;
  isDead: boolean;
}

/** A payment at the simulator and in the ledger, on a time of its own, and all that can happen to it. */
export class OperatedPayment {
  /** Seconds. */
  time = 1_800_000_000;
  readonly dynamo = new FakeDynamo();
  readonly provider = new PaymentAtProvider('OURS1', () => this.time);
  readonly told: PaymentChanged[] = [];
  /** The references that each key was sent with. */
  readonly sent = new Map<string, Set<string>>();
  /** Who was sent while another one was under way. */
  readonly overlaps: string[] = [];
  /** What goes on by itself. */
  readonly background: Promise<void>[] = [];
  /** What must never be thrown, and was. */
  readonly defects: unknown[] = [];
  /** From now on nothing goes wrong and nobody waits. */
  isQuiet = true;
  readonly #troubles: Troubles;
  readonly #pause: (what: string) => Promise<unknown>;
  /** Who was sent last, until it was done. */
  #sender: { readonly key: string; readonly process: Process } | undefined;
  #steps = 0;
  #reads = 0;
  #writes = 0;

  constructor(troubles: Troubles, pause: (what: string) => Promise<unknown>) {
    this.#troubles = troubles;
    this.#pause = pause;
    if (troubles.isPaid) this.provider.pay();
    this.dynamo.losesAnswer = () => !this.isQuiet && troubles.repeatedWrites.includes((this.#writes += 1));
  }

  async create(): Promise<void> {
    const { store } = this.#process();
    const createdAt = this.time - 48 * hour;
    const ours = { merchantReference: undefined, createdAt, payeeReference: 'OURS1', fingerprint: 'f' };
    await store.create({ paymentId, provider: 'swedbank-pay', merchant: 'shop', ...ours }, this.time);
    await store.adopt(paymentId, this.provider.handle);
    this.isQuiet = false;
  }

  /** As it lies in the ledger now. */
  get item(): StoredPayment {
    return this.dynamo.items.get(`payment#${paymentId}`) as unknown as StoredPayment;
  }

  get known(): Known {
    return this.item.known;
  }

  async #step(process: Process, what: string): Promise<void> {
    if (this.isQuiet) return;
    const crashes = this.#troubles.crashes.includes((this.#steps += 1));
    await this.#pause(what);
    process.isDead ||= crashes || this.time - process.started > lifeSeconds;
    if (process.isDead) throw new Crash();
  }

  #process() {
    const process: Process = { started: this.time, isDead: false };
    const dynamo = {
      send: async (command: never) => {
        await this.#step(process, 'table');
        return this.dynamo.client.send(command);
      },
    } as unknown as DynamoDBDocumentClient;
    const table = { dynamo, name: 'ledger', now: () => this.time * 1000 };
    return { process, table, store: new PaymentStore(table) };
  }

  #sendOf(process: Process, key = '', weather?: Weather): Send {
    return async (request) => {
      await this.#step(process, request.method);
      if (request.method === 'GET') return this.#read(request);
      if (request.method === 'PATCH') return this.provider.simulator.send(request).finally(() => this.provider.note());
      const { transaction } = request.body as { transaction: { payeeReference: string } };
      this.sent.set(key, (this.sent.get(key) ?? new Set()).add(transaction.payeeReference));
      this.#watchOver(key, process);
      await this.#step(process, 'on its way');
      if (weather?.answer === 'is a refusal') throw new ProviderRejected(403, 'forbidden');
      if (weather?.answer === 'is lost before') throw new ProviderUnavailable('no answer');
      await this.provider.simulator.control('settings', {
        nextTransaction: { state: weather?.becomes ?? 'Completed', afterSeconds: null },
      });
      const answer = await this.provider.simulator.send(request);
      this.provider.note();
      this.#sender = undefined;
      await this.#step(process, 'answer');
      if (weather?.answer === 'is lost after') throw new ProviderUnavailable('no answer');
      return answer;
    };
  }

  /** One operation at a time: another may be sent when the one before was done, or its function has ended. */
  #watchOver(key: string, process: Process): void {
    const before = this.#sender;
    if (before && !before.process.isDead && this.time - before.process.started <= lifeSeconds)
      this.overlaps.push(`${key} during ${before.key}`);
    this.#sender = { key, process };
  }

  #read<Answer>({ url, answer }: ProviderRequest<Answer>): Answer {
    this.#reads += 1;
    const { failedReads, staleness } = this.#troubles;
    if (!this.isQuiet && failedReads.includes(this.#reads)) throw new ProviderUnavailable('no answer');
    const back = this.isQuiet ? 0 : (staleness[this.#reads % (staleness.length || 1)] ?? 0);
    return answer.parse(this.provider.read(url, back));
  }

  /** @returns undefined when the function crashed */
  async operate(kind: Kind, key: number, amount: number, weather?: Weather): Promise<Outcome | undefined> {
    const { process, store, table } = this.#process();
    const operation = operations.find(({ type }) => type === kind)!;
    const merchantReference = `${kind}-${key}`;
    const client = this.provider.simulator.client(
      this.#sendOf(process, merchantReference, weather),
      this.#troubles.settlesItself,
    );
    try {
      const payment = await store.find(paymentId);
      return await performOperation(
        operation,
        {
          payment: payment!,
          merchantReference,
          idempotencyKey: `key-${key}`,
          body: operation.request.parse({ ...bodies[kind](amount), merchantReference }),
          leaseSeconds,
        },
        {
          provider: 'swedbank-pay',
          payments,
          store,
          client: () => Promise.resolve(client),
          watch: (call) => call,
          macKey: () => Promise.resolve(macKey),
          nextNumber: nextPayeeNumber(table, 'swedbank-pay'),
          catchUp: () => {
            this.inBackground(this.sync());
            return Promise.resolve();
          },
          now: table.now,
        },
      );
    } catch (error) {
      survive(error);
      return undefined;
    } finally {
      process.isDead = true;
    }
  }

  /** As the API does it. */
  async abort(): Promise<void> {
    const { process, store, table } = this.#process();
    const client = this.provider.simulator.client(this.#sendOf(process));
    try {
      const payment = await store.find(paymentId);
      if (!payment || payment.underway) return;
      await payments.abort.call(client, this.provider.handle, {});
      const read = await payments.read(client, this.provider.handle, { references: [] });
      if (read) await absorb(payment, read.snapshot, { store, now: table.now });
    } catch (error) {
      if (!isProviderFault(error) && !(error instanceof OperationNotOffered)) survive(error);
    }
  }

  async ring(): Promise<void> {
    const { store } = this.#process();
    try {
      await store.ring(paymentId, this.provider.handle);
      await this.sync();
    } catch (error) {
      survive(error);
    }
  }

  async sync(): Promise<void> {
    const { process, store } = this.#process();
    const client = this.provider.simulator.client(this.#sendOf(process));
    try {
      await syncPayment(
        { paymentId, watching: false },
        {
          store,
          read: (handle, wanted) => payments.read(client, handle, wanted),
          vault: { seal: () => Promise.reject(new Error('there are no tokens')) },
          publish: async (events) => {
            const taken = this.isQuiet ? events : events.filter((_, index) => (this.#steps + index) % 4 !== 0);
            this.told.push(...taken);
            await this.#step(process, 'publish');
            return taken.map(({ eventId }) => eventId);
          },
          now: () => this.time,
        },
      );
    } catch (error) {
      survive(error);
    }
  }

  async redrive(): Promise<void> {
    await this.#process().store.redrive(paymentId);
  }

  inBackground(work: Promise<void>): void {
    this.background.push(work.catch((error: unknown) => void this.defects.push(error)));
  }

  /** Only the clock is left, and looks at what is due when it is due. */
  async runClock(seconds: number): Promise<void> {
    const end = this.time + seconds;
    for (let { dueAt } = this.item; dueAt !== undefined && dueAt < end; { dueAt } = this.item) {
      this.time = Math.max(this.time + 1, dueAt);
      await this.sync();
    }
  }
}

const survive = (error: unknown): void => {
  if (!(error instanceof Crash)) throw error;
};

const bodies: Record<Kind, (amount: number) => object> = {
  capture: (amount) => ({
    amount,
    vatAmount: 0,
    description: 'Tält',
    receiptReference: 'F-1',
    itemDescriptions: [{ amount, description: 'Tält' }],
    vatSummary: [{ amount, vatPercent: 0, vatAmount: 0 }],
  }),
  cancellation: () => ({ description: 'Slut' }),
  reversal: (amount) => ({ amount, vatAmount: 0, description: 'Retur' }),
};
