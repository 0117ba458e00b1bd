import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, type EventBridgeClient, ListRuleNamesByTargetCommand } from '@aws-sdk/client-eventbridge';
import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { DescribeStateMachineCommand, type SFNClient, StateMachineDoesNotExist } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, GetQueueUrlCommand, QueueDoesNotExist, type SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment, MachineState, TableState } from './deployment.ts';

/** Undefined for what does not exist; every other error goes on. */
const unlessMissing = async <Value>(
  read: Promise<Value>,
  Missing: new (...args: never[]) => Error,
): Promise<Value | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Missing) return undefined;
    throw error;
  }
};

export const readTable = async (
  dynamo: DynamoDBClient,
  kms: KMSClient,
  TableName: string,
): Promise<TableState | undefined> => {
  const { Table } =
    (await unlessMissing(dynamo.send(new DescribeTableCommand({ TableName })), ResourceNotFoundException)) ?? {};
  if (!Table) return undefined;
  const [{ TimeToLiveDescription: ttl }, { ContinuousBackupsDescription: backups }] = await Promise.all([
    dynamo.send(new DescribeTimeToLiveCommand({ TableName })),
    dynamo.send(new DescribeContinuousBackupsCommand({ TableName })),
  ]);
  const KeyId = Table.SSEDescription?.KMSMasterKeyArn;
  const { KeyMetadata: key } = KeyId === undefined ? {} : await kms.send(new DescribeKeyCommand({ KeyId }));
  return {
    isActive: Table.TableStatus === 'ACTIVE',
    expiresBy: ttl?.TimeToLiveStatus === 'ENABLED' ? ttl.AttributeName : undefined,
    isRecoverable: backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED',
    isProtected: Table.DeletionProtectionEnabled === true,
    hasStream: Table.StreamSpecification?.StreamEnabled === true,
    ownKeyWorks: key ? key.KeyManager === 'CUSTOMER' && key.KeyState === 'Enabled' : undefined,
  };
};

export const readMachine = async (sfn: SFNClient, stateMachineArn: string): Promise<MachineState | undefined> => {
  const found = await unlessMissing(
    sfn.send(new DescribeStateMachineCommand({ stateMachineArn })),
    StateMachineDoesNotExist,
  );
  return (
    found && {
      isActive: found.status === 'ACTIVE',
      type: found.type,
      logLevel: found.loggingConfiguration?.level,
      logsData: found.loggingConfiguration?.includeExecutionData === true,
      traces: found.tracingConfiguration?.enabled === true,
    }
  );
};

/** Rules have generated names, so they are found by what they run. */
export const readRules = async (events: EventBridgeClient, TargetArn: string): ReturnType<Deployment['rulesOf']> => {
  const { RuleNames = [] } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn }));
  const rules = await Promise.all(RuleNames.map((Name) => events.send(new DescribeRuleCommand({ Name }))));
  return rules.map(({ State, ScheduleExpression }) => ({
    isEnabled: State === 'ENABLED',
    schedule: ScheduleExpression,
  }));
};

export const readQueueLength = async (sqs: SQSClient, QueueName: string): Promise<number | undefined> => {
  const { QueueUrl } = (await unlessMissing(sqs.send(new GetQueueUrlCommand({ QueueName })), QueueDoesNotExist)) ?? {};
  if (QueueUrl === undefined) return undefined;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes.ApproximateNumberOfMessages);
};
