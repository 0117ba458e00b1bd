import * as z from 'zod';
import { flowEndedOf, type FlowEnded } from './flow-ended.ts';
import type { EndStatus, StoredFlow } from './stored-flow.ts';
import { Look, type LookDependencies } from './look.ts';
import type { AnyPollableFlow } from './polling-flow.ts';
import { seconds } from './table.ts';
import { lastMomentOf } from './waiting.ts';

/** What the machine gives to each look. */
export const pollInput = z.object({ flowId: z.string() });

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

export interface PollDependencies<Client> extends LookDependencies<Client> {
  readonly flows: readonly AnyPollableFlow<Client>[];
}

/** One look at one flow. Never throws for a fault of the provider. Two looks at once do no harm. */
export const pollFlow = async <Client>(flowId: string, dependencies: PollDependencies<Client>): Promise<PollAnswer> => {
  const { store, flows, now } = dependencies;
  const stored = await store.find(flowId);
  const flow = flows.find(({ name }) => name === stored?.flow);
  if (!stored || !flow) return { flowId, status: 'gone' };
  if (stored.status !== 'pending') return ended(stored, stored.status);

  const waitSeconds = await new Look(flow, stored, dependencies).run();
  if (waitSeconds !== undefined) {
    // Never past the moment when a look ends the flow: an Express machine has not much time after it.
    const left = Math.max(1, lastMomentOf(stored) - seconds(now()));
    return { flowId, status: 'pending', waitSeconds: Math.min(waitSeconds, left) };
  }
  const after = await store.find(flowId);
  if (!after) return { flowId, status: 'gone' };
  return after.status === 'pending' ? { flowId, status: 'pending', waitSeconds: 1 } : ended(after, after.status);
};

const ended = (flow: StoredFlow, status: EndStatus): PollAnswer => ({
  flowId: flow.flowId,
  status,
  expiresAt: flow.expiresAt,
  ...(flow.announced ? {} : { announcement: flowEndedOf(flow, status) }),
});
