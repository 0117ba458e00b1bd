import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { Callers } from './callers.ts';
import type { Alone } from './change-lease.ts';
import { bodyOf, checked, type Endpoint } from './http.ts';
import { optionalKey, requiredKey } from './idempotency-header.ts';
import { attempt, unkeptIntent } from './operation-attempt.ts';
import { openIntent } from './operation-intent.ts';
import { nothing, type AnyCreation, type AnyOperation } from './operation.ts';
import type { Table } from './table.ts';
import { told } from './told.ts';
import { watchFor } from './watched-store.ts';

export interface OperationApi<Client> {
  readonly provider: string;
  readonly callers: Callers;
  /** One whose calls keep within the provider's budget. */
  readonly client: () => Promise<Client>;
  readonly watch: <Answer>(call: Promise<Answer>) => Promise<Answer>;
  readonly alone: Alone;
  readonly macKey: () => Promise<string>;
}

export const operationEndpoint = <Client>(
  operation: AnyOperation<Client>,
  { provider, callers, client, watch, alone }: OperationApi<Client>,
  openLedger: () => Table,
): Endpoint => {
  const ledger = operation.watches && openLedger();
  return {
    route: operation.route,
    handle: async (event) => {
      const merchant = await callers.merchant(event.headers['authorization'], provider);
      const { parameters, request } = asked(event, operation);
      const body = await told(watch(operation.call(client, request, parameters, alone)));
      const object = operation.watches?.(request, parameters);
      if (object && ledger) await watchFor(ledger, provider, merchant.name)(object);
      return { status: 200, body };
    },
  };
};

export const creationEndpoint = <Client>(
  creation: AnyCreation<Client>,
  { provider, callers, client, watch, alone, macKey, ledger }: OperationApi<Client> & { readonly ledger: Table },
): Endpoint => ({
  route: creation.route,
  handle: async (event) => {
    const merchant = await callers.merchant(event.headers['authorization'], provider);
    const { parameters, request } = asked(event, creation);
    const key = creation.needsKey ? requiredKey(event) : optionalKey(event);
    await callers.mayStart(provider);
    const intent =
      key === undefined
        ? unkeptIntent()
        : await openIntent(ledger, {
            macKey: await macKey(),
            provider,
            merchant: merchant.name,
            operation: creation.name,
            key,
            request: { parameters, request },
          });
    const means = { watch: watchFor(ledger, provider, merchant.name), alone };
    const answer = await attempt(creation.name, intent, means, (each) =>
      told(watch(creation.create(client, request, each, parameters))),
    );
    return { status: 201, body: answer };
  },
});

/** What was asked for, the path and the body each by its own schema. @throws ProblemError that names each wrong field */
const asked = (
  event: APIGatewayProxyEventV2,
  { route, parameters = nothing, request }: { route: string; parameters?: z.ZodType; request: z.ZodType },
) => ({
  parameters: checked(event.pathParameters ?? {}, parameters),
  request: /^(GET|DELETE) /.test(route) ? checked(event.queryStringParameters ?? {}, request) : bodyOf(event, request),
});
