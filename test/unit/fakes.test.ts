import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { FakeDynamo } from '../fakes/dynamo.ts';
import { Expressions, InvalidExpression } from '../fakes/expressions.ts';
import { rejection } from '../fakes/world.ts';

const item = { pk: 'a', used: 2, words: 'x', seats: { one: 1, two: 2 }, flag: true };
const values = { ':two': 2, ':x': 'x', ':three': 3 };

const holds = (condition: string, target: typeof item | undefined = item) =>
  new Expressions({ names: { '#words': 'words', '#one': 'one' }, values }).holds(condition, target);

describe('conditions', () => {
  it.each([
    ['used = :two', true],
    ['used <> :two', false],
    ['used < :three AND used >= :two', true],
    ['used > :two', false],
    ['nowhere <= :two', false],
    ['nowhere = :two', false],
    ['nowhere <> :two', true],
    ['words < :three', false],
    ['#words = :x', true],
    ['seats.#one < :two', true],
    ['size(seats) = :two', true],
    ['size(nowhere) < :two', false],
    ['attribute_exists(seats.two) AND attribute_not_exists(seats.three)', true],
    ['used = :three OR used = :two AND words = :x', true],
    ['(used = :two OR used = :three) AND words = :two', false],
  ])('%s: %s', (condition, result) => {
    expect(holds(condition)).toBe(result);
  });

  it('of an item that is not there, only its absence holds', () => {
    expect(new Expressions({ names: {}, values }).holds('attribute_not_exists(pk)', undefined)).toBe(true);
    expect(new Expressions({ names: {}, values }).holds('used < :two', undefined)).toBe(false);
  });

  it.each([
    'status = :two',
    'used = :unknown',
    '#unknown = :two',
    'used ~ :two',
    'begins_with(words, :x)',
    'used = :two used',
    '(used = :two',
    '',
  ])('%j is refused', (condition) => {
    expect(() => holds(condition)).toThrow(InvalidExpression);
  });
});

describe('updates', () => {
  const updated = (update: string) => new Expressions({ names: {}, values }).updated(update, item);

  it('set, remove and add, each path once', () => {
    expect(updated('SET words = :three, seats.two = :x REMOVE flag ADD used :two, fresh :two')).toEqual({
      pk: 'a',
      used: 4,
      words: 3,
      seats: { one: 1, two: 'x' },
      fresh: 2,
    });
    expect(item.seats.two).toBe(2);
  });

  it.each(['SET nowhere.two = :x', 'SET words = :x REMOVE words', 'ADD words :two', 'DELETE words :x'])(
    '%s is refused',
    (update) => {
      expect(() => updated(update)).toThrow(InvalidExpression);
    },
  );
});

describe('the table', () => {
  const TableName = 't';
  const put = (pk: string, more = {}) => new PutCommand({ TableName, Item: { pk, ...more } });
  const absent = 'attribute_not_exists(pk)';

  it('leaves out what is undefined, and hands out copies', async () => {
    const { client, items } = new FakeDynamo();
    await client.send(put('a', { kept: 1, left: undefined }));
    const { Item } = await client.send(new GetCommand({ TableName, Key: { pk: 'a' } }));
    expect(Item).toEqual({ pk: 'a', kept: 1 });
    if (Item) Item['kept'] = 2;
    expect(items.get('a')).toEqual({ pk: 'a', kept: 1 });
  });

  it('refuses a placeholder that is not used, and an item that is too large', async () => {
    const { client } = new FakeDynamo();
    const update = new UpdateCommand({
      TableName,
      Key: { pk: 'a' },
      UpdateExpression: 'SET one = :one',
      ExpressionAttributeValues: { ':one': 1, ':two': 2 },
    });
    expect(await rejection(client.send(update))).toMatchObject({ name: 'ValidationException' });
    expect(await rejection(client.send(put('a', { x: 'x'.repeat(410_000) })))).toMatchObject({
      name: 'ValidationException',
    });
  });

  it('a transaction is all or nothing', async () => {
    const { client, items } = new FakeDynamo();
    await client.send(put('b'));
    const both = new TransactWriteCommand({
      TransactItems: ['a', 'b'].map((pk) => ({ Put: { TableName, Item: { pk }, ConditionExpression: absent } })),
    });
    expect(await rejection(client.send(both))).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    expect([...items.keys()]).toEqual(['b']);
    await client.send(new DeleteCommand({ TableName, Key: { pk: 'b' } }));
    await client.send(both);
    expect([...items.keys()]).toEqual(['a', 'b']);
  });

  it('asks its hook before each call, which may fail it', async () => {
    const dynamo = new FakeDynamo();
    const seen: string[] = [];
    dynamo.before = ({ kind, keys }) => {
      seen.push(`${kind} ${keys.join(' ')}`);
      if (kind === 'Put') throw new Error('away');
    };
    expect(await rejection(dynamo.client.send(put('a')))).toMatchObject({ message: 'away' });
    await dynamo.client.send(new GetCommand({ TableName, Key: { pk: 'a' } }));
    expect(seen).toEqual(['Put a', 'Get a']);
    expect(dynamo.items.size).toBe(0);
  });
});

describe('reading many', () => {
  const TableName = 't';
  const filled = (...items: readonly Record<string, unknown>[]) => {
    const dynamo = new FakeDynamo();
    for (const each of items) dynamo.items.set(String(each['pk']), each);
    return dynamo;
  };
  const three = filled(
    { pk: 'a', merchant: 'shop', createdAt: 2, more: 1 },
    { pk: 'b', merchant: 'shop', createdAt: 1 },
    { pk: 'c', merchant: 'shop', createdAt: 3 },
    { pk: 'd', merchant: 'other', createdAt: 2 },
    { pk: 'e', merchant: 'shop' },
  );
  const query = (more: Partial<QueryCommand['input']> = {}) =>
    three.client.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-merchant',
        KeyConditionExpression: 'merchant = :m',
        ExpressionAttributeValues: { ':m': 'shop' },
        ...more,
      }),
    );
  const keysOf = async (more?: Partial<QueryCommand['input']>) =>
    (await query(more)).Items?.map(({ pk }) => String(pk));

  it('an index has its keys only, of the items that have both, in their order', async () => {
    expect((await query()).Items?.[1]).toEqual({ pk: 'a', merchant: 'shop', createdAt: 2 });
    expect(await keysOf()).toEqual(['b', 'a', 'c']);
    expect(await keysOf({ ScanIndexForward: false })).toEqual(['c', 'a', 'b']);
  });

  it('is narrowed by the sort key', async () => {
    const between = 'merchant = :m AND createdAt BETWEEN :from AND :to';
    const values = { ':m': 'shop', ':from': 2, ':to': 3 };
    expect(await keysOf({ KeyConditionExpression: between, ExpressionAttributeValues: values })).toEqual(['a', 'c']);
    const atMost = { KeyConditionExpression: 'merchant = :m AND createdAt <= :to' };
    expect(await keysOf({ ...atMost, ExpressionAttributeValues: { ':m': 'shop', ':to': 2 } })).toEqual(['b', 'a']);
  });

  it('comes in pages, and a full one says where to go on, whether there is more or not', async () => {
    const first = await query({ Limit: 2 });
    expect(first.LastEvaluatedKey).toEqual({ pk: 'a', merchant: 'shop', createdAt: 2 });
    const second = await query({ Limit: 2, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(second).toMatchObject({ Items: [{ pk: 'c' }] });
    expect(second).not.toHaveProperty('LastEvaluatedKey');
    expect(await query({ Limit: 3 })).toHaveProperty('LastEvaluatedKey');
  });

  it.each<[string, Partial<QueryCommand['input']>]>([
    ['an index that nobody knows', { IndexName: 'by-name' }],
    ['a key of another index', { KeyConditionExpression: 'dueShard = :m' }],
    ['a condition that is none of a key', { KeyConditionExpression: 'merchant = :m OR merchant = :m' }],
    ['a value that is not used', { ExpressionAttributeValues: { ':m': 'shop', ':x': 1 } }],
    ['a value that is missing', { ExpressionAttributeValues: {} }],
    ['a start in another partition', { ExclusiveStartKey: { pk: 'd', merchant: 'other', createdAt: 2 } }],
    ['a consistent read', { ConsistentRead: true }],
  ])('%s is refused', async (_, more) => {
    expect(await rejection(query(more))).toMatchObject({ name: 'ValidationException' });
  });

  it('a batch leaves some for the next request, and has its own order', async () => {
    const read = (...pks: string[]) =>
      three.client.send(new BatchGetCommand({ RequestItems: { t: { Keys: pks.map((pk) => ({ pk })) } } }));
    const { Responses, UnprocessedKeys } = await read('a', 'b', 'none');
    expect(Responses?.['t']?.map(({ pk }) => String(pk))).toEqual(['b', 'a']);
    expect(UnprocessedKeys?.['t']?.Keys).toEqual([{ pk: 'none' }]);
    expect(await read('none')).toEqual({ Responses: { t: [] }, UnprocessedKeys: {} });
    expect(await rejection(read('a', 'a'))).toMatchObject({ name: 'ValidationException' });
    expect(await rejection(read())).toMatchObject({ name: 'ValidationException' });
  });

  it('a scan comes to every item, page by page', async () => {
    const seen: unknown[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const command: ScanCommand = new ScanCommand({ TableName, ...(start ? { ExclusiveStartKey: start } : {}) });
      const { Items = [], LastEvaluatedKey } = await three.client.send(command);
      seen.push(...Items.map(({ pk }) => pk as unknown));
      start = LastEvaluatedKey;
    } while (start);
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
