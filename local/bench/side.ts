import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { localAccess } from '../aws/access.ts';

/** What a side has done so far. */
export interface Counts {
  /** To DynamoDB, as they went out: one that the SDK repeats counts again. */
  requests: number;
  /** Where it would send somebody to look at the payment. That is left out on both sides. */
  starts: number;
}

/** One of the two that are compared: how it takes a callback about a payment. */
export interface Side {
  readonly name: string;
  readonly counts: Readonly<Counts>;
  /** What API Gateway would hand over. */
  eventOf(paymentId: string, body: string): APIGatewayProxyEventV2;
  handle(event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2>;
}

/** A client of its own for a side, which counts into `counts`. */
export const countedClient = (endpoint: string, counts: Counts): DynamoDBClient => {
  const client = new DynamoDBClient(localAccess(endpoint));
  // The last step before the wire, so it is passed once for each attempt.
  client.middlewareStack.add(
    (next) => (request) => {
      counts.requests += 1;
      return next(request);
    },
    { step: 'deserialize', name: 'countRequests', priority: 'low' },
  );
  return client;
};

/** Where every callback of the benchmark comes from. */
export const localAddress = '127.0.0.1';

/** @param route as API Gateway writes route keys */
export const callbackEvent = (
  route: string,
  path: string,
  pathParameters: Record<string, string>,
  body: string,
): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: route,
  rawPath: path,
  rawQueryString: '',
  headers: { 'content-type': 'application/json' },
  pathParameters,
  body,
  isBase64Encoded: false,
  requestContext: {
    accountId: '000000000000',
    apiId: 'bench',
    domainName: 'localhost',
    domainPrefix: 'bench',
    http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: localAddress, userAgent: 'bench' },
    requestId: 'bench',
    routeKey: route,
    stage: '$default',
    time: '21/Nov/2026:10:00:00 +0000',
    timeEpoch: 1795255200000,
  },
});
