import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { resultsScope } from './api-keys.ts';
import type { Callers, Merchant } from './callers.ts';
import { endFlow } from './end.ts';
import { answerFlow, answerProgress } from './flow-answer.ts';
import { isFlowId, isFlowIdOf } from './flow-id.ts';
import type { FlowStore, StoredFlow } from './flow-store.ts';
import type { Endpoint } from './http.ts';
import { languageOf } from './language.ts';
import type { MachineryHint, Message } from './polling-flow.ts';
import { ProblemError } from './problem.ts';
import type { SeatList } from './seat-list.ts';

export interface FlowDependencies {
  readonly callers: Callers;
  readonly store: FlowStore;
  readonly macKey: () => Promise<string>;
  /** What the person reads for a flow's hint. */
  readonly message: (flow: string, hint: string) => Message | undefined;
  readonly seatsOf: (provider: string) => Pick<SeatList, 'leave'>;
}

/** Reading and cancelling flows, whichever provider they are at. Calls nobody. */
export const flowEndpoints = ({ callers, store, macKey, message, seatsOf }: FlowDependencies): readonly Endpoint[] => {
  /** Another merchant's flow is as unknown as one that never was. */
  const findFor = async (caller: Merchant | 'browser', flowId: string): Promise<StoredFlow> => {
    if (!isFlowId(flowId)) throw new ProblemError('not-found');
    const flow = await store.find(flowId);
    if (flow && (caller === 'browser' || flow.merchant === caller.name)) return flow;
    // Whoever holds the flow's own token holds the proof that there was one.
    const known = caller === 'browser' || (!flow && isFlowIdOf(await macKey(), caller.name, flowId));
    throw new ProblemError(known ? 'gone' : 'not-found');
  };

  return [
    {
      route: 'GET /v1/flows/{flowId}',
      handle: async (event) => {
        const merchant = await callers.merchant(event.headers['authorization'], resultsScope);
        return { status: 200, body: answerFlow(await findFor(merchant, flowIdOf(event))) };
      },
    },
    {
      route: 'GET /v1/flows/{flowId}/progress',
      handle: async (event) => {
        const caller = await callers.merchantOrBrowser(event.headers['authorization'], flowIdOf(event));
        const flow = await findFor(caller, flowIdOf(event));
        const language = languageOf(event.headers['accept-language']);
        const words = flow.hint === undefined ? undefined : message(flow.flow, flow.hint);
        return {
          status: 200,
          headers: { 'content-language': language },
          body: answerProgress(flow, words?.[language] ?? null),
        };
      },
    },
    {
      route: 'DELETE /v1/flows/{flowId}',
      handle: async (event) => {
        const caller = await callers.merchantOrBrowser(event.headers['authorization'], flowIdOf(event));
        const flow = await findFor(caller, flowIdOf(event));
        const ending = { status: 'cancelled', hint: 'cancelled' satisfies MachineryHint } as const;
        // Of money only the provider can say that it will not move: it is asked, and the flow goes on.
        const cancelled = flow.movesMoney
          ? await store.requestCancellation(flow.flowId).then(() => false)
          : await endFlow(flow, ending, store, seatsOf(flow.provider));
        const { flowId, status } = cancelled ? { ...flow, ...ending } : await findFor(caller, flow.flowId);
        return { status: 200, body: { flowId, status } };
      },
    },
  ];
};

const flowIdOf = (event: APIGatewayProxyEventV2): string => event.pathParameters?.['flowId'] ?? '';
