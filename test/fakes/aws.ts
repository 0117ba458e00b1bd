import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SFNClient, type StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, type GetCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { vi } from 'vitest';
import { FakeDynamo } from './dynamo.ts';
import { storedKey } from './stored-key.ts';
import { access, macKey } from './world.ts';

export const keys = {
  shop: 'sluss_shop-key',
  shopToo: 'sluss_second-key-of-the-shop',
  withoutResults: 'sluss_key-without-results',
  other: 'sluss_key-of-another-merchant',
};

/** AWS in memory, beneath the SDK's clients, for whole functions with their own environment. */
export class FakeAws {
  readonly dynamo = new FakeDynamo();
  readonly executions: StartExecutionCommand['input'][] = [];
  readonly secrets = new Map<string, unknown>([
    ['test/billecta', { secureToken: access.secureToken }],
    ['test/mac-key', { key: macKey }],
    [
      'test/api-keys',
      {
        keys: [
          storedKey(keys.shop, 'shop', 'billecta', 'results'),
          storedKey(keys.shopToo, 'shop', 'results'),
          storedKey(keys.withoutResults, 'shop', 'billecta'),
          storedKey(keys.other, 'other', 'billecta', 'results'),
        ],
      },
    ],
  ]);

  /** Puts itself beneath the clients, and sets what the deployment sets in a function's environment. */
  install(): void {
    for (const [name, value] of Object.entries({
      AWS_REGION: 'eu-north-1',
      PERSONAL_TABLE: 'personal',
      LEDGER_TABLE: 'ledger',
      PROVIDER_SECRET: 'test/billecta',
      PROVIDER_SETTINGS: JSON.stringify({
        host: access.host,
        creditorPublicId: access.creditorPublicId,
        rateLimits: { perTenSeconds: 100, perMinute: 600 },
      }),
      API_KEYS_SECRET: 'test/api-keys',
      MAC_SECRET: 'test/mac-key',
      MACHINES: JSON.stringify({
        'bankid-authentication': 'arn:aws:states:eu-north-1:111111111111:stateMachine:login',
      }),
      VERSION: '1.2.3',
    }))
      vi.stubEnv(name, value);
    const { client } = this.dynamo;
    const send = (command: unknown): Promise<unknown> => client.send(command as GetCommand);
    const start = (command: unknown): Promise<unknown> => {
      this.executions.push((command as StartExecutionCommand).input);
      return Promise.resolve({});
    };
    const replace = (prototype: { send: unknown }, fake: (command: unknown) => Promise<unknown>) =>
      vi.spyOn(prototype as { send: typeof fake }, 'send').mockImplementation(fake);
    replace(DynamoDBDocumentClient.prototype, send);
    replace(SecretsManagerClient.prototype, (command) => this.#secret(command));
    replace(SFNClient.prototype, start);
  }

  #secret(command: unknown): Promise<{ SecretString: string }> {
    const name = command instanceof GetSecretValueCommand ? command.input.SecretId : undefined;
    const value = this.secrets.get(name ?? '');
    return value === undefined
      ? Promise.reject(new ResourceNotFoundException({ $metadata: {}, message: 'not found' }))
      : Promise.resolve({ SecretString: typeof value === 'string' ? value : JSON.stringify(value) });
  }
}

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls a function as API Gateway does. */
export const call = async (
  handler: unknown,
  route: string,
  request: {
    readonly key?: string;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    readonly text?: string;
    readonly base64?: boolean;
    readonly parameters?: Record<string, string>;
    readonly query?: Record<string, string>;
    /** Where the route does not say it. */
    readonly method?: string;
    /** The caller's address. */
    readonly sourceIp?: string;
  } = {},
): Promise<Answer> => {
  const { key, headers = {}, body, text, base64 = false, parameters, query, method = route.split(' ')[0] } = request;
  const event = {
    version: '2.0',
    routeKey: route,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined && text === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(text === undefined ? {} : { body: text }),
    isBase64Encoded: base64,
    ...(parameters ? { pathParameters: parameters } : {}),
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: { requestId: 'request-1', http: { method, sourceIp: request.sourceIp ?? '192.0.2.7' } },
  } as unknown as APIGatewayProxyEventV2;
  const answer = await (handler as Handler)(event, {} as Context);
  return {
    status: answer.statusCode,
    headers: answer.headers ?? {},
    body: JSON.parse(answer.body ?? '{}') as Record<string, unknown>,
  };
};
