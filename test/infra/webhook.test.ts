import { describe, expect, it } from 'vitest';
import { Synthesized } from './template.ts';

const url = 'https://shop.example/events';
const stack = new Synthesized('production', { webhook: { url } });
const queueNamed = (name: string) =>
  stack.all('AWS::SQS::Queue').find(({ Properties }) => Properties['QueueName'] === `sluss-production-${name}`)!;
const queue = queueNamed('webhook');
const deadLetters = queueNamed('webhook-dead-letters');
const arnOf = ({ id }: { readonly id: string }) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const nameOf = (name: string) => `sluss-production-${name}`;
const post = stack
  .all('AWS::Lambda::Function')
  .find(({ Properties }) => Properties['FunctionName'] === nameOf('webhook'))!;

describe('events on their way to the shop', () => {
  it('are those of ours and no others', () => {
    const [rule, ...others] = stack
      .all('AWS::Events::Rule')
      .filter(({ Properties }) => Properties['EventPattern'] !== undefined);
    expect(others).toEqual([]);
    expect(rule?.Properties).toMatchObject({
      EventBusName: { Ref: stack.one('AWS::Events::EventBus').id },
      EventPattern: {
        source: ['sluss'],
        'detail-type': ['flow.ended', 'payment.changed', 'invoice.changed', 'autogiro.changed'],
      },
      Targets: [{ Arn: arnOf(queue), DeadLetterConfig: { Arn: arnOf(deadLetters) } }],
    });
  });

  it('wait encrypted, for two weeks, and travel encrypted only', () => {
    const policies = stack.all('AWS::SQS::QueuePolicy').map(({ Properties }) => Properties);
    for (const each of [queue, deadLetters]) {
      expect(each.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
      const policy = policies.find(({ Queues }) => JSON.stringify(Queues) === JSON.stringify([{ Ref: each.id }]));
      const { Statement } = policy!['PolicyDocument'] as { Statement: unknown[] };
      expect(Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
    expect(stack.all('AWS::SQS::Queue')).toHaveLength(2);
  });

  it('are tried ten times, each longer than the function may take, and then set aside', () => {
    expect(queue.Properties['RedrivePolicy']).toEqual({
      deadLetterTargetArn: arnOf(deadLetters),
      maxReceiveCount: 10,
    });
    expect(queue.Properties['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * Number(post.Properties['Timeout']));
    expect(post.Properties['Timeout']).toBeGreaterThan(10);
  });

  it('are each taken or not by itself, and few at once', () => {
    expect(stack.one('AWS::Lambda::EventSourceMapping').Properties).toMatchObject({
      EventSourceArn: arnOf(queue),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});

it('the function is told where to post, and may read its own secret and its own queue, nothing else', () => {
  const { Variables } = post.Properties['Environment'] as { Variables: Record<string, unknown> };
  expect(Variables).toMatchObject({
    WEBHOOK_URL: url,
    WEBHOOK_SECRET: 'sluss/production/webhook',
    QUEUE_URL: { Ref: queue.id },
  });
  expect(stack.grants(nameOf('webhook'))).toEqual(
    [
      'logs:CreateLogStream webhookLogs',
      'logs:PutLogEvents webhookLogs',
      'secretsmanager:GetSecretValue secretsmanager:eu-north-1:222222222222:secret:sluss/production/webhook-??????',
      ...['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
        (action) => `sqs:${action} webhookQueue`,
      ),
    ].sort(),
  );
});

it('its secret is generated, goes with the setting, and nobody else may read it', () => {
  const secret = stack
    .all('AWS::SecretsManager::Secret')
    .find(({ Properties }) => Properties['Name'] === 'sluss/production/webhook')!;
  expect(secret.Properties['GenerateSecretString']).toMatchObject({ PasswordLength: 64, ExcludePunctuation: true });
  expect(secret.DeletionPolicy).toBe('Delete');
  const readers = stack
    .all('AWS::Lambda::Function')
    .map(({ Properties }) => String(Properties['FunctionName']))
    .filter((name) => stack.grants(name).some((grant) => grant.includes('/webhook-')));
  expect(readers).toEqual([nameOf('webhook')]);
});

it('what is set aside is an alarm, and so is a function that throws', () => {
  const alarms = stack.all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
  expect(alarms.find((alarm) => alarm['AlarmName'] === nameOf('webhook-dead-letters'))).toMatchObject({
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [deadLetters.id, 'QueueName'] } }],
    Statistic: 'Maximum',
    Threshold: 1,
    AlarmActions: [{ Ref: stack.one('AWS::SNS::Topic').id }],
  });
  expect(alarms.map((alarm) => alarm['AlarmName'])).toContain(nameOf('webhook-errors'));
});

it('without the setting nothing of it is there', () => {
  const plain = new Synthesized('production');
  for (const type of ['AWS::SQS::Queue', 'AWS::Lambda::EventSourceMapping']) expect(plain.all(type)).toEqual([]);
  expect(plain.text).not.toContain('webhook');
});
