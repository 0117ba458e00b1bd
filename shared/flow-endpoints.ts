import { resultsScope } from './api-keys.ts';
import { endFlow } from './end.ts';
import { answerFlow, answerProgress } from './flow-answer.ts';
import type { Endpoint } from './http.ts';
import { languageOf } from './language.ts';
import { findFor, type FlowAccess, flowIdOf, flowInPath } from './own-flow.ts';
import type { MachineryHint, Message } from './polling-flow.ts';
import type { SeatList } from './seat-list.ts';

export interface FlowDependencies extends FlowAccess {
  /** What the person reads for a flow's hint. */
  readonly message: (flow: string, hint: string) => Message | undefined;
  readonly seatsOf: (provider: string) => Pick<SeatList, 'leave'>;
}

/** Reading and cancelling flows, whichever provider they are at. Calls nobody. */
export const flowEndpoints = (dependencies: FlowDependencies): readonly Endpoint[] => {
  const { callers, store, message, seatsOf } = dependencies;
  return [
    {
      route: 'GET /v1/flows/{flowId}',
      handle: async (event) => {
        const merchant = await callers.merchant(event.headers['authorization'], resultsScope);
        return { status: 200, body: answerFlow(await findFor(merchant, flowIdOf(event), dependencies)) };
      },
    },
    {
      route: 'GET /v1/flows/{flowId}/progress',
      handle: async (event) => {
        const flow = await flowInPath(event, dependencies);
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
        const flow = await flowInPath(event, dependencies);
        const ending = { status: 'cancelled', hint: 'cancelled' satisfies MachineryHint } as const;
        // Of money only the provider can say that it will not move: it is asked, and the flow goes on.
        const cancelled = flow.movesMoney
          ? await store.requestCancellation(flow.flowId).then(() => false)
          : await endFlow(flow, ending, store, seatsOf(flow.provider));
        const { flowId, status } = cancelled ? { ...flow, ...ending } : await flowInPath(event, dependencies);
        return { status: 200, body: { flowId, status } };
      },
    },
  ];
};
