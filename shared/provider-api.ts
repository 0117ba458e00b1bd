import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { openCallers, type Callers } from './callers.ts';
import { connectForFlows } from './connection.ts';
import { readEnvironment } from './environment.ts';
import { answerStarted } from './flow-answer.ts';
import { FlowStore } from './flow-store.ts';
import { bodyOf, checked, httpApi, type Endpoint } from './http.ts';
import { idempotencyKey as idempotencyKeySchema } from './idempotency.ts';
import { callbackKeys, macSecret } from './mac-secret.ts';
import { machineArns, openMachines } from './machines.ts';
import type { AnyOperation } from './operation.ts';
import { messageOf, startEnvelope, type AnyPollingFlow } from './polling-flow.ts';
import { openPaymentApi } from './payment-api.ts';
import { ProblemError } from './problem.ts';
import type { Provider } from './provider.ts';
import { RefusedForPayer } from './provider-error.ts';
import { startFlow, type StartDependencies } from './start.ts';

/** The API function of a provider: one route for each of its flows and operations. */
export const providerApi = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const { table, budget, client, watch } = connectForFlows(provider);
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
  return httpApi([
    ...openPaymentApi(provider, {
      callers,
      ...dependencies,
      callbackKeys: callbackKeys(environment.MAC_SECRET),
      now: table.now,
    }),
    ...provider.flows.map((flow) => startEndpoint(flow, provider.name, callers, dependencies)),
    ...provider.operations.map((operation) => operationEndpoint(operation, provider.name, callers, dependencies)),
  ]);
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
      const idempotencyKey = idempotencyKeyOf(event);
      await callers.mayStart(scope);
      const started = await startFlow(
        flow,
        { merchant: merchant.name, merchantReference, returnUrl, idempotencyKey, body },
        dependencies,
      ).catch((error: unknown) => {
        if (!(error instanceof RefusedForPayer)) throw error;
        throw new ProblemError('refused-for-payer', { hint: error.hint, message: messageOf(flow, error.hint) });
      });
      const answer = answerStarted(started);
      return { status: 201, headers: { location: answer.links.self }, body: answer };
    },
  };
};

const operationEndpoint = <Client>(
  operation: AnyOperation<Client>,
  scope: string,
  callers: Callers,
  { client, watch }: Pick<StartDependencies<Client>, 'client' | 'watch'>,
): Endpoint => ({
  route: operation.route,
  handle: async (event) => {
    await callers.merchant(event.headers['authorization'], scope);
    const request = operation.route.startsWith('GET')
      ? checked(event.pathParameters ?? {}, operation.request)
      : bodyOf(event, operation.request);
    return { status: 200, body: await watch(operation.call(client, request)) };
  },
});

const idempotencyKeyOf = (event: APIGatewayProxyEventV2): string | undefined => {
  const key = event.headers['idempotency-key'];
  return key === undefined ? undefined : checked(key, idempotencyKeySchema, 'Idempotency-Key');
};
