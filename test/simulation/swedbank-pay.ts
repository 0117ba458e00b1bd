import { randomUUID } from 'node:crypto';
import { simulatorClock } from '../../local/simulators/clock.ts';
import { faultQueue } from '../../local/simulators/faults.ts';
import { router } from '../../local/simulators/http.ts';
import { gated } from '../../local/simulators/provider-routes.ts';
import { callStatistics } from '../../local/simulators/statistics.ts';
import { apiRoutes } from '../../local/simulators/swedbank-pay/api.ts';
import { callbackSender } from '../../local/simulators/swedbank-pay/callbacks.ts';
import { localPayeeId, localToken } from '../../local/simulators/swedbank-pay/defaults.ts';
import { happenings } from '../../local/simulators/swedbank-pay/happenings.ts';
import { payerActions, type PayerActions } from '../../local/simulators/swedbank-pay/payer.ts';
import type { Payment, Transaction } from '../../local/simulators/swedbank-pay/payment.ts';
import { trouble } from '../../local/simulators/swedbank-pay/refusals.ts';
import { simulatorSettings, type Settings } from '../../local/simulators/swedbank-pay/settings.ts';
import { paymentStore, type PaymentStore } from '../../local/simulators/swedbank-pay/store.ts';
import { agendaOn } from './agenda.ts';
import { swedbankPayHost } from './beneath.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { currentProcess } from './process.ts';
import { ring } from './ring.ts';
import type { World } from './world.ts';

/**
 * The provider simulator of local/, wired as it wires itself, but on the world's time: what it does later is parked in
 * the scheduler like everything else, and its callbacks are invocations of our callback function.
 */
export class SwedbankPay {
  readonly #world: World;
  readonly store: PaymentStore;
  readonly payer: PayerActions;
  readonly settings: Settings;
  readonly #route: ReturnType<typeof router>;
  /** Each state that a transaction was ever in: `<payment> <transaction> <state>`. */
  readonly history = new Set<string>();
  /** By payment: until when its reads show nothing of its last change; milliseconds since 1970. */
  readonly #lagsUntil = new Map<string, number>();
  /** The references of operations that we have asked for. */
  readonly #sent = new Set<string>();

  constructor(world: World) {
    this.#world = world;
    const clock = simulatorClock(() => world.scheduler.now);
    const agenda = agendaOn(world);
    this.settings = simulatorSettings(world.random.between(0.5, 5));
    const callbacks = callbackSender(
      () => this.settings.values.callbacks,
      clock,
      agenda,
      (url, body) => ring(this.#world, 'swedbank-pay', url, body),
    );
    let last = 40_105_000_000;
    this.store = paymentStore({
      now: () => clock.now(),
      identifiers: {
        guid: randomUUID,
        number: () => (last += 1),
        pageToken: () => world.random.bytes(32).toString('hex'),
      },
      payeeId: localPayeeId,
      attemptLimit: () => this.settings.values.attemptLimit,
      onTransaction: (payment, transaction) => {
        this.#remember(payment, transaction);
        callbacks.ring(payment, transaction);
      },
    });
    const work = happenings(this.store, this.settings, agenda);
    this.payer = payerActions(this.store, this.settings, work);
    this.#route = router(
      gated(
        apiRoutes({
          store: this.store,
          settings: this.settings,
          happenings: work,
          origin: () => swedbankPayHost,
          beforeAnswer: () => callbacks.beforeAnswer(),
        }),
        {
          clock,
          authorized: ({ authorization }) => authorization === `Bearer ${localToken}`,
          problem: trouble,
          faults: faultQueue(),
          statistics: callStatistics(),
        },
      ),
    );
    this.#behave();
  }

  /** How it rings, in this schedule. */
  #behave(): void {
    const { random } = this.#world;
    this.settings.change({
      authorizationSeconds: random.pick(0, random.between(1, 15)),
      callbacks: {
        enabled: !random.chance(0.25),
        together: random.pick(1, 1, 2, 3),
        reorder: random.chance(0.25),
        beforeAnswer: random.chance(0.25),
        deliveries: random.pick(null, null, 1, 4),
        body: random.pick('normal', 'normal', 'extra-fields', 'payment-only', 'absolute-ids'),
      },
    });
  }

  async answer({ url, method, headers, body }: HttpRequest): Promise<HttpAnswer> {
    const { random, scheduler, weather } = this.#world;
    const guid = /[\da-f-]{36}/.exec(url.pathname)?.[0] ?? '';
    const isOperation = isOperationOf(method, url);
    // What it makes next may fail, or stay open for a while.
    this.settings.values.nextTransaction =
      isOperation && !weather.isQuiet && random.chance(0.25)
        ? plan(random.pick('Failed', 'Initialized', 'AwaitingActivity'), random.between(1, 90))
        : null;
    const lags = !weather.isQuiet && scheduler.now < (this.#lagsUntil.get(guid) ?? 0);
    if (method === 'GET' && (lags || weather.readIsStale())) {
      if (this.#isBehind(guid)) this.#world.saw('stale read served');
      this.#world.fault('swedbank-pay: a read is stale');
      this.settings.values.staleReads = 1;
    }
    const isTwin = isOperation && this.#hasMade(referenceIn(body));
    const lowered = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text]));
    const reply = await this.#route({ method, path: url.pathname + url.search, headers: lowered, body });
    this.settings.values.staleReads = 0;
    if (method === 'GET' && typeof reply !== 'symbol' && reply.status === 404) this.#world.saw('forged ring refused');
    if (isTwin && typeof reply !== 'symbol' && reply.status >= 400) this.#world.saw('twin refused by the provider');
    if (isOperation && !isTwin) this.#lagsUntil.set(guid, scheduler.now + weather.lagSeconds() * 1000);
    if (typeof reply === 'symbol') throw new TypeError('the simulation asks for no faults of the simulator');
    return reply;
  }

  /** Whether it is the path of a payment here. */
  knows(path: string): boolean {
    return this.store.newestFirst().some(({ id }) => path.endsWith(id));
  }

  #hasMade(payeeReference: string): boolean {
    return this.store
      .newestFirst()
      .some(({ transactions }) => transactions.some((each) => each.payeeReference === payeeReference));
  }

  #isBehind(guid: string): boolean {
    try {
      return this.store.get(guid) !== this.store.previous(guid);
    } catch {
      return false;
    }
  }

  /** A request leaves us, whether it arrives or not. */
  noteSent({ method, url, body }: HttpRequest): void {
    if (!isOperationOf(method, url)) return;
    const payeeReference = referenceIn(body);
    if (this.#sent.has(payeeReference)) this.#world.saw('operation asked again with the same reference');
    this.#sent.add(payeeReference);
    currentProcess().operation.asked = true;
  }

  #remember(payment: Payment, { id, state }: Transaction): void {
    this.history.add(`${payment.id} ${id} ${state}`);
    if (state !== 'Completed' && state !== 'Failed') this.#world.saw('transaction stayed open for a while');
    this.#world.note(`swedbank-pay: transaction ${id.slice(0, 4)} is ${state}`);
  }

  /** Somebody who knows the address of a callback rings with a payment that is not ours. */
  async forge(url: string): Promise<void> {
    await ring(this.#world, 'swedbank-pay', url, {
      payment: { id: '/psp/invoice/payments/00000000-0000-4000-8000-000000000000', number: 1 },
    });
  }

  /** Whatever is still open comes to its end. */
  settleAll(): void {
    for (const { id, transactions } of this.store.newestFirst())
      for (const { id: transactionId, state } of transactions)
        if (state !== 'Completed' && state !== 'Failed')
          this.store.settle(id, transactionId, { state: this.#world.random.pick('Completed', 'Failed') });
  }
}

const referenceIn = (body: string): string =>
  (JSON.parse(body) as { transaction: { payeeReference: string } }).transaction.payeeReference;

const isOperationOf = (method: string, { pathname }: URL): boolean =>
  method === 'POST' && /\/(captures|cancellations|reversals)$/.test(pathname);

export const plan = (state: string, afterSeconds: number) => ({
  state,
  count: 1,
  final: false,
  resolvesTo: 'Completed' as const,
  afterSeconds,
});
