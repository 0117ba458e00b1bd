import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type StateMachine, StateMachineType, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { jsonata, type MachineSettings, WatchingMachine, whenLambdaIsBusy } from './watching-machine.ts';

export interface LookMachineProps extends MachineSettings {
  readonly provider: string;
  readonly look: IFunction;
}

/**
 * Looks once at the watched objects that it is given: keys in, a count out. What it does not reach is still due, so the
 * clock sends another. Standard, since a name that is in use says that somebody is looking already.
 */
export class LookMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { provider, look, ...settings }: LookMachineProps) {
    super(scope, id);
    const ask = LambdaInvoke.jsonata(this, 'Look', {
      lambdaFunction: look,
      payload: TaskInput.fromObject({ objects: jsonata('$states.input.objects') }),
      outputs: jsonata('$states.result.Payload'),
      retryOnServiceExceptions: false,
    });
    ask.addRetry(whenLambdaIsBusy);
    this.machine = new WatchingMachine(this, 'Watching', {
      ...settings,
      name: `${provider}-look`,
      start: ask,
      type: StateMachineType.STANDARD,
      timeout: Duration.seconds(90),
      may: [[['lambda:InvokeFunction'], [look.functionArn]]],
      failureImpact: `What changes at ${provider} without our doing is learned late: the next run of the clock looks instead.`,
    }).machine;
  }
}
