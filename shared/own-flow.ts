import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Callers, Merchant } from './callers.ts';
import { isFlowId, isFlowIdOf } from './flow-id.ts';
import type { FlowStore } from './flow-store.ts';
import type { StoredFlow } from './stored-flow.ts';
import { ProblemError } from './problem.ts';

export interface FlowAccess {
  readonly callers: Callers;
  readonly store: FlowStore;
  readonly macKey: () => Promise<string>;
}

export const flowIdOf = (event: APIGatewayProxyEventV2): string => event.pathParameters?.['flowId'] ?? '';

/**
 * A flow of the caller's. Another merchant's flow is as unknown as one that never was.
 * @throws ProblemError `not-found`, `gone`
 */
export const findFor = async (
  caller: Merchant | 'browser',
  flowId: string,
  { store, macKey }: Omit<FlowAccess, 'callers'>,
): Promise<StoredFlow> => {
  if (!isFlowId(flowId)) throw new ProblemError('not-found');
  const flow = await store.find(flowId);
  if (flow && (caller === 'browser' || flow.merchant === caller.name)) return flow;
  // Whoever holds the flow's own token holds the proof that there was one.
  const known = caller === 'browser' || (!flow && isFlowIdOf(await macKey(), caller.name, flowId));
  throw new ProblemError(known ? 'gone' : 'not-found');
};

/** The flow in the path, for its merchant or its payer's browser. @throws ProblemError */
export const flowInPath = async (event: APIGatewayProxyEventV2, access: FlowAccess): Promise<StoredFlow> => {
  const flowId = flowIdOf(event);
  const caller = await access.callers.merchantOrBrowser(event.headers['authorization'], flowId);
  return findFor(caller, flowId, access);
};
