import * as z from 'zod';
import { passOn, problem, type Answer } from './answer.ts';
import type { PaidFlow } from './page/pay-shapes.ts';
import type { Call, StartedFlow } from './page/shapes.ts';
import type { Sluss } from './sluss.ts';
import { startedFrom } from './started-flow.ts';

const paidFlow = z.object({
  status: z.string(),
  hint: z.string().nullish(),
  result: z
    .object({
      amount: z.int().nullish(),
      ...{ brand: z.string().nullish(), funding: z.string().nullish(), maskedNumber: z.string().nullish() },
    })
    .nullish(),
});

/** The flows in which customers pay. A flow belongs to the visitor who started it: for others there is none. */
export function openPaidFlows(sluss: Sluss) {
  const visitors = new Map<string, string>();

  return {
    /** Keeps a flow that Sluss has just told of, for its visitor. */
    take(body: unknown, visitor: string): StartedFlow {
      const started = startedFrom(body);
      visitors.set(started.flowId, visitor);
      return started;
    },

    /** What came of a flow. */
    async read(flowId: string, visitor: string): Promise<Answer> {
      if (visitors.get(flowId) !== visitor)
        return problem(404, 'not-found', 'The shop knows no such payment of yours.');
      const calls: Call[] = [];
      const answer = await sluss(calls, 'GET', `/v1/flows/${encodeURIComponent(flowId)}`);
      if (answer.status !== 200) return passOn(answer, calls);
      const { status, hint, result } = paidFlow.parse(answer.body);
      const flow: PaidFlow = { status, hint: hint ?? null, result: result ?? null };
      return { status: 200, body: flow, calls };
    },
  };
}

export type PaidFlows = ReturnType<typeof openPaidFlows>;
