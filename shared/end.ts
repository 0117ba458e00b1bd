import type { Ending, FlowStore, StoredFlow } from './flow-store.ts';
import { log } from './log.ts';
import { measure } from './metrics.ts';
import type { SeatList } from './seat-list.ts';

/**
 * Ends a flow: a poll that saw the end, a cancellation, or the clock at the deadline, whoever comes first.
 * @returns whether this call ended it
 */
export const endFlow = async (
  { flowId, flow }: Pick<StoredFlow, 'flowId' | 'flow'>,
  ending: Ending,
  store: FlowStore,
  seats: Pick<SeatList, 'leave'>,
  ofOrder?: string,
): Promise<boolean> => {
  if (!(await store.end(flowId, ending, ofOrder))) return false;
  await seats.leave(flowId);
  measure('FlowEnded', 1, { flow, status: ending.status });
  log.info('flow.ended', { flowId, flow, status: ending.status, hint: ending.hint ?? '' });
  return true;
};
