import '../quiet.ts';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { hashOf } from '../../shared/api-keys.ts';
import { localCreditorPublicId, localSecureToken } from '../../local/simulators/billecta/defaults.ts';
import { localPayeeId, localToken } from '../../local/simulators/swedbank-pay/defaults.ts';
import { tableOf } from './table.ts';
import type { World } from './world.ts';

/**
 * The product's own Lambda functions, whole, in this process: beneath the SDK's clients, the clock, chance, timers and
 * HTTP there is the world that runs now.
 */

export const merchantKey = 'sluss_key-of-the-simulated-shop';
export const macKey = 'a-mac-key-of-the-simulation-0123456789';
export const publicUrl = 'https://sluss.example';
export const swedbankPayHost = 'https://swedbank-pay.example';
export const billectaHost = 'https://billecta.example';

let world: World | undefined;
const here = (): World => {
  if (!world) throw new Error('no world runs');
  return world;
};

/** Runs with this world beneath the product; one at a time. */
export const within = async <Answer>(one: World, work: () => Promise<Answer>): Promise<Answer> => {
  world = one;
  try {
    return await work();
  } finally {
    world = undefined;
  }
};

const secrets: Readonly<Record<string, unknown>> = {
  billecta: { secureToken: localSecureToken },
  'swedbank-pay': { token: localToken },
  'mac-key': { key: macKey },
  'api-keys': {
    keys: [
      {
        hash: hashOf(merchantKey),
        merchant: 'shop',
        name: 'of the simulation',
        scopes: ['billecta', 'swedbank-pay', 'results'],
        createdAt: '2026-11-21T10:00:00.000Z',
      },
    ],
  },
};

const replace = (prototype: { send: unknown }, send: (command: unknown) => Promise<unknown>): void => {
  prototype.send = send;
};
replace(DynamoDBDocumentClient.prototype, (command) =>
  (tableOf(command) === 'ledger' ? here().ledger : here().personal).send(command),
);
replace(SFNClient.prototype, (command) => here().stepFunctions.start(command));
replace(EventBridgeClient.prototype, (command) => here().bus.put(command));
replace(SecretsManagerClient.prototype, (command) => {
  const name = command instanceof GetSecretValueCommand ? command.input.SecretId : undefined;
  return Promise.resolve({ SecretString: JSON.stringify(secrets[name ?? '']) });
});

// Each one would build a console of its own, for nobody to read.
const unmeasured = { addDimension: () => undefined, addMetric: () => undefined };
Object.assign(Metrics.prototype, { singleMetric: () => unmeasured });

// Nobody reads the log either, but it is looked at for what may not be there.
const logged = (event: unknown, fields: unknown) => world?.mustNotBePersonal('the log', [event, fields]);
Object.assign(Logger.prototype, { info: logged, warn: logged, error: logged });

// What is copied here is JSON, and this is several times faster.
globalThis.structuredClone = <Value>(value: Value): Value =>
  value === undefined ? value : (JSON.parse(JSON.stringify(value)) as Value);

const real = {
  now: Date.now,
  randomBytes: crypto.randomBytes,
  randomUUID: crypto.randomUUID,
  sleep: timers.setTimeout,
};
Date.now = () => world?.scheduler.now ?? real.now();
Math.random = (
  (random) => () =>
    world?.random.next() ?? random()
)(Math.random);
Object.assign(crypto, {
  randomBytes: (size: number) => world?.random.bytes(size) ?? real.randomBytes(size),
  randomUUID: () => {
    const hex = world?.random.bytes(16).toString('hex');
    return hex?.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5') ?? real.randomUUID();
  },
});
Object.assign(timers, {
  setTimeout: (milliseconds: number) => world?.scheduler.sleep(milliseconds / 1000) ?? real.sleep(milliseconds),
});
syncBuiltinESMExports();

/** An abort signal of the world's time: the fake provider looks at how long it has. */
class Patience {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}
AbortSignal.timeout = (milliseconds) => new Patience(milliseconds) as unknown as AbortSignal;
globalThis.fetch = async (url, { method = 'GET', headers, body, signal } = {}) =>
  here().http({
    url: new URL(url instanceof Request ? url.url : url),
    method,
    headers: headers as Record<string, string>,
    body: typeof body === 'string' ? body : '',
    patienceSeconds: signal instanceof Patience ? signal.milliseconds / 1000 : 30,
  });

const machines = JSON.stringify({
  'bankid-authentication': 'flow',
  'bankid-signature': 'flow',
  'bank-account-lookup': 'flow',
  'autogiro-donor': 'donors',
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
  SYNC_MACHINES: JSON.stringify({ 'swedbank-pay': 'sync' }),
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

const { handler: flows } = await import('../../functions/flows.ts');
const { handler: payments } = await import('../../functions/payments.ts');
const { handler: clock } = await import('../../functions/clock.ts');

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

export const functions = {
  sync: swedbankPaySync,
  slow: swedbankPaySlow,
  poll: billectaPoll,
  look: billectaLook,
  clock,
} as const;

const byRoute: readonly (readonly [begin: string, handler: unknown])[] = [
  ['/callbacks/', swedbankPayCallback],
  ['/v1/swedbank-pay/', swedbankPayApi],
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
