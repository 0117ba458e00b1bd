import * as z from 'zod';
import { openCallers, type Callers } from './callers.ts';
import { connectForFlows } from './connection.ts';
import { readEnvironment } from './environment.ts';
import { answerStarted } from './flow-answer.ts';
import { FlowStore } from './flow-store.ts';
import { bodyOf, httpApi, type Endpoint } from './http.ts';
import { optionalKey, requiredKey } from './idempotency-header.ts';
import { callbackKeys, macSecret } from './mac-secret.ts';
import { machineArns, openMachines } from './machines.ts';
import { creationEndpoint, operationEndpoint, type OperationApi } from './operation-api.ts';
import { needsKey, startEnvelope, type AnyPollingFlow } from './polling-flow.ts';
import { openPaymentApi } from './payment-api.ts';
import type { Provider } from './provider.ts';
import { send } from './provider-http.ts';
import { questionEndpoints } from './question-endpoint.ts';
import { paced } from './rate-turn.ts';
import { startFlow, type StartDependencies } from './start.ts';
import { told, toldToPayer } from './told.ts';
import { openTable, type Table } from './table.ts';

/** The API function of a provider: one route for each of its flows and operations. */
export const providerApi = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const { table, budget, client, clientOver, watch, alone } = connectForFlows(provider);
  const environment = readEnvironment(
    z.object({ API_KEYS_SECRET: z.string(), MAC_SECRET: z.string(), MACHINES: machineArns }),
  );
  const macKey = macSecret(environment.MAC_SECRET);
  const callers = openCallers(environment.API_KEYS_SECRET, macKey);
  const machines = openMachines(environment.MACHINES);
  const dependencies = {
    provider: provider.name,
    table,
    store: new FlowStore(table),
    budget,
    machines,
    client,
    watch,
    macKey,
  };
  const operations = {
    provider: provider.name,
    callers,
    client: clientOver(paced(send, budget, table.now)),
    watch,
    alone,
    macKey,
  };
  return httpApi([
    ...openPaymentApi(provider, {
      callers,
      ...dependencies,
      callbackKeys: callbackKeys(environment.MAC_SECRET),
      now: table.now,
    }),
    ...provider.flows.map((flow) => startEndpoint(flow, provider.name, callers, dependencies)),
    ...provider.flows.flatMap((flow) => questionEndpoints(flow, { callers, ...dependencies })),
    ...provider.operations.map((operation) => operationEndpoint(operation, operations, openLedger)),
    ...openCreations(provider, operations),
  ]);
};

/** Only a function whose provider has creations or payments has it. */
const openLedger = (): Table => openTable(readEnvironment(z.object({ LEDGER_TABLE: z.string() })).LEDGER_TABLE);

const openCreations = <Client, Settings, Secret>(
  { creations = [] }: Provider<Client, Settings, Secret>,
  operations: OperationApi<Client>,
): readonly Endpoint[] => {
  if (creations.length === 0) return [];
  const ledger = openLedger();
  return creations.map((creation) => creationEndpoint(creation, { ...operations, ledger }));
};

const startEndpoint = <Client>(
  flow: AnyPollingFlow<Client>,
  scope: string,
  callers: Callers,
  dependencies: StartDependencies<Client>,
): Endpoint => {
  const schema = flow.request.extend(startEnvelope.shape);
  return {
    route: flow.route,
    handle: async (event) => {
      const merchant = await callers.merchant(event.headers['authorization'], scope);
      const body = bodyOf(event, schema, flow.maxBodyBytes);
      const { merchantReference, returnUrl } = startEnvelope.strip().parse(body);
      const idempotencyKey = needsKey(flow) ? requiredKey(event) : optionalKey(event);
      await callers.mayStart(scope);
      const request = { merchant: merchant.name, merchantReference, returnUrl, idempotencyKey, body };
      const started = await toldToPayer(told(startFlow(flow, request, dependencies)), flow);
      const answer = answerStarted(started);
      return { status: 201, headers: { location: answer.links.self }, body: answer };
    },
  };
};
