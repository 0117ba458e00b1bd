import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { paginateListSecrets, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { stack } from '../../stack.ts';
import { eachOf } from '../../until.ts';
import { access, request } from './account.ts';
import { executions, recordOf } from './executions.ts';
import { allItems } from './items.ts';

const logs = new CloudWatchLogsClient(access);
const secrets = new SecretsManagerClient(access);

/** Each log group's name and every line in it. */
export const logLines = async (): Promise<string[]> => {
  const lines: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, {})) {
    for (const { logGroupName } of logGroups) {
      lines.push(JSON.stringify(logGroupName));
      for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName }))
        lines.push(...events.map(({ message = '', logStreamName = '' }) => `${logStreamName} ${message}`));
    }
  }
  return lines;
};

/** Names, inputs, outputs and histories of all executions. */
export const executionRecords = async (): Promise<string[]> => eachOf(await executions(), 6, recordOf);

/** The keys of the table and of its index. */
export const itemKeys = async (): Promise<string[]> =>
  (await allItems()).map(({ pk, dueShard, dueAt }) => JSON.stringify([pk, dueShard, dueAt]));

/** Items that have no business with a person at all. */
export const impersonalItems = async (): Promise<string[]> =>
  (await allItems()).filter(({ pk }) => !/^(flow|request|slow)#/.test(pk)).map((item) => JSON.stringify(item));

/** What each function is configured with. */
export const functionSettings = async (): Promise<string[]> => {
  const { Functions } = (await request('lambda', '/2015-03-31/functions')) as { Functions: unknown[] };
  return Functions.map((settings) => JSON.stringify(settings));
};

/** Secrets as everybody sees them who may list them. */
export const secretNames = async (): Promise<string[]> => {
  const names: string[] = [];
  for await (const { SecretList = [] } of paginateListSecrets({ client: secrets }, {}))
    names.push(...SecretList.map((secret) => JSON.stringify(secret)));
  return names;
};

/** Each stage of the gateway, with the format of its access log. */
export const gatewayStages = async (): Promise<string[]> => {
  const api = stack.apiUrl.split('/').at(-1) ?? '';
  const { items } = (await request('apigateway', `/v2/apis/${api}/stages`)) as { items: unknown[] };
  return items.map((stage) => JSON.stringify(stage));
};
