import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { localCreditorPublicId } from '../../local/simulators/billecta/defaults.ts';
import { localPayeeId } from '../../local/simulators/swedbank-pay/defaults.ts';
import { localPayeeAlias } from '../../local/simulators/swish/defaults.ts';
import { billectaHost, merchantKey, publicUrl, swedbankPayHost, swishHost } from './beneath.ts';

/** The product's own Lambda functions, whole, in this process. */

const machines = JSON.stringify({
  'bankid-authentication': 'flow',
  'bankid-signature': 'flow',
  'bank-account-lookup': 'flow',
  'autogiro-donor': 'donors',
  'swish-payment': 'swish',
});
Object.assign(process.env, {
  AWS_REGION: 'eu-north-1',
  PERSONAL_TABLE: 'personal',
  LEDGER_TABLE: 'ledger',
  LEDGER_KEY: 'key',
  SLOW_MACHINE: 'slow',
  EVENT_BUS: 'bus',
  API_KEYS_SECRET: 'api-keys',
  MAC_SECRET: 'mac-key',
  MACHINES: machines,
  SYNC_MACHINE: 'sync',
  SYNC_MACHINES: JSON.stringify({ 'swedbank-pay': 'sync', swish: 'swish-sync' }),
  LOOK_MACHINES: JSON.stringify({ billecta: 'look' }),
  CALLBACK_SOURCES: JSON.stringify({ addresses: [], enforced: false }),
  PUBLIC_URL: publicUrl,
  VERSION: '0.0.0',
});

Object.assign(process.env, {
  PROVIDER_SECRET: 'swedbank-pay',
  PROVIDER_SETTINGS: JSON.stringify({ host: swedbankPayHost, origins: [], payeeId: localPayeeId }),
});
const { handler: swedbankPayApi } = await import('../../functions/swedbank-pay/api.ts');
const { handler: swedbankPayCallback } = await import('../../functions/swedbank-pay/callback.ts');
const { handler: swedbankPaySync } = await import('../../functions/swedbank-pay/sync.ts');
const { handler: swedbankPaySlow } = await import('../../functions/swedbank-pay/slow.ts');

Object.assign(process.env, {
  PROVIDER_SECRET: 'billecta',
  PROVIDER_SETTINGS: JSON.stringify({
    host: billectaHost,
    creditorPublicId: localCreditorPublicId,
    // Wide: how the budget is shared has tests of its own.
    rateLimits: { perTenSeconds: 11_000, perMinute: 61_000 },
  }),
});
const { handler: billectaApi } = await import('../../functions/billecta/api.ts');
const { handler: billectaPoll } = await import('../../functions/billecta/poll.ts');
const { handler: billectaLook } = await import('../../functions/billecta/look.ts');

Object.assign(process.env, {
  SYNC_MACHINE: 'swish-sync',
  PROVIDER_SECRET: 'swish',
  PROVIDER_SETTINGS: JSON.stringify({ host: swishHost, payeeAlias: localPayeeAlias }),
});
delete process.env['SLOW_MACHINE'];
const { handler: swishApi } = await import('../../functions/swish/api.ts');
const { handler: swishCallback } = await import('../../functions/swish/callback.ts');
const { handler: swishSync } = await import('../../functions/swish/sync.ts');
const { handler: swishPoll } = await import('../../functions/swish/poll.ts');

const { handler: flows } = await import('../../functions/flows.ts');
const { handler: payments } = await import('../../functions/payments.ts');
const { handler: clock } = await import('../../functions/clock.ts');

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

export const functions = {
  sync: swedbankPaySync,
  slow: swedbankPaySlow,
  poll: billectaPoll,
  swishSync,
  swishPoll,
  look: billectaLook,
  clock,
} as const;

const byRoute: readonly (readonly [begin: string, handler: unknown])[] = [
  ['/callbacks/swedbank-pay/', swedbankPayCallback],
  ['/callbacks/swish/', swishCallback],
  ['/v1/swedbank-pay/', swedbankPayApi],
  ['/v1/swish/', swishApi],
  ['/v1/billecta/', billectaApi],
  ['/v1/payments', payments],
  ['/v1/flows', flows],
];

export interface Answer {
  readonly status: number;
  /** Seconds. */
  readonly retryAfter: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Request {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly idempotencyKey?: string | undefined;
  readonly body?: unknown;
}

/** Calls the function behind a route as the gateway does. */
export const request = async (
  route: string,
  { parameters = {}, idempotencyKey, body }: Request = {},
): Promise<Answer> => {
  const [method = '', path = ''] = route.split(' ');
  const [, handler] = byRoute.find(([begin]) => path.startsWith(begin)) ?? [];
  const event = {
    version: '2.0',
    routeKey: route,
    headers: {
      authorization: `Bearer ${merchantKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    pathParameters: parameters,
    requestContext: { requestId: 'request', http: { method, sourceIp: '192.0.2.1' } },
  } as unknown as APIGatewayProxyEventV2;
  const answer = await (handler as Handler)(event, {} as Context);
  return {
    status: answer.statusCode ?? 0,
    retryAfter: Number(answer.headers?.['retry-after'] ?? 0),
    body: JSON.parse(answer.body ?? '{}') as Record<string, unknown>,
  };
};
