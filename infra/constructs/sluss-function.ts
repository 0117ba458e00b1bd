import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, type IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { dirname } from 'node:path';
import { bundleOf } from './bundles.ts';

export interface SlussFunctionProps {
  /** Such as `sluss-test`; begins every name that must be unique in the account. */
  readonly prefix: string;
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  readonly logRetention: RetentionDays;
  /** What a person notices when this function fails; becomes the alarm's text. */
  readonly failureImpact: string;
  readonly alarmAction: IAlarmAction;
}

/** A Lambda function with all that is decided once: runtime, bundle, log group, a role of its own, and an alarm. */
export class SlussFunction extends Construct {
  readonly function: IFunction;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: SlussFunctionProps) {
    super(scope, id);
    const { prefix, entry, environment, timeout, logRetention, failureImpact, alarmAction } = props;
    const functionName = `${prefix}-${id}`;

    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.#role);

    const lambda = new Function(this, 'Function', {
      functionName,
      // Templates alone need no bundle.
      code: Code.fromAsset(Stack.of(this).bundlingRequired ? bundleOf(this, entry) : dirname(entry)),
      handler: 'index.handler',
      role: this.#role,
      logGroup,
      timeout,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      environment: { ...environment, POWERTOOLS_SERVICE_NAME: prefix, NODE_OPTIONS: '--enable-source-maps' },
    });
    this.function = lambda;

    new Alarm(this, 'Errors', {
      alarmName: `${functionName}-errors`,
      alarmDescription: failureImpact,
      metric: lambda.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(alarmAction);
  }

  allow(actions: readonly string[], resources: readonly string[]): void {
    this.#role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
