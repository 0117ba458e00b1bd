import '../quiet.ts';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import crypto from 'node:crypto';
import { EventEmitter } from 'node:events';
import http, { type RequestOptions } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import tls from 'node:tls';
import { hashOf } from '../../shared/api-keys.ts';
import { localSecureToken } from '../../local/simulators/billecta/defaults.ts';
import { localToken } from '../../local/simulators/swedbank-pay/defaults.ts';
import type { HttpRequest } from './http.ts';
import { tableOf } from './table.ts';
import type { World } from './world.ts';

/** What is beneath the product: instead of the SDK's clients, the clock, chance, timers and HTTP, the world that runs now. */

export const merchantKey = 'sluss_key-of-the-simulated-shop';
export const macKey = 'a-mac-key-of-the-simulation-0123456789';
export const publicUrl = 'https://sluss.example';
export const swedbankPayHost = 'https://swedbank-pay.example';
export const billectaHost = 'https://billecta.example';
export const swishHost = 'https://swish.example';

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
  swish: { certificate: '-----BEGIN CERTIFICATE-----', key: '-----BEGIN PRIVATE KEY-----' },
  'mac-key': { key: macKey },
  'api-keys': {
    keys: [
      {
        hash: hashOf(merchantKey),
        merchant: 'shop',
        name: 'of the simulation',
        scopes: ['billecta', 'swedbank-pay', 'swish', 'results'],
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

/** An abort signal of the world's time: the fake provider looks at how long it has. */
class Patience {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}
AbortSignal.timeout = (milliseconds) => new Patience(milliseconds) as unknown as AbortSignal;
const called = (url: URL, method: string, { headers, body, signal }: Sent): HttpRequest => ({
  url,
  method,
  headers: headers as Record<string, string>,
  body: typeof body === 'string' ? body : '',
  patienceSeconds: signal instanceof Patience ? signal.milliseconds / 1000 : 30,
});
interface Sent {
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: unknown;
}
globalThis.fetch = async (url, { method = 'GET', ...sent } = {}) =>
  here().http(called(new URL(url instanceof Request ? url.url : url), method, sent));

/** Mutual TLS is tested elsewhere, over sockets; here only the exchange is left of it. */
const exchange = async (
  request: HttpRequest,
  asked: EventEmitter,
  answered: (answer: EventEmitter) => void,
): Promise<void> => {
  let response: Response;
  try {
    response = await here().http(request);
  } catch (error) {
    asked.emit('error', error);
    return;
  }
  const { status: statusCode, headers } = response;
  const answer = Object.assign(new EventEmitter(), { statusCode, headers: Object.fromEntries(headers) });
  answered(answer);
  try {
    const text = await response.text();
    if (text !== '') answer.emit('data', Buffer.from(text));
    answer.emit('end');
  } catch (error) {
    answer.emit('error', error);
  }
};
Object.assign(tls, { createSecureContext: () => ({}) });
Object.assign(http, {
  request: (url: URL, { method = 'GET', ...sent }: RequestOptions, answered: (answer: EventEmitter) => void) => {
    const asked = new EventEmitter();
    return Object.assign(asked, {
      end: (body: string | null) => void exchange(called(url, method, { ...sent, body }), asked, answered),
    });
  },
});
syncBuiltinESMExports();
