import { carryOut, type CarryingOut } from './carry-out.ts';
import { endFlow, endOverdue } from './end.ts';
import type { FlowStore } from './flow-store.ts';
import type { Ending, StoredFlow } from './stored-flow.ts';
import { describe, log } from './log.ts';
import { measure } from './metrics.ts';
import { unknownStatusHint, type AnyPollableFlow, type MachineryHint, type Outcome } from './polling-flow.ts';
import { isProviderFault, ProviderRejected, ProviderUnavailable, RefusedForPayer } from './provider-error.ts';
import type { RateBudget } from './rate-budget.ts';
import { seconds } from './table.ts';
import { growingWaitSeconds, lastMomentOf } from './waiting.ts';

export interface LookDependencies<Client> {
  readonly store: FlowStore;
  readonly budget: RateBudget;
  readonly client: () => Promise<Client>;
  /** Runs a call; when the provider refuses our credentials, they are read anew for the next one. */
  readonly watch: <Answer>(call: Promise<Answer>) => Promise<Answer>;
  /** Milliseconds, as Date.now. */
  readonly now: () => number;
  /** 0 to 1, as Math.random. */
  readonly random: () => number;
  /** Only where a flow asks its payer something. */
  readonly carryingOut?: CarryingOut<Client> | undefined;
}

/** Seconds to wait before the next look; undefined when the flow may have ended, so that what is stored decides. */
type Wait = number | undefined;

/** An open order is not looked at by anybody; this is often enough (bankid.md 4.2). */
const openedPaceSeconds = 2;
/** A code that has not come by then will not come: the person opens the app on the same device. */
const firstCodeSeconds = 10;
const longestFaultWaitSeconds = 15;
/** A new order that could not be opened in time is not started. */
const shortestOrderSeconds = 10;

/** One look at a flow that was pending when it was read: asks the provider, if it may, and writes down what came of it. */
export class Look<Client> {
  readonly #flow: AnyPollableFlow<Client>;
  readonly #stored: StoredFlow;
  readonly #with: LookDependencies<Client>;
  /** The flows whose code somebody looks at. */
  #watched: ReadonlySet<string> = new Set();

  constructor(flow: AnyPollableFlow<Client>, stored: StoredFlow, dependencies: LookDependencies<Client>) {
    this.#flow = flow;
    this.#stored = stored;
    this.#with = dependencies;
  }

  async run(): Promise<Wait> {
    // What moves money is asked for once more, also at the last moment.
    if (this.#isOverdue && !this.#stored.movesMoney) return this.#endOverdue();
    const { question, reference, returnUrl, memory } = this.#stored;
    if (question === 'open') return this.#waitForAnswer();
    try {
      if (question === 'answered') return await this.#carryOut();
      const wait = await this.#waitForTurn();
      if (wait !== undefined) return wait;
      const { client, watch, now } = this.#with;
      const context = { returnUrl, memory, now: now() };
      return await this.#settle(await watch(this.#flow.poll(await client(), reference, context)));
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** The payer's turn: nobody is asked. Whoever takes the answer starts another machine. */
  async #waitForAnswer(): Promise<Wait> {
    await this.#with.store.beat(this.#stored, this.#unwatchedPace);
    return this.#unwatchedPace;
  }

  /** @returns undefined when it is this flow's turn to ask */
  async #waitForTurn(): Promise<Wait> {
    const { store, budget } = this.#with;
    const { watched, closedUntil } = await budget.seats.look();
    this.#watched = watched;
    const isClosed = closedUntil > this.#now;
    const isWatched = this.#stored.view?.qr !== undefined;
    if (!isClosed && (await budget.take(isWatched ? 'watched' : 'opened', watched.size))) return undefined;
    const wait = isClosed
      ? this.#jittered(Math.min(closedUntil - this.#now + 1, longestFaultWaitSeconds))
      : isWatched
        ? 1
        : this.#jittered(openedPaceSeconds);
    await store.beat(this.#stored, wait);
    return wait;
  }

  #settle(outcome: Outcome<string, unknown, unknown>): Promise<Wait> {
    switch (outcome.status) {
      case 'pending':
        return this.#goOn(outcome);
      case 'unattended':
        return this.#startAnew(outcome.hint);
      case 'asking':
        return this.#ask(outcome);
      case 'complete':
        return this.#end({ status: 'complete', result: outcome.result });
      case 'failed':
      case 'cancelled':
        return this.#end({ status: outcome.status, hint: outcome.hint }, this.#stored.reference);
    }
  }

  async #ask(outcome: Extract<Outcome<string, unknown, unknown>, { status: 'asking' }>): Promise<Wait> {
    const { store, budget } = this.#with;
    if (!(await store.ask(this.#stored, outcome, this.#now + (this.#flow.question?.answerWithinSeconds ?? 0))))
      return undefined;
    await budget.seats.leave(this.#stored.flowId);
    return openedPaceSeconds;
  }

  async #carryOut(): Promise<Wait> {
    const { store, carryingOut, watch } = this.#with;
    const { flowId, flow, provider, merchant, hint } = this.#stored;
    if (!carryingOut) throw new Error(`${flow} asks its payer, and has nothing to carry the answer out with`);
    const found = await watch(carryOut(this.#flow, this.#stored, carryingOut));
    if (found.status === 'complete' || found.status === 'failed') return this.#end(found);
    if (this.#isOverdue) return this.#endOverdue();
    const unknown: MachineryHint = 'outcome-unknown';
    const isUnclear = found.status === 'unclear';
    if (isUnclear && hint !== unknown) {
      measure('OutcomeUnknown', 1, { provider });
      log.error('flow.outcome-unknown', { flowId, flow, provider, merchant });
    }
    const isUnknown = isUnclear || this.#isUnknown;
    const wait = Math.max(isUnclear ? 0 : found.waitSeconds, isUnknown ? this.#unwatchedPace : 1);
    const noted = { hint: isUnknown ? unknown : (hint ?? ''), view: {} };
    return (await store.progress(this.#stored, noted, wait)) ? wait : undefined;
  }

  async #goOn(outcome: Extract<Outcome<string, unknown>, { status: 'pending' }>): Promise<Wait> {
    const { store, budget } = this.#with;
    const { flowId, flow, provider, view, createdAt, cancellation } = this.#stored;
    if (outcome.hint === unknownStatusHint) {
      measure('UnknownStatus', 1, { provider });
      log.error('poll.unknown-status', { flowId, flow });
    }
    if (this.#isOverdue) return this.#endOverdue();
    const isShown = outcome.view.qr !== undefined;
    const wait = isShown ? budget.paceSeconds(this.#watched.size) : this.#unwatchedPace;
    const found = this.#isUnknown ? { hint: 'outcome-unknown' satisfies MachineryHint, view: {} } : outcome;
    if (!(await store.progress(this.#stored, found, wait))) return undefined;
    if (cancellation === 'requested' && this.#flow.cancel) {
      await this.#passOnCancellation();
      return openedPaceSeconds;
    }
    if (isShown) return wait;
    const isLate = this.#now - createdAt > firstCodeSeconds;
    const isOpen = view?.qr !== undefined || (outcome.view.launch !== undefined && isLate);
    if (isOpen && this.#watched.has(flowId)) await budget.seats.leave(flowId);
    return wait;
  }

  /** Whether it was in time is seen at the next look, so a refusal is as good as an answer. */
  async #passOnCancellation(): Promise<void> {
    const { client, watch, store } = this.#with;
    const { flowId, reference } = this.#stored;
    try {
      await watch(Promise.resolve(this.#flow.cancel?.(await client(), reference)));
    } catch (error) {
      if (!(error instanceof ProviderRejected) || [401, 403].includes(error.httpStatus)) throw error;
    }
    await store.noteCancellationPassedOn(flowId);
  }

  /** Nobody opened the order: another one takes its place, and the flow goes on. */
  async #startAnew(hint: string): Promise<Wait> {
    const { store, budget, client, watch } = this.#with;
    const { flowId, deadline, reference, returnUrl, orderLeaseUntil = 0 } = this.#stored;
    if (!this.#flow.start || deadline - this.#now < shortestOrderSeconds)
      return this.#end({ status: 'failed', hint }, reference);
    // Another look is at it.
    if (orderLeaseUntil > this.#now) return 1;
    if (!(await budget.take('watched', this.#watched.size)) || !(await store.claimNewOrder(this.#stored))) return 1;
    const request = await store.requestOf(flowId);
    if (request === undefined) return undefined;
    await store.replaceOrder(this.#stored, await watch(this.#flow.start(await client(), request, { returnUrl })));
    return 1;
  }

  /** @throws whatever is neither a refusal of the person nor a fault of the provider */
  async #fail(error: unknown): Promise<Wait> {
    if (error instanceof RefusedForPayer) return this.#end({ status: 'failed', hint: error.hint });
    if (!isProviderFault(error)) throw error;
    const { flowId, flow, provider, faults } = this.#stored;
    measure('ProviderFault', 1, { provider });
    log.warn('poll.provider-fault', { flowId, flow, ...describe(error) });
    if (error instanceof ProviderUnavailable && error.retryAfterSeconds !== undefined)
      await this.#with.budget.close(error.retryAfterSeconds);
    if (this.#isOverdue) return this.#endOverdue();
    const hint: MachineryHint = this.#isUnknown ? 'outcome-unknown' : 'provider-unavailable';
    const faultWait = this.#jittered(Math.min(2 ** faults, longestFaultWaitSeconds));
    const wait = this.#isUnknown ? Math.max(faultWait, this.#unwatchedPace) : faultWait;
    await this.#with.store.noteFault(this.#stored, hint, wait);
    return wait;
  }

  async #endOverdue(): Promise<undefined> {
    await endOverdue(this.#stored, this.#with.store, this.#with.budget.seats);
  }

  async #end(ending: Ending, ofOrder?: string): Promise<undefined> {
    await endFlow(this.#stored, ending, this.#with.store, this.#with.budget.seats, ofOrder);
  }

  /** Up to half as much again, so that what failed together does not come back together. */
  #jittered(waitSeconds: number): number {
    return Math.ceil(waitSeconds * (1 + this.#with.random() / 2));
  }

  /** An order that nobody looks at: an open one, or one that is finished on the provider's own page. */
  get #unwatchedPace(): number {
    return this.#flow.machine === 'standard'
      ? growingWaitSeconds(this.#now - this.#stored.createdAt)
      : openedPaceSeconds;
  }

  /** Its time is over, and the provider may still say that it was paid. */
  get #isUnknown(): boolean {
    return this.#stored.movesMoney && this.#now >= this.#stored.deadline;
  }

  get #isOverdue(): boolean {
    return this.#now >= lastMomentOf(this.#stored);
  }

  get #now(): number {
    return seconds(this.#with.now());
  }
}
