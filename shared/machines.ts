import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { jsonVariable } from './environment.ts';
import { startOnce } from './start-once.ts';

/** The environment variable that maps a flow's name to its state machine's ARN. */
export const machineArns = jsonVariable(z.record(z.string(), z.string()));

export interface Machines {
  /**
   * Starts the flow's machine with nothing but its id. One that runs already under this name is as good.
   * @param attempt tells a machine that the clock starts anew from the first, where a name may be used once
   */
  start(flow: string, flowId: string, attempt?: number): Promise<void>;
}

export const openMachines = (arns: Readonly<Record<string, string>>): Machines => {
  const sfn = new SFNClient();
  return {
    start: async (flow, flowId, attempt) => {
      const stateMachineArn = arns[flow];
      if (stateMachineArn === undefined) throw new Error(`no machine for the flow ${flow}`);
      await startOnce(sfn, stateMachineArn, attempt === undefined ? flowId : `${flowId}-${attempt}`, { flowId });
    },
  };
};
