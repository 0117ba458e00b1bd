import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dueShardOf } from './due.ts';

/** One of our tables, and the time by which its items are judged. */
export interface Table {
  readonly dynamo: DynamoDBDocumentClient;
  readonly name: string;
  /** Milliseconds, as Date.now. */
  readonly now: () => number;
}

export const openTable = (name: string): Table => ({
  dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(), { marshallOptions: { removeUndefinedValues: true } }),
  name,
  now: Date.now,
});

/** Whole seconds since 1970: the unit of every time in a table, as DynamoDB's TTL demands. */
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
