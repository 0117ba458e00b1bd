import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import {
  GetSecretValueCommand,
  ResourceNotFoundException as SecretMissing,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { settingsOf, type EnvironmentName } from '../../infra/environments.ts';
import type { AnyProvider } from '../../shared/provider.ts';
import { localAccess } from '../aws/access.ts';
import { openAsk, openReadWithCertificate } from './ask.ts';
import { readMachine, readQueueLength, readRules, readTable } from './aws-reads.ts';
import type { Deployment, GatewayState } from './deployment.ts';
import { remembered } from './remembered.ts';
import { signedHeaders } from './signed-get.ts';

const gateways = z.object({
  items: z.array(z.object({ apiId: z.string(), name: z.string(), apiEndpoint: z.string() })),
});
const routes = z.object({ items: z.array(z.object({ routeKey: z.string() })) });
const accountSettings = z.object({ AccountLimit: z.object({ UnreservedConcurrentExecutions: z.number() }) });

/**
 * An environment as it is deployed, found by the names that infra/ gives.
 * @param localEndpoint of the local AWS; without it the SDK's usual credentials reach the real one
 */
export const openDeployment = (
  environment: EnvironmentName,
  hostOf: (provider: AnyProvider) => string,
  localEndpoint?: string,
): Deployment => {
  const settings = settingsOf(environment);
  const { account, region, secretPrefix } = settings;
  const prefix = `sluss-${environment}`;
  const access = localEndpoint === undefined ? { region } : localAccess(localEndpoint);
  const secrets = new SecretsManagerClient(access);
  const dynamo = new DynamoDBClient(access);
  const kms = new KMSClient(access);
  const sfn = new SFNClient(access);
  const events = new EventBridgeClient(access);
  const sqs = new SQSClient(access);
  const secretName = (what: string) => `${secretPrefix}/${what}`;

  /** One read of a service that has no client here. */
  const read = async (service: string, path: string): Promise<string> => {
    const url = new URL(path, localEndpoint ?? `https://${service}.${region}.amazonaws.com`);
    const headers = signedHeaders(await sfn.config.credentials(), region, service, url, new Date());
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(15_000) });
    if (!response.ok) throw new Error(`${service} answers HTTP ${response.status}`);
    return response.text();
  };
  const readJson = async <Value>(service: string, path: string, schema: z.ZodType<Value>): Promise<Value> =>
    schema.parse(JSON.parse(await read(service, path)));

  const readGateway = async (named: string): Promise<GatewayState | undefined> => {
    const { items } = await readJson('apigateway', '/v2/apis?maxResults=500', gateways);
    const api = items.find(({ name }) => name === named);
    if (!api) return undefined;
    const { items: found } = await readJson('apigateway', `/v2/apis/${api.apiId}/routes?maxResults=500`, routes);
    return {
      // The emulator's own name for it is one that Node cannot resolve.
      url: localEndpoint === undefined ? api.apiEndpoint : `${localEndpoint}/_aws/execute-api/${api.apiId}`,
      routes: found.map(({ routeKey }) => routeKey),
    };
  };
  const gateway = remembered(readGateway);

  return {
    environment,
    settings,
    hostOf,
    ask: openAsk(),
    readWithCertificate: openReadWithCertificate(),
    secretName,
    secret: remembered(async (what) => {
      try {
        const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: secretName(what) }));
        return jsonOrText(SecretString);
      } catch (error) {
        if (error instanceof SecretMissing) return undefined;
        throw error;
      }
    }),
    callerAccount: async () => {
      const answer = await read('sts', '/?Action=GetCallerIdentity&Version=2011-06-15');
      return /<Account>(\d{12})<\/Account>/.exec(answer)?.[1];
    },
    concurrency: async () =>
      (await readJson('lambda', '/2016-08-19/account-settings', accountSettings)).AccountLimit
        .UnreservedConcurrentExecutions,
    rulesOf: (name) => readRules(events, `arn:aws:lambda:${region}:${account}:function:${name}`),
    table: remembered((name) => readTable(dynamo, kms, name)),
    machine: remembered((name) => readMachine(sfn, `arn:aws:states:${region}:${account}:stateMachine:${name}`)),
    gateway: () => gateway(prefix),
    queueLength: (name) => readQueueLength(sqs, name),
  };
};

const jsonOrText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
