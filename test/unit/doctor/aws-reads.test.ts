import { DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { SFNClient, StateMachineDoesNotExist } from '@aws-sdk/client-sfn';
import { QueueDoesNotExist, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readMachine, readQueueLength, readRules, readTable } from '../../../local/doctor/aws-reads.ts';

const region = { region: 'eu-north-1' };
const clients = {
  dynamo: new DynamoDBClient(region),
  kms: new KMSClient(region),
  sfn: new SFNClient(region),
  events: new EventBridgeClient(region),
  sqs: new SQSClient(region),
};
afterEach(() => vi.restoreAllMocks());

/** Answers by the command's name, with its input for whoever wants to see it. */
const answering = (answers: Record<string, unknown>) => {
  const inputs: unknown[] = [];
  const send = (command: { constructor: { name: string }; input: unknown }) => {
    inputs.push(command.input);
    const answer = answers[command.constructor.name.replace('Command', '')];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? {});
  };
  const replace = (client: { send: unknown }) =>
    vi.spyOn(client as { send: typeof send }, 'send').mockImplementation(send);
  Object.values(clients).forEach(replace);
  return inputs;
};
const missing = { message: 'not there', $metadata: {} };

describe('a table', () => {
  const described = (table: object) => ({
    DescribeTable: { Table: { TableStatus: 'ACTIVE', ...table } },
    DescribeTimeToLive: { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' } },
    DescribeContinuousBackups: {
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
    },
  });
  const encrypted = { SSEDescription: { SSEType: 'KMS', KMSMasterKeyArn: 'arn:key' } };
  const read = () => readTable(clients.dynamo, clients.kms, 'sluss-test-ledger');

  it('has all that the checks ask for', async () => {
    const key = { KeyMetadata: { KeyManager: 'CUSTOMER', KeyState: 'Enabled' } };
    const settings = { DeletionProtectionEnabled: true, StreamSpecification: { StreamEnabled: true } };
    answering({ ...described({ ...encrypted, ...settings }), DescribeKey: key });
    expect(await read()).toEqual({
      isActive: true,
      expiresBy: 'expiresAt',
      isRecoverable: true,
      isProtected: true,
      hasStream: true,
      ownKeyWorks: true,
    });
  });

  it.each([
    { KeyManager: 'AWS', KeyState: 'Enabled' },
    { KeyManager: 'CUSTOMER', KeyState: 'PendingDeletion' },
  ])('with the key %j has none that works', async (KeyMetadata) => {
    answering({ ...described(encrypted), DescribeKey: { KeyMetadata } });
    expect(await read()).toMatchObject({ ownKeyWorks: false });
  });

  it('with nothing set has nothing', async () => {
    answering({
      DescribeTable: { Table: { TableStatus: 'CREATING' } },
      DescribeTimeToLive: { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED', AttributeName: 'expiresAt' } },
    });
    expect(await read()).toEqual({
      isActive: false,
      expiresBy: undefined,
      isRecoverable: false,
      isProtected: false,
      hasStream: false,
      ownKeyWorks: undefined,
    });
  });

  it('that does not exist is undefined, and any other error is one', async () => {
    answering({ DescribeTable: new ResourceNotFoundException(missing) });
    expect(await read()).toBeUndefined();
    answering({ DescribeTable: new Error('refused') });
    await expect(read()).rejects.toThrow('refused');
  });
});

describe('a state machine', () => {
  const read = () => readMachine(clients.sfn, 'arn:machine');

  it('has its type and what it logs', async () => {
    answering({
      DescribeStateMachine: {
        status: 'ACTIVE',
        type: 'EXPRESS',
        loggingConfiguration: { level: 'ALL', includeExecutionData: false },
        tracingConfiguration: { enabled: true },
      },
    });
    expect(await read()).toEqual({ isActive: true, type: 'EXPRESS', logLevel: 'ALL', logsData: false, traces: true });
  });

  it('that does not exist is undefined', async () => {
    answering({ DescribeStateMachine: new StateMachineDoesNotExist(missing) });
    expect(await read()).toBeUndefined();
  });
});

it('finds rules by what they run', async () => {
  const inputs = answering({
    ListRuleNamesByTarget: { RuleNames: ['generated-1'] },
    DescribeRule: { State: 'DISABLED', ScheduleExpression: 'rate(1 minute)' },
  });
  expect(await readRules(clients.events, 'arn:clock')).toEqual([{ isEnabled: false, schedule: 'rate(1 minute)' }]);
  expect(inputs).toEqual([{ TargetArn: 'arn:clock' }, { Name: 'generated-1' }]);
});

it('counts the messages of a queue, where there is one', async () => {
  answering({
    GetQueueUrl: { QueueUrl: 'https://queue' },
    GetQueueAttributes: { Attributes: { ApproximateNumberOfMessages: '3' } },
  });
  expect(await readQueueLength(clients.sqs, 'dead-letters')).toBe(3);
  answering({ GetQueueUrl: new QueueDoesNotExist(missing) });
  expect(await readQueueLength(clients.sqs, 'dead-letters')).toBeUndefined();
});
