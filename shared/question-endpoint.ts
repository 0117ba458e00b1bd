import { isDeepStrictEqual } from 'node:util';
import { answeredAnswer } from './flow-answer.ts';
import { bodyOf, type Endpoint } from './http.ts';
import { describe, log } from './log.ts';
import type { Machines } from './machines.ts';
import { type FlowAccess, flowInPath } from './own-flow.ts';
import type { AnyPollingFlow } from './polling-flow.ts';
import { ProblemError } from './problem.ts';
import { answerRoute } from './question.ts';
import { seconds, type Table } from './table.ts';

export interface QuestionApi extends FlowAccess {
  readonly table: Table;
  readonly machines: Machines;
}

/**
 * Takes the answer to a flow's question, from its merchant or its payer's browser; asks no provider. The same answer may be
 * given again, also after the end.
 */
export const questionEndpoints = <Client>(flow: AnyPollingFlow<Client>, api: QuestionApi): readonly Endpoint[] => {
  const { question } = flow;
  if (!question) return [];
  return [
    {
      route: answerRoute(flow.route, question),
      handle: async (event) => {
        const stored = await flowInPath(event, api);
        if (stored.flow !== flow.name) throw new ProblemError('not-found');
        const answer = bodyOf(event, question.answer);
        if (stored.status === 'pending' && stored.question === 'open') {
          const at = seconds(api.table.now());
          const memory = question.take(stored.memory, answer, at);
          const taken = { answer, memory, result: question.resultOf(memory, {}), hint: question.answeredHint };
          if (await api.store.answer(stored, taken, at + flow.giveUpAfterSeconds))
            await wake(flow.name, stored.flowId, api);
        }
        const { flowId, status, answer: first } = await flowInPath(event, api);
        if (first === undefined) throw new ProblemError('not-asked');
        if (!isDeepStrictEqual(first, answer)) throw new ProblemError('answered-otherwise');
        return { status: 200, body: answeredAnswer.parse({ flowId, status }) };
      },
    },
  ];
};

/** The flow's machine may be in a long wait. Another one is started; if it cannot be, the clock does it. */
const wake = async (flow: string, flowId: string, { machines, table }: QuestionApi): Promise<void> => {
  await machines.start(flow, flowId, seconds(table.now())).catch((error: unknown) => {
    log.error('machine.not-started', { flowId, flow, ...describe(error) });
  });
};
