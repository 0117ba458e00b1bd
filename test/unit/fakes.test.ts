import { DeleteCommand, GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { FakeDynamo } from '../fakes/dynamo.ts';
import { Expressions } from '../fakes/expressions.ts';
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
    expect(() => holds(condition)).toThrow();
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
      expect(() => updated(update)).toThrow();
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
