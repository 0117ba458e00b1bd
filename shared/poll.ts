import type { EndStatus, Ending, FlowStore, StoredFlow } from './flow-store.ts';
import { endFlow } from './end.ts';
import type { FlowEnded } from './flow-ended.ts';
import { describe, log } from './log.ts';
import { measure } from './metrics.ts';
import { seconds } from './table.ts';
import { unknownStatusHint, type AnyPollingFlow, type MachineryHint, type Outcome } from './polling-flow.ts';
import { isProviderFault, ProviderUnavailable, RefusedForPayer } from './provider-error.ts';
import type { RateBudget } from './rate-budget.ts';

/** What the machine is told: ids, times and status words, nothing else. It always carries the status that is stored. */
export type PollAnswer =
  | { readonly flowId: string; readonly status: 'pending'; readonly waitSeconds: number }
  | {
      readonly flowId: string;
      readonly status: EndStatus;
      readonly announcement?: FlowEnded;
      readonly expiresAt: number;
    }
  | { readonly flowId: string; readonly status: 'gone' };

export interface PollDependencies<Client> {
  readonly flows: readonly AnyPollingFlow<Client>[];
  readonly store: FlowStore;
  readonly budget: RateBudget;
  readonly client: () => Promise<Client>;
  /** Runs a call; when the provider refuses our credentials, they are read anew for the next one. */
  readonly watch: <Answer>(call: Promise<Answer>) => Promise<Answer>;
  readonly now: () => number;
  /** 0 to 1, as Math.random. */
  readonly random: () => number;
}

/** An open order is not looked at by anybody; this is often enough (bankid.md 4.2). */
const openedPaceSeconds = 2;
/** A code that has not come by then will not come: the person opens the app on the same device. */
const firstCodeSeconds = 10;
const longestFaultWaitSeconds = 15;
/** A new order that could not be opened in time is not started. */
const shortestOrderSeconds = 10;

/** One look at one flow. Never throws for a fault of the provider. Two looks at once do no harm. */
export const pollFlow = async <Client>(flowId: string, dependencies: PollDependencies<Client>): Promise<PollAnswer> => {
  const { store, flows } = dependencies;
  const stored = await store.find(flowId);
  const flow = flows.find(({ name }) => name === stored?.flow);
  if (!stored || !flow) return { flowId, status: 'gone' };
  if (stored.status !== 'pending') return ended(stored);

  const waitSeconds = await look(flow, stored, dependencies);
  if (waitSeconds !== undefined) {
    // Never past the deadline, where the next look ends the flow: an Express machine has not much time after it.
    const left = Math.max(1, stored.deadline - seconds(dependencies.now()));
    return { flowId, status: 'pending', waitSeconds: Math.min(waitSeconds, left) };
  }
  const now = await store.find(flowId);
  if (!now) return { flowId, status: 'gone' };
  return now.status === 'pending' ? { flowId, status: 'pending', waitSeconds: 1 } : ended(now);
};

/** @returns how long to wait; undefined when the flow may have ended, so that what is stored decides */
const look = async <Client>(
  flow: AnyPollingFlow<Client>,
  stored: StoredFlow,
  dependencies: PollDependencies<Client>,
): Promise<number | undefined> => {
  const { store, budget, now, random } = dependencies;
  const end = async (ending: Ending, ofOrder?: string): Promise<undefined> => {
    await endFlow(stored, ending, store, budget.seats, ofOrder);
    return undefined;
  };

  if (seconds(now()) >= stored.deadline) {
    return end({ status: 'expired', hint: 'deadline-passed' satisfies MachineryHint });
  }

  const { watched, closedUntil } = await budget.seats.look();
  if (closedUntil > seconds(now())) {
    await store.beat(stored);
    return jittered(Math.min(closedUntil - seconds(now()) + 1, longestFaultWaitSeconds), random);
  }
  const isWatched = stored.view?.qr !== undefined;
  if (!(await budget.take(isWatched ? 'watched' : 'opened', watched.size))) {
    await store.beat(stored);
    return isWatched ? 1 : jittered(openedPaceSeconds, random);
  }

  try {
    const outcome = await dependencies.watch(
      flow.poll(await dependencies.client(), stored.reference, { returnUrl: stored.returnUrl }),
    );
    return await settle(flow, stored, outcome, { ...dependencies, end, watched });
  } catch (error) {
    if (error instanceof RefusedForPayer) return end({ status: 'failed', hint: error.hint });
    if (!isProviderFault(error)) throw error;
    measure('ProviderFault', 1, { provider: stored.provider });
    log.warn('poll.provider-fault', { flowId: stored.flowId, flow: stored.flow, ...describe(error) });
    if (error instanceof ProviderUnavailable && error.retryAfterSeconds !== undefined) {
      await budget.close(error.retryAfterSeconds);
    }
    await store.noteFault(stored, 'provider-unavailable' satisfies MachineryHint);
    return jittered(Math.min(2 ** stored.faults, longestFaultWaitSeconds), random);
  }
};

const settle = async <Client>(
  flow: AnyPollingFlow<Client>,
  stored: StoredFlow,
  outcome: Outcome<string, unknown>,
  {
    store,
    budget,
    now,
    watched,
    end,
    client,
    watch,
  }: PollDependencies<Client> & {
    end: (ending: Ending, ofOrder?: string) => Promise<undefined>;
    watched: ReadonlySet<string>;
  },
): Promise<number | undefined> => {
  switch (outcome.status) {
    case 'pending': {
      if (outcome.hint === unknownStatusHint) {
        measure('UnknownStatus', 1, { provider: stored.provider });
        log.error('poll.unknown-status', { flowId: stored.flowId, flow: flow.name });
      }
      if (!(await store.progress(stored, outcome))) return undefined;
      if (outcome.view.qr !== undefined) return budget.paceSeconds(watched.size);
      const isOpen =
        stored.view?.qr !== undefined ||
        (outcome.view.launch !== undefined && seconds(now()) - stored.createdAt > firstCodeSeconds);
      if (isOpen && watched.has(stored.flowId)) await budget.seats.leave(stored.flowId);
      return openedPaceSeconds;
    }
    case 'unattended': {
      if (stored.deadline - seconds(now()) < shortestOrderSeconds)
        return end({ status: 'failed', hint: outcome.hint }, stored.reference);
      // Another look is at it.
      if ((stored.orderLeaseUntil ?? 0) > seconds(now())) return 1;
      if ((await budget.take('watched', watched.size)) && (await store.claimNewOrder(stored))) {
        const request = await store.requestOf(stored.flowId);
        if (request === undefined) return 1;
        await store.replaceOrder(
          stored,
          await watch(flow.start(await client(), request, { returnUrl: stored.returnUrl })),
        );
      }
      return 1;
    }
    case 'complete':
      return end({ status: 'complete', result: outcome.result });
    case 'failed':
      return end({ status: 'failed', hint: outcome.hint }, stored.reference);
  }
};

/** Up to half as much again, so that what failed together does not come back together. */
const jittered = (waitSeconds: number, random: () => number): number => Math.ceil(waitSeconds * (1 + random() / 2));

const ended = (flow: StoredFlow): PollAnswer => {
  const { flowId, status, expiresAt } = flow;
  if (status === 'pending') throw new Error('only an ended flow can be announced');
  return { flowId, status, expiresAt, ...(flow.announced ? {} : { announcement: announcementOf(flow, status) }) };
};

const announcementOf = (flow: StoredFlow, status: EndStatus): FlowEnded => ({
  eventId: `${flow.flowId}-${status}`,
  flowId: flow.flowId,
  flow: flow.flow,
  provider: flow.provider,
  merchant: flow.merchant,
  ...(flow.merchantReference === undefined ? {} : { merchantReference: flow.merchantReference }),
  status,
  ...(flow.hint === undefined ? {} : { hint: flow.hint }),
  endedAt: new Date((flow.endedAt ?? flow.createdAt) * 1000).toISOString(),
});
