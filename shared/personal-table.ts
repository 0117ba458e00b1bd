import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dueShardOf } from './due.ts';

/**
 * The one table that holds personal data. Every item about a person is gone within 24 hours: a read treats an expired item as gone,
 * the clock deletes on time, and DynamoDB's own TTL is only the backstop.
 *
 * Keys: `flow#<flowId>`, `request#<flowId>` (what a new order is started with), `claim#<mac>` (Idempotency-Key),
 * `budget#<provider>#<second>` and `seats#<provider>`. No key holds personal data, and the last two hold none at all.
 */
export interface PersonalTable {
  readonly dynamo: DynamoDBDocumentClient;
  readonly name: string;
  /** Milliseconds, as Date.now. */
  readonly now: () => number;
}

/** Longest life of an item: 23 h 45 min, so that a late clock still keeps the 24 hours. */
export const longestLifeSeconds = 85_500;

export const openPersonalTable = (name: string): PersonalTable => ({
  dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(), { marshallOptions: { removeUndefinedValues: true } }),
  name,
  now: Date.now,
});

/** Whole seconds since 1970: the unit of every time in the table, as DynamoDB's TTL demands. */
export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** The two attributes that make an item due: the clock looks at it at `dueAt`. */
export const due = (pk: string, dueAt: number) => ({ dueShard: dueShardOf(pk), dueAt });

/** Runs a conditional write; false when its condition did not hold. */
export const whenConditionHolds = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
