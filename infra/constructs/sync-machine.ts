import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, type StateMachine, StateMachineType, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { jsonata, loop, type MachineSettings, waitAndAsk, WatchingMachine } from './watching-machine.ts';

export interface SyncMachineProps extends MachineSettings {
  readonly provider: string;
  readonly sync: IFunction;
}

/**
 * Looks at one payment until every ring has been caught up with; if it watches, through the payment's first hour. Then
 * the clock does. Its input is a payment's id. Standard, since a name that is in use says that somebody is looking already.
 */
export class SyncMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { provider, sync, ...settings }: SyncMachineProps) {
    super(scope, id);
    const { wait, ask } = waitAndAsk(this, 'Sync', sync, 'paymentId', 'watching');
    const done = Succeed.jsonata(this, 'Done');
    // The first look is at once: somebody has just rung.
    const isPending = Choice.jsonata(this, 'Pending?')
      .when(Condition.jsonata(jsonata(loop.stillPending)), wait)
      .otherwise(done);
    wait.next(ask);
    ask.next(isPending);

    this.machine = new WatchingMachine(this, 'Watching', {
      ...settings,
      name: `${provider}-sync`,
      start: ask,
      type: StateMachineType.STANDARD,
      timeout: Duration.hours(2),
      may: [[['lambda:InvokeFunction'], [sync.functionArn]]],
      failureImpact: `What payments at ${provider} have become is learned late: the clock looks instead.`,
    }).machine;
  }
}
