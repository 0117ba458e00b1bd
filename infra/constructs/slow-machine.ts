import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type StateMachine, StateMachineType, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { jsonata, type MachineSettings, WatchingMachine } from './watching-machine.ts';

export interface SlowMachineProps extends MachineSettings {
  readonly provider: string;
  readonly slow: IFunction;
}

/**
 * Carries out what takes longer than the gateway waits: one call of a function, never repeated, since money moves in it.
 * Ids in, a status word out. Standard, since a name that was used once is refused for good.
 */
export class SlowMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { provider, slow, ...settings }: SlowMachineProps) {
    super(scope, id);
    const carryOut = LambdaInvoke.jsonata(this, 'CarryOut', {
      lambdaFunction: slow,
      payload: TaskInput.fromObject({
        paymentId: jsonata('$states.input.paymentId'),
        operationId: jsonata('$states.input.operationId'),
        attempt: jsonata('$states.input.attempt'),
      }),
      outputs: jsonata('$states.result.Payload'),
      retryOnServiceExceptions: false,
    });
    this.machine = new WatchingMachine(this, 'Watching', {
      ...settings,
      name: `${provider}-slow`,
      start: carryOut,
      type: StateMachineType.STANDARD,
      timeout: Duration.seconds(90),
      may: [[['lambda:InvokeFunction'], [slow.functionArn]]],
      failureImpact: `An authorization or a recurring payment at ${provider} may have been asked for, and nobody heard the answer.`,
    }).machine;
  }
}
