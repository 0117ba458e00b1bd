import {
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  StopExecutionCommand,
  type ExecutionListItem,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { untilSo } from '../../until.ts';
import { machines, sfn } from './account.ts';

/** The executions of all machines, or of the flow's own. The local AWS lists Express ones too (ministack.md 3). */
export const executions = async (flowId = ''): Promise<ExecutionListItem[]> => {
  const found: ExecutionListItem[] = [];
  for (const stateMachineArn of Object.values(machines()))
    for await (const page of paginateListExecutions({ client: sfn }, { stateMachineArn }))
      found.push(...(page.executions ?? []));
  return found.filter(({ name }) => name?.startsWith(flowId));
};

const historyOf = async (executionArn?: string): Promise<HistoryEvent[]> => {
  const history: HistoryEvent[] = [];
  const pages = paginateGetExecutionHistory({ client: sfn }, { executionArn, includeExecutionData: true });
  for await (const { events = [] } of pages) history.push(...events);
  return history;
};

/** Kills the machine that watches the flow, and waits for the look that it may have begun: that runs to its end. */
export const killMachine = async (flowId: string): Promise<void> => {
  for (const { executionArn, status } of await executions(flowId)) {
    if (status !== 'RUNNING') continue;
    await sfn.send(new StopExecutionCommand({ executionArn }));
    await untilSo('the last look to be over', async () => {
      const types = (await historyOf(executionArn)).map(({ type }) => type);
      const count = (wanted: string) => types.filter((type) => type === wanted).length;
      return count('TaskStateEntered') === count('TaskStateExited');
    });
  }
};

/** Stops the machine that watches a payment through its first hour, by the name that it has; all others still may look. */
export const stopWatch = async (paymentId: string): Promise<void> => {
  const machine = machines()['swedbank-pay-sync'] ?? '';
  const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${paymentId}-watch`;
  await sfn.send(new StopExecutionCommand({ executionArn }));
};

/** All that is kept of an execution: name, input, output and every event of its history. */
export const recordOf = async ({ executionArn }: ExecutionListItem): Promise<string> => {
  const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  return JSON.stringify([described, await historyOf(executionArn)]);
};
