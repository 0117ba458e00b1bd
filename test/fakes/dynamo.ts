import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { dueIndex } from '../../shared/due.ts';
import { type Attributes, Expressions, InvalidExpression } from './expressions.ts';

/** One call of the table, before it happens. */
export interface Operation {
  readonly kind: 'Get' | 'Put' | 'Update' | 'Delete' | 'TransactWrite' | 'Query';
  /** The keys it touches; for a query the shard. */
  readonly keys: readonly string[];
}

/** What writes have in common; the SDK's own inputs fit it. */
interface Write {
  readonly Key?: Attributes | undefined;
  readonly Item?: Attributes | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ReturnValues?: string | undefined;
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Attributes | undefined;
}

const itemLimitBytes = 400 * 1024;

/**
 * A table of ours in memory: evaluates the expressions it is sent and keeps each call atomic, as DynamoDB does.
 * `before` runs ahead of each call and may wait, so that calls interleave, or throw, so that they fail.
 */
export class FakeDynamo {
  readonly items = new Map<string, Attributes>();
  before: (operation: Operation) => void | Promise<void> = () => undefined;
  /** Whether the answer to this write is lost after it was made, so that the SDK makes it again. */
  losesAnswer: (operation: Operation) => boolean = () => false;

  /** In the place of the document client; of that our code only uses `send`. */
  get client(): DynamoDBDocumentClient {
    return { send: (command: unknown) => this.#send(command) } as unknown as DynamoDBDocumentClient;
  }

  async #send(command: unknown): Promise<unknown> {
    if (command instanceof GetCommand) {
      const pk = keyOf(command.input);
      await this.before({ kind: 'Get', keys: [pk] });
      const item = this.items.get(pk);
      return item ? { Item: structuredClone(item) } : {};
    }
    if (command instanceof QueryCommand) return this.#query(command.input);
    if (command instanceof TransactWriteCommand) return this.#transact(command.input.TransactItems ?? []);
    if (command instanceof PutCommand) return this.#write('Put', command.input);
    if (command instanceof UpdateCommand) return this.#write('Update', command.input);
    if (command instanceof DeleteCommand) return this.#write('Delete', command.input);
    throw new InvalidExpression('the fake does not know this command');
  }

  async #write(kind: 'Put' | 'Update' | 'Delete', write: Write): Promise<object> {
    await this.before({ kind, keys: [keyOf(write)] });
    if (this.losesAnswer({ kind, keys: [keyOf(write)] })) this.#plan(kind, write)?.();
    const apply = this.#plan(kind, write);
    if (!apply) throw new ConditionalCheckFailedException({ $metadata: {}, message: 'the condition does not hold' });
    apply();
    return write.ReturnValues === 'ALL_NEW' ? { Attributes: structuredClone(this.items.get(keyOf(write))) } : {};
  }

  async #transact(writes: NonNullable<TransactWriteCommand['input']['TransactItems']>): Promise<object> {
    const puts = writes.map(({ Put, ...others }) => {
      if (!Put || Object.keys(others).length > 0)
        throw new InvalidExpression('the fake knows only Put in transactions');
      return Put;
    });
    const keys = puts.map(keyOf);
    if (new Set(keys).size < keys.length) throw new InvalidExpression('one item twice in a transaction');
    await this.before({ kind: 'TransactWrite', keys });
    const plans = puts.map((put) => this.#plan('Put', put));
    if (plans.includes(undefined)) {
      const CancellationReasons = plans.map((plan) => ({ Code: plan ? 'None' : 'ConditionalCheckFailed' }));
      throw new TransactionCanceledException({ $metadata: {}, message: 'cancelled', CancellationReasons });
    }
    for (const apply of plans) apply?.();
    return {};
  }

  /** What the write would do; undefined when its condition does not hold. */
  #plan(kind: 'Put' | 'Update' | 'Delete', write: Write): (() => void) | undefined {
    const pk = keyOf(write);
    const before = this.items.get(pk);
    const expressions = new Expressions({
      names: write.ExpressionAttributeNames ?? {},
      values: stored(write.ExpressionAttributeValues ?? {}),
    });
    if (write.ConditionExpression !== undefined && !expressions.holds(write.ConditionExpression, before))
      return undefined;
    const after = afterWrite(kind, write, expressions, before ?? { pk });
    expressions.close();
    if (JSON.stringify(after ?? {}).length > itemLimitBytes) throw new InvalidExpression('the item is too large');
    return () => {
      if (after) this.items.set(pk, after);
      else this.items.delete(pk);
    };
  }

  async #query(query: QueryCommand['input']): Promise<{ Items: Attributes[] }> {
    const { IndexName, KeyConditionExpression = '', ExpressionAttributeValues = {}, Limit = Infinity } = query;
    if (IndexName !== dueIndex) throw new InvalidExpression('only the due index can be queried');
    await this.before({ kind: 'Query', keys: Object.values(ExpressionAttributeValues).filter(isText) });
    const expressions = new Expressions({ names: {}, values: ExpressionAttributeValues });
    const found = [...this.items.values()].filter((item) => expressions.holds(KeyConditionExpression, item));
    const Items = found
      .map(({ pk, dueShard, dueAt }) => ({ pk, dueShard, dueAt }))
      .sort((one, other) => Number(one.dueAt) - Number(other.dueAt))
      .slice(0, Limit);
    return { Items };
  }
}

const afterWrite = (
  kind: 'Put' | 'Update' | 'Delete',
  { Item = {}, UpdateExpression = '' }: Write,
  expressions: Expressions,
  before: Attributes,
): Attributes | undefined => {
  if (kind === 'Delete') return undefined;
  return kind === 'Put' ? stored(Item) : expressions.updated(UpdateExpression, before);
};

/** As the client marshals it: parts that are undefined are left out. */
const stored = (value: Attributes): Attributes => JSON.parse(JSON.stringify(value)) as Attributes;

const isText = (value: unknown): value is string => typeof value === 'string';

const keyOf = ({ Key, Item }: Pick<Write, 'Key' | 'Item'>): string => {
  const pk = (Key ?? Item)?.['pk'];
  if (!isText(pk) || pk === '') throw new InvalidExpression('an item needs its key');
  return pk;
};
