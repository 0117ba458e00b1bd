import type { Attributes } from '../fakes/expressions.ts';
import { currentProcess, type Process } from './process.ts';
import type { World } from './world.ts';

export interface LedgerTransaction {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly amount: number;
  readonly payeeReference?: string;
}

/** A payment's item, as far as the simulation looks at it. */
export interface LedgerItem {
  readonly paymentId: string;
  readonly provider: string;
  readonly merchantReference?: string;
  readonly createdAt: number;
  readonly providerPaymentId?: string;
  readonly candidate?: string;
  readonly known: { readonly transactions: Readonly<Record<string, LedgerTransaction>> };
  readonly intents?: Readonly<Record<string, { readonly payeeReference: string }>>;
  readonly underway?: { readonly operationId: string };
  readonly outbox: Readonly<Record<string, unknown>>;
  readonly parked?: { readonly reason: string };
  readonly dueAt?: number;
}

/** Watches each write to the ledger: what is known only grows, and nobody forgets a payment that there is. */
export class Ledger {
  readonly #world: World;
  /** The payments whose handle a ring has told truly. */
  readonly rung = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  get payments(): readonly LedgerItem[] {
    return [...this.#world.ledger.items].flatMap(([pk, item]) => (pk.startsWith('payment#') ? [itemOf(item)] : []));
  }

  written(pk: string, before: Attributes | undefined, after: Attributes | undefined): void {
    if (!pk.startsWith('payment#') || !before) return;
    if (!after) {
      const { paymentId } = itemOf(before);
      const { swedbankPay, swish } = this.#world;
      const isThere =
        swedbankPay.store.newestFirst().some(({ request }) => request.payment.urls.callbackUrl?.includes(paymentId)) ||
        swish.requests.some((each) => each.paymentId === paymentId);
      if (isThere) this.#world.violate('lost payment: forgotten here, and there at the provider');
      return;
    }
    const { underway } = itemOf(before);
    const isTakenBack = underway && itemOf(after).intents?.[underway.operationId] === undefined;
    if (isTakenBack && currentProcess().kind === 'sync') this.#world.saw('operation lapsed');
    const { candidate, paymentId: rung } = itemOf(after);
    if (candidate !== undefined && this.#world.swedbankPay.knows(candidate)) this.rung.add(rung);
    const now = itemOf(after).known.transactions;
    for (const { id, state, amount } of Object.values(itemOf(before).known.transactions)) {
      const known = now[id];
      if (!known) this.#world.violate('lost transaction: the ledger knew it and forgot it');
      else if (state !== 'open' && known.state !== state)
        this.#world.violate(`resurrected transaction: ${state} became ${known.state}`);
      else if (known.amount !== amount) this.#world.violate('lost amount: a known transaction changed its amount');
    }
    const sum = (type: string) =>
      Object.values(now)
        .filter((each) => each.type === type && each.state === 'completed')
        .reduce((total, { amount }) => total + amount, 0);
    if (sum('capture') > sum('authorization')) this.#world.violate('double capture: more is captured than authorized');
    if (sum('reversal') > sum('capture') + sum('sale'))
      this.#world.violate('double reversal: more is reversed than captured');
  }

  did(process: Process, label: string, held: boolean): void {
    const world = this.#world;
    const item = () => this.payments.find(({ paymentId }) => paymentId === process.subject);
    switch (label) {
      case 'Update payment: SET requestedSync':
        if (process.kind !== 'callback' || !held) return;
        if (item()?.providerPaymentId === undefined) world.saw('ring before creation answered');
        if (world.isRunning('sync', process.subject)) world.saw('second ring during a sync');
        return;
      case 'Update payment: SET known':
        if (held)
          process.mark =
            process.kind === 'sync' && Object.keys(item()?.outbox ?? {}).length > 0 ? 'learned' : undefined;
        else world.saw('lost race on the version');
        return;
      case 'Update payment: REMOVE outbox.event':
        process.mark = undefined;
        return;
      case 'Update payment: SET providerPaymentId':
        if (held && process.kind === 'sync' && item()?.provider === 'swedbank-pay')
          world.saw('candidate adopted from a ring');
        return;
      case 'Update payment: SET dueAt':
      case 'Update payment: REMOVE dueAt':
        if (!held) world.saw('ring arrives while a sync writes its rest');
        return;
      case 'Update payment: SET parked':
        if (held) world.saw('creation parked for a person');
        return;
      case 'Update payment: SET intents.operation':
        if (!held) world.saw('second operation refused');
        return;
      case 'Update payment: SET underway.leaseUntil':
        if (held) process.operation.takenOver = true;
        return;
    }
  }

  requestEnded({ operation: { takenOver, asked }, subject }: Process): void {
    const item = this.payments.find(({ paymentId }) => paymentId === subject);
    if (takenOver && !asked && item && isFound(item))
      this.#world.saw(item.provider === 'swish' ? 'lost refund found by its id' : 'operation resumed and found');
  }
}

/** Whether what became of the operation under way is known, if there is one. */
const isFound = ({ underway, intents = {}, known }: LedgerItem): boolean => {
  const reference = underway && intents[underway.operationId]?.payeeReference;
  return !underway || Object.values(known.transactions).some(({ payeeReference }) => payeeReference === reference);
};

const itemOf = (item: Attributes): LedgerItem => item as unknown as LedgerItem;
