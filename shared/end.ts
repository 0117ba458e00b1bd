import type { FlowStore } from './flow-store.ts';
import type { Ending, StoredFlow } from './stored-flow.ts';
import { log } from './log.ts';
import { measure } from './metrics.ts';
import type { MachineryHint } from './polling-flow.ts';
import type { SeatList } from './seat-list.ts';

/**
 * Ends a flow: a poll that saw the end, a cancellation, or the clock at the deadline, whoever comes first.
 * @returns whether this call ended it
 */
export const endFlow = async (
  stored: Pick<StoredFlow, 'flowId' | 'flow' | 'question'>,
  ending: Ending,
  store: FlowStore,
  seats: Pick<SeatList, 'leave'>,
  ofOrder?: string,
): Promise<boolean> => {
  if (!(await store.end(stored, ending, ofOrder))) return false;
  const { flowId, flow } = stored;
  await seats.leave(flowId);
  measure('FlowEnded', 1, { flow, status: ending.status });
  log.info('flow.ended', { flowId, flow, status: ending.status, hint: ending.hint ?? '' });
  return true;
};

/**
 * Ends a flow that the provider has not ended in its time. One that moves money may have been paid all the same, so a
 * person must look: it is counted, alarmed and named in the log.
 */
export const endOverdue = async (flow: StoredFlow, store: FlowStore, seats: Pick<SeatList, 'leave'>): Promise<void> => {
  if (!flow.movesMoney) {
    await endFlow(flow, { status: 'expired', hint: 'deadline-passed' satisfies MachineryHint }, store, seats);
    return;
  }
  const ending = { status: 'failed', hint: 'outcome-unknown' satisfies MachineryHint } as const;
  if (!(await endFlow(flow, ending, store, seats))) return;
  const { flowId, flow: name, provider, merchant } = flow;
  measure('OutcomeUnknown', 1, { provider });
  log.error('flow.outcome-unknown', { flowId, flow: name, provider, merchant });
};
