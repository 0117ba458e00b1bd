import { endFlow } from './end.ts';
import type { Ending, FlowStore, StoredFlow } from './flow-store.ts';
import { describe, log } from './log.ts';
import { measure } from './metrics.ts';
import { unknownStatusHint, type AnyPollingFlow, type MachineryHint, type Outcome } from './polling-flow.ts';
import { isProviderFault, ProviderUnavailable, RefusedForPayer } from './provider-error.ts';
import type { RateBudget } from './rate-budget.ts';
import { seconds } from './table.ts';

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
  readonly #flow: AnyPollingFlow<Client>;
  readonly #stored: StoredFlow;
  readonly #with: LookDependencies<Client>;
  /** The flows whose code somebody looks at. */
  #watched: ReadonlySet<string> = new Set();

  constructor(flow: AnyPollingFlow<Client>, stored: StoredFlow, dependencies: LookDependencies<Client>) {
    this.#flow = flow;
    this.#stored = stored;
    this.#with = dependencies;
  }

  async run(): Promise<Wait> {
    if (this.#now >= this.#stored.deadline)
      return this.#end({ status: 'expired', hint: 'deadline-passed' satisfies MachineryHint });
    const wait = await this.#waitForTurn();
    if (wait !== undefined) return wait;
    try {
      const { client, watch } = this.#with;
      const { reference, returnUrl } = this.#stored;
      return await this.#settle(await watch(this.#flow.poll(await client(), reference, { returnUrl })));
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** @returns undefined when it is this flow's turn to ask */
  async #waitForTurn(): Promise<Wait> {
    const { store, budget } = this.#with;
    const { watched, closedUntil } = await budget.seats.look();
    this.#watched = watched;
    const isClosed = closedUntil > this.#now;
    const isWatched = this.#stored.view?.qr !== undefined;
    if (!isClosed && (await budget.take(isWatched ? 'watched' : 'opened', watched.size))) return undefined;
    await store.beat(this.#stored);
    if (isClosed) return this.#jittered(Math.min(closedUntil - this.#now + 1, longestFaultWaitSeconds));
    return isWatched ? 1 : this.#jittered(openedPaceSeconds);
  }

  #settle(outcome: Outcome<string, unknown>): Promise<Wait> {
    switch (outcome.status) {
      case 'pending':
        return this.#goOn(outcome);
      case 'unattended':
        return this.#startAnew(outcome.hint);
      case 'complete':
        return this.#end({ status: 'complete', result: outcome.result });
      case 'failed':
        return this.#end({ status: 'failed', hint: outcome.hint }, this.#stored.reference);
    }
  }

  async #goOn(outcome: Extract<Outcome<string, unknown>, { status: 'pending' }>): Promise<Wait> {
    const { store, budget } = this.#with;
    const { flowId, flow, provider, view, createdAt } = this.#stored;
    if (outcome.hint === unknownStatusHint) {
      measure('UnknownStatus', 1, { provider });
      log.error('poll.unknown-status', { flowId, flow });
    }
    if (!(await store.progress(this.#stored, outcome))) return undefined;
    if (outcome.view.qr !== undefined) return budget.paceSeconds(this.#watched.size);
    const isLate = this.#now - createdAt > firstCodeSeconds;
    const isOpen = view?.qr !== undefined || (outcome.view.launch !== undefined && isLate);
    if (isOpen && this.#watched.has(flowId)) await budget.seats.leave(flowId);
    return openedPaceSeconds;
  }

  /** Nobody opened the order: another one takes its place, and the flow goes on. */
  async #startAnew(hint: string): Promise<Wait> {
    const { store, budget, client, watch } = this.#with;
    const { flowId, deadline, reference, returnUrl, orderLeaseUntil = 0 } = this.#stored;
    if (deadline - this.#now < shortestOrderSeconds) return this.#end({ status: 'failed', hint }, reference);
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
    await this.#with.store.noteFault(this.#stored, 'provider-unavailable' satisfies MachineryHint);
    return this.#jittered(Math.min(2 ** faults, longestFaultWaitSeconds));
  }

  async #end(ending: Ending, ofOrder?: string): Promise<undefined> {
    await endFlow(this.#stored, ending, this.#with.store, this.#with.budget.seats, ofOrder);
  }

  /** Up to half as much again, so that what failed together does not come back together. */
  #jittered(waitSeconds: number): number {
    return Math.ceil(waitSeconds * (1 + this.#with.random() / 2));
  }

  get #now(): number {
    return seconds(this.#with.now());
  }
}
