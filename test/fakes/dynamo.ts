import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Attributes, Expressions, InvalidExpression } from './expressions.ts';
import { queryIndex } from './index-queries.ts';

/** One call of the table, before it happens. */
export interface Operation {
  readonly kind: 'Get' | 'BatchGet' | 'Put' | 'Update' | 'Delete' | 'TransactWrite' | 'Query' | 'Scan';
  /** The keys it touches; for a query the partition of the index. */
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
const batchLimit = 100;

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
    if (command instanceof BatchGetCommand) return this.#batchGet(command.input.RequestItems ?? {});
    if (command instanceof QueryCommand) return this.#query(command.input);
    if (command instanceof ScanCommand) return this.#scan(command.input);
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
    const before = structuredClone(this.items.get(keyOf(write)));
    apply();
    if (write.ReturnValues === 'ALL_OLD') return { Attributes: before };
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

  async #batchGet(request: NonNullable<BatchGetCommand['input']['RequestItems']>): Promise<object> {
    const [[table, { Keys = [] }] = ['', {}], ...others] = Object.entries(request);
    if (others.length > 0) throw new InvalidExpression('the fake is one table');
    const keys = Keys.map((Key) => keyOf({ Key }));
    if (keys.length === 0 || keys.length > batchLimit) throw new InvalidExpression('a batch has 1 to 100 keys');
    if (new Set(keys).size < keys.length) throw new InvalidExpression('one item twice in a batch');
    await this.before({ kind: 'BatchGet', keys });
    // In an order of their own, as DynamoDB answers; half of them must be asked for again, as after 16 MB.
    const taken = keys.slice(0, Math.ceil(keys.length / 2)).reverse();
    const left = keys.slice(taken.length).map((pk) => ({ pk }));
    return {
      Responses: { [table]: taken.flatMap((pk) => structuredClone(this.items.get(pk)) ?? []) },
      UnprocessedKeys: left.length > 0 ? { [table]: { Keys: left } } : {},
    };
  }

  async #query(query: QueryCommand['input']): Promise<{ Items: Attributes[] }> {
    await this.before({ kind: 'Query', keys: Object.values(query.ExpressionAttributeValues ?? {}).filter(isText) });
    return queryIndex(query, this.items.values());
  }

  /** One item at a time, so that every page is asked for. */
  async #scan({ ExclusiveStartKey, FilterExpression }: ScanCommand['input']): Promise<object> {
    if (FilterExpression !== undefined) throw new InvalidExpression('the fake does not filter scans');
    const keys = [...this.items.keys()].sort();
    const next = keys.find((pk) => !ExclusiveStartKey || pk > String(ExclusiveStartKey['pk']));
    await this.before({ kind: 'Scan', keys: next === undefined ? [] : [next] });
    return next === undefined
      ? { Items: [] }
      : { Items: [structuredClone(this.items.get(next))], LastEvaluatedKey: { pk: next } };
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
