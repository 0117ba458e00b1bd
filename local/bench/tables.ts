import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dueIndex } from '../../shared/due.ts';
import { localAccess } from '../aws/access.ts';

export const ledgerTable = 'bench-ledger';
export const idempotencyTable = 'bench-idempotency';

/** Makes the ledger, with the keys and the index that infra/constructs/due-table.ts gives it, and Powertools' own table. The local AWS has them at once. */
export const createTables = async (endpoint: string): Promise<void> => {
  const client = new DynamoDBClient(localAccess(endpoint));
  await client.send(
    new CreateTableCommand({
      TableName: ledgerTable,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'dueShard', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
      ],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: dueIndex,
          KeySchema: [
            { AttributeName: 'dueShard', KeyType: 'HASH' },
            { AttributeName: 'dueAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: idempotencyTable,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  client.destroy();
};
