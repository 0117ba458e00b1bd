import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, type IAlarmAction, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { join } from 'node:path';
import { providers } from '../../functions/providers.ts';
import type { OwnSecrets } from './own-secrets.ts';
import { SlussFunction } from './sluss-function.ts';

export interface WebhookProps {
  readonly prefix: string;
  readonly logRetention: RetentionDays;
  readonly alarmAction: IAlarmAction;
  readonly eventBus: EventBus;
  readonly secrets: OwnSecrets;
  /** Where events are posted to. */
  readonly url: string;
}

/** What tells a new state of a watched object. */
const changes = providers.flatMap(({ watched }) => watched?.kinds.map(({ event }) => event) ?? []);

/** With the pauses of shared/webhook, some three hours. */
const triesAtMost = 10;

/** Posts every event of the bus to the shop, signed, until it is taken; what never is waits for a person. */
export class Webhook extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { prefix, logRetention, alarmAction, eventBus, secrets, url }: WebhookProps,
  ) {
    super(scope, id);
    const deadLetters = this.#queue('DeadLetters', `${prefix}-webhook-dead-letters`);
    const queue = this.#queue('Queue', `${prefix}-webhook`, {
      // AWS asks for six times the function's own limit.
      visibilityTimeout: Duration.minutes(3),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: triesAtMost },
    });
    new Rule(this, 'Events', {
      eventBus,
      eventPattern: { source: ['sluss'], detailType: ['flow.ended', 'payment.changed', ...changes] },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });

    secrets.addWebhookKey();
    const post = new SlussFunction(this, 'webhook', {
      prefix,
      logRetention,
      alarmAction,
      entry: join(import.meta.dirname, '..', '..', 'functions', 'webhook.ts'),
      environment: { QUEUE_URL: queue.queueUrl, WEBHOOK_SECRET: secrets.nameOf('webhook'), WEBHOOK_URL: url },
      timeout: Duration.seconds(30),
      failureImpact: 'Events do not reach the shop: the function that posts them throws.',
    });
    secrets.allow(post, 'webhook');
    post.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [queue.queueArn],
    );
    new EventSourceMapping(this, 'Mapping', {
      target: post.function,
      eventSourceArn: queue.queueArn,
      reportBatchItemFailures: true,
      // At most so many batches of ten at once, as few as AWS allows: the shop is no provider with a rate limit to find.
      maxConcurrency: 2,
    });

    new Alarm(this, 'NotEmpty', {
      alarmName: `${prefix}-webhook-dead-letters`,
      alarmDescription: `The shop has not taken an event in ${triesAtMost} tries over three hours: its systems miss it until a person sends it again.`,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(alarmAction);
  }

  #queue(id: string, queueName: string, rest: QueueProps = {}): Queue {
    return new Queue(this, id, {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.DESTROY,
      ...rest,
    });
  }
}
