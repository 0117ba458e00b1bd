import { isDeepStrictEqual } from 'node:util';
import type { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dueIndex } from '../../shared/due.ts';
import { merchantIndex, referenceIndex } from '../../shared/payment-index.ts';
import { type Attributes, InvalidExpression } from './expressions.ts';
import { reservedWords } from './reserved-words.ts';

/** The indexes of our tables (infra/constructs), keys only: partition key and sort key. */
const indexes = new Map<string, readonly [partition: string, sort: string]>([
  [dueIndex, ['dueShard', 'dueAt']],
  [merchantIndex.name, [merchantIndex.partitionKey, 'createdAt']],
  [referenceIndex.name, [referenceIndex.partitionKey, 'createdAt']],
]);

interface KeyCondition {
  readonly partition: unknown;
  /** Both included. */
  readonly from: number;
  readonly to: number;
}

/** What an index answers: an item without both of its keys is not in it. */
export const queryIndex = (
  query: QueryCommand['input'],
  items: Iterable<Attributes>,
): { Items: Attributes[]; LastEvaluatedKey?: Attributes } => {
  const { IndexName = '', ScanIndexForward = true, Limit = Infinity, ExclusiveStartKey } = query;
  const keys = indexes.get(IndexName);
  if (!keys) throw new InvalidExpression(`the fake knows no index ${IndexName}`);
  if (query.ConsistentRead) throw new InvalidExpression('an index has no consistent reads');
  const [partition, sort] = keys;
  const condition = conditionOf(query, partition, sort);
  const isWithin = (key: Attributes) =>
    isDeepStrictEqual(key[partition], condition.partition) && isBetween(key[sort], condition.from, condition.to);
  if (ExclusiveStartKey && !isWithin(ExclusiveStartKey))
    throw new InvalidExpression('the provided starting key is outside query boundaries based on provided conditions');

  const direction = ScanIndexForward ? 1 : -1;
  const order = (one: Attributes, other: Attributes) =>
    direction * (Number(one[sort]) - Number(other[sort]) || (String(one['pk']) < String(other['pk']) ? -1 : 1));
  const found = [...items]
    .filter(isWithin)
    .map((item): Attributes => ({ pk: item['pk'], [partition]: item[partition], [sort]: item[sort] }))
    .sort(order)
    .filter(
      (key) => !ExclusiveStartKey || (key['pk'] !== ExclusiveStartKey['pk'] && order(ExclusiveStartKey, key) < 0),
    );
  const Items = found.slice(0, Limit);
  // As DynamoDB has it: whoever stops at the limit does not know whether there is more.
  return Items.length === Limit ? { Items, LastEvaluatedKey: Items.at(-1)! } : { Items };
};

const isBetween = (value: unknown, from: number, to: number): boolean =>
  typeof value === 'number' && value >= from && value <= to;

/** The forms that our code uses, of the few that DynamoDB takes for keys. */
const conditionOf = (
  { KeyConditionExpression = '', ExpressionAttributeValues = {} }: QueryCommand['input'],
  partition: string,
  sort: string,
): KeyCondition => {
  const match =
    /^(\w+) = (:\w+)(?: AND (\w+) (?:(<=|>=) (:\w+)|BETWEEN (:\w+) AND (:\w+)))?$/.exec(KeyConditionExpression) ?? [];
  const [, first = '', partitionValue = '', second = sort, comparison, bound = '', least = '', most = ''] = match;
  if (first !== partition || second !== sort) throw new InvalidExpression('these are not the keys of the index');
  for (const name of [first, second])
    if (reservedWords.has(name.toUpperCase())) throw new InvalidExpression(`${name} is a reserved word`);
  const used = [partitionValue, bound, least, most].filter((name) => name !== '');
  for (const name of new Set([...used, ...Object.keys(ExpressionAttributeValues)]))
    if (!used.includes(name) || ExpressionAttributeValues[name] === undefined)
      throw new InvalidExpression(`${name} is not defined, or not used`);
  const numberOf = (name: string, otherwise: number) =>
    name === '' ? otherwise : Number(ExpressionAttributeValues[name]);
  const [from, to] = [
    numberOf(comparison === '>=' ? bound : least, -Infinity),
    numberOf(comparison === '<=' ? bound : most, Infinity),
  ];
  if (from > to) throw new InvalidExpression('the BETWEEN operator requires upper bound to be above lower bound');
  return { partition: ExpressionAttributeValues[partitionValue], from, to };
};
