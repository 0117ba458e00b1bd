import { IdempotencyConfig } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { makeHandlerIdempotent } from '@aws-lambda-powertools/idempotency/middleware';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { seconds } from '../../shared/table.ts';
import { callbackEvent, countedClient, type Counts, type Side } from './side.ts';
import { idempotencyTable, ledgerTable } from './tables.ts';

const route = 'POST /callbacks/{paymentId}';

/**
 * The same job as most people would do it: each payment and transaction is taken once, which Powertools' idempotency sees
 * to, as its documentation sets it up. Its write is the plainest that counts a ring and makes the payment due.
 */
export const peer = (endpoint: string): Side => {
  const counts: Counts = { requests: 0, starts: 0 };
  const client = countedClient(endpoint, counts);
  const dynamo = DynamoDBDocumentClient.from(client);
  const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(
      makeHandlerIdempotent({
        persistenceStore: new DynamoDBPersistenceLayer({ tableName: idempotencyTable, awsSdkV3Client: client }),
        config: new IdempotencyConfig({
          eventKeyJmesPath: 'powertools_json(body).[payment.id, transaction.id]',
          throwOnNoIdempotencyKey: true,
        }),
      }),
    )
    .handler(async (event) => {
      await dynamo.send(
        new UpdateCommand({
          TableName: ledgerTable,
          Key: { pk: `payment#${event.pathParameters?.['paymentId'] ?? ''}` },
          UpdateExpression: 'SET requestedSync = requestedSync + :one, dueAt = :now',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':one': 1, ':now': seconds(Date.now()) },
        }),
      );
      counts.starts += 1;
      return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
    });
  return {
    name: 'peer',
    counts,
    eventOf: (paymentId, body) => callbackEvent(route, `/callbacks/${paymentId}`, { paymentId }, body),
    handle: (event, context) => handler(event, context),
  };
};
