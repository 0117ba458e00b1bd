import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { localAccess } from '../../local/aws/access.ts';
import { dueIndex } from '../../shared/due.ts';
import type { FlowStore } from '../../shared/flow-store.ts';
import { merchantIndex, referenceIndex } from '../../shared/payment-index.ts';
import type { Table } from '../../shared/table.ts';
import { stack } from '../stack.ts';

type NewFlow = Parameters<FlowStore['create']>[0];
type Item = Record<string, unknown>;

const keysOnly = (IndexName: string, partition: string, sort: string) => ({
  IndexName,
  KeySchema: [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' as const },
});

/** A table of the test's own in the local AWS, with the keys and indexes of `infra/`, and a clock that a test moves. */
export class TestTable implements Table {
  readonly name = `integration-${randomUUID()}`;
  readonly dynamo: DynamoDBDocumentClient;
  readonly #client: DynamoDBClient;
  // A whole second: what is told in seconds does not depend on when the test begins.
  #milliseconds = Math.floor(Date.now() / 1000) * 1000;

  constructor() {
    if (stack.awsEndpoint === undefined) throw new Error('integration tests need a stack in the local AWS');
    this.#client = new DynamoDBClient(localAccess(stack.awsEndpoint));
    this.dynamo = DynamoDBDocumentClient.from(this.#client, {
      marshallOptions: { removeUndefinedValues: true },
    });
    beforeAll(() => this.#create());
    afterAll(() => this.dynamo.send(new DeleteTableCommand({ TableName: this.name })));
  }

  readonly now = (): number => this.#milliseconds;

  /** Seconds since 1970, that many from now. */
  inSeconds(seconds: number): number {
    return Math.floor(this.#milliseconds / 1000) + seconds;
  }

  pass(seconds: number): void {
    this.#milliseconds += seconds * 1000;
  }

  async #create(): Promise<void> {
    await this.dynamo.send(
      new CreateTableCommand({
        TableName: this.name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'dueShard', AttributeType: 'S' },
          { AttributeName: 'dueAt', AttributeType: 'N' },
          { AttributeName: merchantIndex.partitionKey, AttributeType: 'S' },
          { AttributeName: referenceIndex.partitionKey, AttributeType: 'S' },
          { AttributeName: 'createdAt', AttributeType: 'N' },
        ],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          keysOnly(dueIndex, 'dueShard', 'dueAt'),
          ...[merchantIndex, referenceIndex].map(({ name, partitionKey }) => keysOnly(name, partitionKey, 'createdAt')),
        ],
      }),
    );
    await waitUntilTableExists({ client: this.#client, maxWaitTime: 20, minDelay: 0.1 }, { TableName: this.name });
  }

  async item(pk: string): Promise<Item | undefined> {
    const { Item } = await this.dynamo.send(
      new GetCommand({ TableName: this.name, Key: { pk }, ConsistentRead: true }),
    );
    return Item;
  }

  async set(pk: string, attribute: string, value: unknown): Promise<void> {
    await this.dynamo.send(
      new UpdateCommand({
        TableName: this.name,
        Key: { pk },
        UpdateExpression: 'SET #attribute = :value',
        ExpressionAttributeNames: { '#attribute': attribute },
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  }

  /** What the index holds of a shard, the earliest first. */
  async dueIn(shard: string): Promise<Item[]> {
    const { Items = [] } = await this.dynamo.send(
      new QueryCommand({
        TableName: this.name,
        IndexName: dueIndex,
        KeyConditionExpression: 'dueShard = :shard',
        ExpressionAttributeValues: { ':shard': shard },
      }),
    );
    return Items;
  }

  /** A flow that was started just now, with three minutes to its deadline and an hour to live. */
  newFlow(more: Partial<NewFlow> = {}): NewFlow {
    return {
      flowId: randomUUID().replaceAll('-', ''),
      flow: 'bankid-authentication',
      provider: 'billecta',
      merchant: 'shop',
      reference: 'order-1',
      status: 'pending',
      movesMoney: false,
      hint: 'outstanding-transaction',
      view: { qr: 'data:image/svg+xml;base64,MQ==' },
      createdAt: this.inSeconds(0),
      deadline: this.inSeconds(180),
      expiresAt: this.inSeconds(3600),
      ...more,
    };
  }
}

/** The same, ten times at once. */
export const tenAtOnce = <Result>(work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: 10 }, (_, index) => work(index)));

/** How many of ten equal requests at once did it. */
export const howMany = async (work: (index: number) => Promise<boolean>): Promise<number> =>
  (await tenAtOnce(work)).filter(Boolean).length;
