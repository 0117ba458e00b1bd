import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Alarm, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  type IChainable,
  JitterType,
  LogLevel,
  StateMachine,
  type StateMachineType,
  TaskInput,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

/** The JSONata of the loop that all machines have, by name, so that tests evaluate exactly what is deployed. */
export const loop = {
  waitSeconds: '$exists($states.input.waitSeconds) ? $states.input.waitSeconds : 1',
  stillPending: "$states.input.status = 'pending'",
  afterFailure: "$merge([$states.input, {'status': 'pending', 'waitSeconds': 5}])",
} as const;

export const jsonata = (expression: string): string => `{% ${expression} %}`;

export const briefRetry = {
  interval: Duration.seconds(1),
  maxAttempts: 3,
  backoffRate: 2,
  jitterStrategy: JitterType.FULL,
};

/** What Lambda answers instead of calling the function. */
export const whenLambdaIsBusy = {
  errors: ['Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.SdkClientException'],
  ...briefRetry,
};

/** The wait as long as the last answer said, and the question to the function; each leads to the other. */
export const waitAndAsk = (scope: Construct, task: string, lambdaFunction: IFunction, ...fields: string[]) => {
  const wait = Wait.jsonata(scope, 'Wait', { time: WaitTime.seconds(jsonata(loop.waitSeconds)) });
  const ask = LambdaInvoke.jsonata(scope, task, {
    lambdaFunction,
    payload: TaskInput.fromObject(
      Object.fromEntries(fields.map((field) => [field, jsonata(`$states.input.${field}`)])),
    ),
    outputs: jsonata('$states.result.Payload'),
    retryOnServiceExceptions: false,
  });
  ask.addRetry(whenLambdaIsBusy);
  // The loop goes on whatever happened: when to give up is the function's to say, and the clock's when it cannot.
  ask.addCatch(wait, { errors: ['States.ALL'], outputs: jsonata(loop.afterFailure) });
  return { wait, ask };
};

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

/** What is the same for every machine of an environment. */
export interface MachineSettings {
  readonly prefix: string;
  readonly logRetention: RetentionDays;
  readonly logging: 'all' | 'errors';
  readonly alarmAction: IAlarmAction;
}

export interface WatchingMachineProps extends MachineSettings {
  readonly name: string;
  readonly type: StateMachineType;
  readonly start: IChainable;
  readonly timeout: Duration;
  /** What it may do: actions on resources. */
  readonly may: readonly (readonly [actions: readonly string[], resources: readonly string[]])[];
  /** What a person notices when it fails; becomes the alarms' text. */
  readonly failureImpact: string;
}

/** A state machine with all that is decided once: a role of its own, a log without data, and alarms. */
export class WatchingMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: WatchingMachineProps) {
    super(scope, id);
    const { prefix, name, type, start, timeout, may, logRetention, logging, failureImpact, alarmAction } = props;
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    for (const [actions, resources] of [...may, [logDeliveryActions, ['*']] as const]) {
      role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    }
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'CloudWatch Logs grants the delivery of vended logs for all resources or none.',
    });

    const stateMachineName = `${prefix}-${name}`;
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName,
      stateMachineType: type,
      definitionBody: DefinitionBody.fromChainable(start),
      // What CDK would grant by itself is wider: every version of the function.
      role: role.withoutPolicyUpdates(),
      timeout,
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
        alarmDescription: failureImpact,
        metric,
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(alarmAction);
    }
  }
}
