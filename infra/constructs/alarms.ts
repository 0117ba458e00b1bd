import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { metricNamespace, type MetricName } from '../../shared/metrics.ts';

export interface AlarmsProps {
  readonly prefix: string;
  readonly email: string;
}

interface OwnAlarm {
  readonly name: string;
  readonly metric: MetricName;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: 'max' | 'sum';
  readonly threshold: number;
  readonly minutes: number;
  /** What a person notices; the runbook has a heading for it. */
  readonly description: string;
}

/** Alarms on our own metrics, and the address that hears of all alarms. */
export class Alarms extends Construct {
  readonly action: IAlarmAction;
  readonly #prefix: string;

  constructor(scope: Construct, id: string, { prefix, email }: AlarmsProps) {
    super(scope, id);
    this.#prefix = prefix;
    const topic = new Topic(this, 'Topic', { topicName: `${prefix}-alarms`, enforceSSL: true });
    // A policy of one's own (here: encrypted transport only) takes the place of the one that lets alarms in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    topic.addSubscription(new EmailSubscription(email));
    this.action = new SnsAction(topic);
  }

  /** An alarm on a metric that our functions write (shared/metrics.ts). */
  on({ name, metric, dimensions, statistic, threshold, minutes, description }: OwnAlarm): void {
    new Alarm(this, name, {
      alarmName: `${this.#prefix}-${name}`,
      alarmDescription: description,
      metric: this.#ownMetric(metric, dimensions, statistic === 'max' ? Stats.MAXIMUM : Stats.SUM, minutes),
      threshold,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(this.action);
  }

  /** That the client certificate for a provider has so many days left at most. It is measured once a day, and the last word stands. */
  onCertificate(provider: string, days: number): void {
    const name = `${provider}-certificate-${days}-days`;
    new Alarm(this, name, {
      alarmName: `${this.#prefix}-${name}`,
      alarmDescription: `The client certificate for ${provider} has at most ${days} days left: after them no payment there can be made, read or paid back.`,
      // Of the measurements of an hour the best counts: it is that of a new certificate.
      metric: this.#ownMetric('CertificateDaysLeft', { provider }, Stats.MAXIMUM, 60),
      comparisonOperator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: days,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.IGNORE,
    }).addAlarmAction(this.action);
  }

  #ownMetric(name: MetricName, dimensions: OwnAlarm['dimensions'], statistic: string, minutes: number): Metric {
    return new Metric({
      namespace: metricNamespace,
      metricName: name,
      dimensionsMap: { service: this.#prefix, ...dimensions },
      statistic,
      period: Duration.minutes(minutes),
    });
  }

  /** What the functions did not answer themselves: they timed out, died, or could not be invoked. */
  onGatewayErrors(api: HttpApi): void {
    new Alarm(this, 'gateway-errors', {
      alarmName: `${this.#prefix}-gateway-errors`,
      alarmDescription: 'Callers get 5xx: many requests fail, whoever is to blame.',
      metric: api.metricServerError({ period: Duration.minutes(5), statistic: Stats.SUM }),
      threshold: 20,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(this.action);
  }

  /** The clock heals everything else, so its silence is an alarm of its own. */
  onSilence(clock: IFunction): void {
    new Alarm(this, 'clock-silent', {
      alarmName: `${this.#prefix}-clock-silent`,
      alarmDescription:
        'The clock has not run for ten minutes: personal data is not erased on time, and flows whose machine died hang.',
      metric: clock.metricInvocations({ period: Duration.minutes(10) }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.BREACHING,
    }).addAlarmAction(this.action);
  }
}
