import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { storedPayment, type StoredPayment } from './payment-item.ts';
import { seconds, type Table } from './table.ts';

export const paymentKey = (paymentId: string) => ({ pk: `payment#${paymentId}` });

export interface Change {
  /** Clauses of the update expression, without `SET` and `REMOVE`. */
  readonly set?: readonly string[];
  readonly remove?: readonly string[];
  readonly condition: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly names?: Readonly<Record<string, string>>;
  /** For the time line. */
  readonly what?: string;
}

/**
 * One conditional write to a payment's item in the ledger.
 * @returns the payment after the change; undefined when the condition did not hold
 */
export const changePayment = async (
  table: Table,
  paymentId: string,
  { set = [], remove = [], condition, values = {}, names = {}, what }: Change,
): Promise<StoredPayment | undefined> => {
  const entry = what === undefined ? undefined : { at: seconds(table.now()), what };
  const sets = entry ? [...set, 'timeline = list_append(timeline, :entry)'] : set;
  const allValues = entry ? { ...values, ':entry': [entry] } : values;
  try {
    const { Attributes } = await table.dynamo.send(
      new UpdateCommand({
        TableName: table.name,
        Key: paymentKey(paymentId),
        UpdateExpression: [
          ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
          ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
        ].join(' '),
        ConditionExpression: condition,
        ...(Object.keys(allValues).length > 0 ? { ExpressionAttributeValues: allValues } : {}),
        ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return storedPayment.parse(Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
};
