import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SlowTask } from './slow-requests.ts';

/** Starts the machine that carries out one slow task. It runs once: a name is taken for good. */
export type StartSlowMachine = (task: SlowTask) => Promise<void>;

export const openSlowMachine = (stateMachineArn: string): StartSlowMachine => {
  const sfn = new SFNClient();
  return async (task) => {
    const name = `${task.paymentId}-${task.operationId}-${task.attempt}`;
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(task) }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
};
