import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { ProblemError } from './problem.ts';
import { ProviderUnavailable } from './provider-error.ts';
import { due, seconds, whenConditionHolds, type Table } from './table.ts';
import type { NamedObject } from './watched-object.ts';

/** The API function's time limit (29 s; a poll has 25) and some seconds: then whoever held it is dead, and so is its call. */
const leaseSeconds = 35;
/** How long a change waits for the one before it, and after how long its caller may come back. */
const patienceMilliseconds = 4_000;
const comeBackSeconds = 5;

/**
 * Reads an object of a provider's, changes it and writes it back whole, while nobody else of ours does: each would undo
 * what the other has written.
 * @throws ProblemError `operation-underway` when another change takes too long; nothing was changed
 */
export type Alone = <Answer>(object: NamedObject, change: () => Promise<Answer>) => Promise<Answer>;

/** One change of an object at a time, by a lease in the personal table, where items expire; it holds nothing personal. */
export const oneAtATime =
  (table: Table, provider: string, pause: (milliseconds: number) => Promise<void>): Alone =>
  async ({ kind, id }, change) => {
    // A caller may write a guid in capitals, too.
    const pk = `change#${provider}#${kind}#${id.toLowerCase()}`;
    const holder = randomUUID();
    const until = table.now() + patienceMilliseconds;
    while (!(await take(table, pk, holder))) {
      if (table.now() > until) throw new ProblemError('operation-underway', { retryAfterSeconds: comeBackSeconds });
      await pause(200 + Math.random() * 600);
    }
    let mayArriveYet = false;
    try {
      return await change();
    } catch (error) {
      mayArriveYet = error instanceof ProviderUnavailable && error.httpStatus === undefined;
      throw error;
    } finally {
      // A write that nobody answered may still reach the provider: the next change waits until the lease is over.
      if (!mayArriveYet) await giveBack(table, pk, holder);
    }
  };

/** Or the answer to our own write was lost, and its repetition met it. */
const take = (table: Table, pk: string, holder: string): Promise<boolean> => {
  const now = seconds(table.now());
  const expiresAt = now + leaseSeconds;
  return whenConditionHolds(
    table.dynamo.send(
      new PutCommand({
        TableName: table.name,
        Item: { pk, holder, expiresAt, ...due(pk, expiresAt) },
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now OR holder = :holder',
        ExpressionAttributeValues: { ':now': now, ':holder': holder },
      }),
    ),
  );
};

const giveBack = (table: Table, pk: string, holder: string): Promise<boolean> =>
  whenConditionHolds(
    table.dynamo.send(
      new DeleteCommand({
        TableName: table.name,
        Key: { pk },
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: { ':holder': holder },
      }),
    ),
  );
