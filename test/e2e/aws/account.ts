import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { localAccess, localCaller } from '../../../local/aws/access.ts';
import { FlowStore } from '../../../shared/flow-store.ts';
import { stack } from '../../stack.ts';

/** A fact that only a stack in the local AWS has; its tests are skipped elsewhere. */
export const fact = (
  name: 'awsEndpoint' | 'eventBus' | 'ledgerTable' | 'machines' | 'personalTable' | 'stackName',
): string => stack[name] ?? '';

export const access = localAccess(fact('awsEndpoint'));
export const sfn = new SFNClient(access);
export const table = {
  dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(access), {
    marshallOptions: { removeUndefinedValues: true },
  }),
  name: fact('personalTable'),
  now: Date.now,
};
export const ledger = { ...table, name: fact('ledgerTable') };
export const store = new FlowStore(table);

/** State machines by the flow that they watch, or by the provider and what they do with its payments. */
export const machines = (): Readonly<Record<string, string>> =>
  z.record(z.string(), z.string()).parse(JSON.parse(fact('machines')));

/** A request to one of the services for which there is no SDK here. */
export const request = async (service: string, path: string, method = 'GET'): Promise<unknown> => {
  const response = await fetch(fact('awsEndpoint') + path, { method, headers: localCaller(service) });
  if (!response.ok) throw new Error(`${service} answers ${response.status} to ${path}`);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
};

/** One run of the clock, now. */
export const runClock = () => request('lambda', `/2015-03-31/functions/${fact('stackName')}-clock/invocations`, 'POST');
