import * as z from 'zod';
import { misunderstood, passOn, problem, type Answer } from './answer.ts';
import type { Call } from './page/shapes.ts';
import { outcomeFor, type Errand } from './results.ts';
import type { Sluss } from './sluss.ts';
import { startedFrom } from './started-flow.ts';

const requests = {
  authentications: {
    path: '/v1/billecta/bankid/authentications',
    body: z.strictObject({}).transform((request) => ({ request, errand: { job: 'authentication' } as Errand })),
  },
  signatures: {
    path: '/v1/billecta/bankid/signatures',
    body: z.strictObject({ visibleText: z.string() }).transform((request) => ({
      request,
      errand: { job: 'signature', visibleText: request.visibleText } as Errand,
    })),
  },
  lookups: {
    path: '/v1/billecta/bank-accounts/lookups',
    body: z
      .strictObject({ personalNumber: z.string(), bank: z.string(), sameDevice: z.boolean() })
      .transform((request) => ({ request, errand: { job: 'lookup' } as Errand })),
  },
};

export type Counter = keyof typeof requests;

const endedFlow = z.object({ status: z.string(), result: z.unknown() });

/** What a merchant's server does: starts flows with its key, and reads what came of them for the visitor who started them. */
export function openShop(sluss: Sluss) {
  const errands = new Map<string, { visitor: string; errand: Errand }>();

  return {
    async banks(): Promise<Answer> {
      const calls: Call[] = [];
      return passOn(await sluss(calls, 'GET', '/v1/billecta/bank-accounts/banks'), calls);
    },

    async start(counter: Counter, visitor: string, asked: unknown, language: string): Promise<Answer> {
      const { path, body } = requests[counter];
      const parsed = body.safeParse(asked);
      if (!parsed.success) return misunderstood();
      const { request, errand } = parsed.data;
      const calls: Call[] = [];
      const answer = await sluss(calls, 'POST', path, {
        body: { ...request, merchantReference: `demo-${counter}` },
        language,
      });
      if (answer.status !== 201) return passOn(answer, calls);
      const started = startedFrom(answer.body);
      errands.set(started.flowId, { visitor, errand });
      return { status: 201, body: started, calls };
    },

    /** A flow's outcome belongs to the visitor who started it: for anybody else there is no such flow. */
    async outcome(flowId: string, visitor: string): Promise<Answer> {
      const known = errands.get(flowId);
      if (known?.visitor !== visitor) return problem(404, 'not-found', 'The shop knows no such errand of yours.');
      const calls: Call[] = [];
      const answer = await sluss(calls, 'GET', `/v1/flows/${encodeURIComponent(flowId)}`);
      if (answer.status !== 200) return passOn(answer, calls);
      const { status, result } = endedFlow.parse(answer.body);
      if (status !== 'complete') return problem(409, 'not-complete', 'The flow has not been completed.', calls);
      return { status: 200, body: outcomeFor(known.errand, result), calls };
    },
  };
}
