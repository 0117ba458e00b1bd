import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Alarm, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  JitterType,
  LogLevel,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import {
  DynamoAttributeValue,
  DynamoUpdateItem,
  EventBridgePutEvents,
  LambdaInvoke,
} from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { AnyPollingFlow } from '../../shared/polling-flow.ts';
import type { PersonalTable } from './personal-table.ts';

/** The JSONata of the machine, by name, so that tests evaluate exactly what is deployed. */
export const expressions = {
  waitSeconds: '$exists($states.input.waitSeconds) ? $states.input.waitSeconds : 1',
  stillPending: "$states.input.status = 'pending'",
  toAnnounce: '$exists($states.input.announcement)',
  afterFailedPoll: "{'flowId': $states.input.flowId, 'status': 'pending', 'waitSeconds': 5}",
} as const;
const jsonata = (expression: string): string => `{% ${expression} %}`;

/** The machine needs some time after the deadline, to see the end and announce it. */
const longestExpressFlowSeconds = 285;

/** What a state machine needs to write its log (Step Functions' guide, logging with CloudWatch Logs). */
const logDeliveryActions = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

export interface PollingMachineProps {
  readonly prefix: string;
  readonly flow: Pick<AnyPollingFlow<never>, 'name' | 'machine' | 'giveUpAfterSeconds' | 'failureImpact'>;
  readonly poll: IFunction;
  readonly personal: PersonalTable;
  readonly eventBus: EventBus;
  readonly logRetention: RetentionDays;
  readonly logging: 'all' | 'errors';
  readonly alarmAction: IAlarmAction;
}

/**
 * Watches one flow: wait, poll, and again while it is pending; then announce its end and note that it was announced.
 * Its input is a flow's id; it never sees more than ids, times and status words.
 */
export class PollingMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: PollingMachineProps) {
    super(scope, id);
    const { prefix, flow, poll, personal, eventBus, logRetention, logging, alarmAction } = props;
    const express = flow.machine === 'express';
    if (express && flow.giveUpAfterSeconds > longestExpressFlowSeconds)
      throw new Error(`${flow.name}: an Express machine lives for 300 s, so giveUpAfterSeconds is at most 285`);

    const wait = Wait.jsonata(this, 'Wait', { time: WaitTime.seconds(jsonata(expressions.waitSeconds)) });
    const done = Succeed.jsonata(this, 'Done');
    const pollTask = LambdaInvoke.jsonata(this, 'Poll', {
      lambdaFunction: poll,
      payload: TaskInput.fromObject({ flowId: jsonata('$states.input.flowId') }),
      outputs: jsonata('$states.result.Payload'),
      retryOnServiceExceptions: false,
    });
    pollTask.addRetry({
      errors: ['Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.SdkClientException'],
      interval: Duration.seconds(1),
      maxAttempts: 3,
      backoffRate: 2,
      jitterStrategy: JitterType.FULL,
    });
    // The loop goes on whatever happened: when to give up is the poll function's to say, and the clock's when it cannot.
    pollTask.addCatch(wait, { errors: ['States.ALL'], outputs: jsonata(expressions.afterFailedPoll) });

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
    announce.addRetry({
      interval: Duration.seconds(1),
      maxAttempts: 3,
      backoffRate: 2,
      jitterStrategy: JitterType.FULL,
    });

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

    wait.next(pollTask).next(
      Choice.jsonata(this, 'Pending?')
        .when(Condition.jsonata(jsonata(expressions.stillPending)), wait)
        .when(Condition.jsonata(jsonata(expressions.toAnnounce)), announce.next(markAnnounced).next(done))
        .otherwise(done),
    );

    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const allow = (actions: readonly string[], resources: readonly string[]) =>
      role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    allow(['lambda:InvokeFunction'], [poll.functionArn]);
    allow(['events:PutEvents'], [eventBus.eventBusArn]);
    allow(['dynamodb:UpdateItem'], [personal.table.tableArn]);
    personal.allowKey({ allow });
    allow(logDeliveryActions, ['*']);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'CloudWatch Logs grants the delivery of vended logs for all resources or none.',
    });
    const stateMachineName = `${prefix}-${flow.name}`;
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName,
      stateMachineType: express ? StateMachineType.EXPRESS : StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(wait),
      // What CDK would grant by itself is wider: every version of the function.
      role: role.withoutPolicyUpdates(),
      // An Express machine lives for five minutes; a Standard one for as long as a person may take and then some.
      timeout: express ? Duration.minutes(5) : Duration.days(2),
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
          retention: logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: logging === 'all' ? LogLevel.ALL : LogLevel.ERROR,
        includeExecutionData: false,
      },
    });

    this.machine.node.addDependency(role);
    Validations.of(this.machine).acknowledge({
      id: 'AwsSolutions-SF2',
      reason:
        'A trace is one more place where data about a person could end; the log and the metrics say what is needed.',
    });

    const period = Duration.minutes(5);
    for (const [kind, metric] of [
      ['failed', this.machine.metricFailed({ period })],
      ['timed-out', this.machine.metricTimedOut({ period })],
    ] as const) {
      new Alarm(this, kind, {
        alarmName: `${stateMachineName}-${kind}`,
        alarmDescription: flow.failureImpact,
        metric,
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(alarmAction);
    }
  }
}
