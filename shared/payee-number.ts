import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Table } from './table.ts';

const counted = z.object({ counted: z.number() });

/**
 * The next payee reference of a merchant that settles itself: 12 digits (swedbank-pay.md section 17). It comes from a
 * counter in the ledger, since a hash of so few digits would meet its like.
 */
export const nextPayeeNumber =
  ({ dynamo, name }: Pick<Table, 'dynamo' | 'name'>, provider: string) =>
  async (): Promise<string> => {
    const { Attributes } = await dynamo.send(
      new UpdateCommand({
        TableName: name,
        Key: { pk: `payee-number#${provider}` },
        UpdateExpression: 'ADD counted :one',
        ExpressionAttributeValues: { ':one': 1 },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return String(counted.parse(Attributes).counted).padStart(12, '0');
  };
