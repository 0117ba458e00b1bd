import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  type StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue, DynamoUpdateItem, EventBridgePutEvents } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { AnyPollingFlow } from '../../shared/polling-flow.ts';
import type { PersonalTable } from './personal-table.ts';
import { briefRetry, jsonata, loop, type MachineSettings, waitAndAsk, WatchingMachine } from './watching-machine.ts';

/** The JSONata that only this machine has, by name, so that tests evaluate exactly what is deployed. */
export const expressions = { toAnnounce: '$exists($states.input.announcement)' } as const;

/** The machine needs some time after the deadline, to see the end and announce it. */
const longestExpressFlowSeconds = 285;

export interface PollingMachineProps extends MachineSettings {
  readonly flow: Pick<
    AnyPollingFlow<never>,
    'name' | 'machine' | 'movesMoney' | 'question' | 'giveUpAfterSeconds' | 'failureImpact'
  >;
  readonly poll: IFunction;
  readonly personal: PersonalTable;
  readonly eventBus: EventBus;
}

/**
 * Watches one flow: wait, poll, and again while it is pending; then announce its end and note that it was announced.
 * Its input is a flow's id; it never sees more than ids, times and status words.
 */
export class PollingMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { flow, poll, personal, eventBus, ...settings }: PollingMachineProps) {
    super(scope, id);
    const express = flow.machine === 'express';
    if (express && flow.giveUpAfterSeconds > longestExpressFlowSeconds)
      throw new Error(`${flow.name}: an Express machine lives for 300 s, so giveUpAfterSeconds is at most 285`);

    if (express && (flow.movesMoney || flow.question))
      throw new Error(`${flow.name}: what moves money is waited for longer than an Express machine lives`);

    const { wait, ask } = waitAndAsk(this, 'Poll', poll, 'flowId');
    const done = Succeed.jsonata(this, 'Done');
    const announce = EventBridgePutEvents.jsonata(this, 'Announce', {
      entries: [
        {
          eventBus,
          source: 'sluss',
          detailType: 'flow.ended',
          detail: TaskInput.fromText(jsonata('$states.input.announcement')),
        },
      ],
      outputs: jsonata('$states.input'),
    });
    announce.addRetry(briefRetry);

    const expiresAt = DynamoAttributeValue.numberFromString(jsonata('$string($states.input.expiresAt)'));
    const markAnnounced = DynamoUpdateItem.jsonata(this, 'MarkAnnounced', {
      table: personal.table,
      key: { pk: DynamoAttributeValue.fromString(jsonata("'flow#' & $states.input.flowId")) },
      // Nothing is left to do but to erase it. The condition keeps an erased item from coming back as an empty one.
      updateExpression: 'SET announced = :yes, dueAt = :expiresAt',
      conditionExpression: 'attribute_exists(pk) AND expiresAt = :expiresAt',
      expressionAttributeValues: { ':yes': DynamoAttributeValue.fromBoolean(true), ':expiresAt': expiresAt },
    });
    markAnnounced.addCatch(done, { errors: ['DynamoDB.ConditionalCheckFailedException'] });

    wait.next(ask).next(
      Choice.jsonata(this, 'Pending?')
        .when(Condition.jsonata(jsonata(loop.stillPending)), wait)
        .when(Condition.jsonata(jsonata(expressions.toAnnounce)), announce.next(markAnnounced).next(done))
        .otherwise(done),
    );

    this.machine = new WatchingMachine(this, 'Watching', {
      ...settings,
      name: flow.name,
      start: wait,
      type: express ? StateMachineType.EXPRESS : StateMachineType.STANDARD,
      // An Express machine lives for five minutes; a Standard one for as long as a person may take and then some.
      timeout: express ? Duration.minutes(5) : Duration.days(2),
      may: [
        [['lambda:InvokeFunction'], [poll.functionArn]],
        [['events:PutEvents'], [eventBus.eventBusArn]],
        [['dynamodb:UpdateItem'], [personal.table.tableArn]],
        [personal.keyActions, [personal.key.keyArn]],
      ],
      failureImpact: flow.failureImpact,
    }).machine;
  }
}
