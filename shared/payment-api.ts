import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { abortEndpoint, callEndpoint, tokenDeletionEndpoint } from './payment-call-endpoints.ts';
import { paymentCreationEndpoint } from './payment-creation-endpoint.ts';
import { readEnvironment } from './environment.ts';
import { FlowStore } from './flow-store.ts';
import type { Endpoint } from './http.ts';
import type { Machines } from './machines.ts';
import { openPayerFlows } from './payer-flow-start.ts';
import { paymentOperationEndpoint } from './payment-operation-endpoint.ts';
import { nextPayeeNumber } from './payee-number.ts';
import type { PaymentApi } from './payment-api-dependencies.ts';
import { PaymentStore } from './payment-store.ts';
import type { Provider } from './provider.ts';
import { slowCaller } from './slow-caller.ts';
import { openSlowMachine } from './slow-machine.ts';
import { SlowRequests } from './slow-requests.ts';
import { openSyncMachine } from './sync-machine.ts';
import { openTable } from './table.ts';
import { openTokenVault } from './token-vault.ts';

/** A route for all that a provider's payments offer; none for a provider without payments, whose function has no ledger. */
export const openPaymentApi = <Client, Settings, Secret>(
  { name, payments }: Provider<Client, Settings, Secret>,
  {
    machines,
    ...dependencies
  }: Pick<PaymentApi<Client>, 'callers' | 'client' | 'watch' | 'macKey' | 'callbackKeys' | 'now'> & {
    readonly machines: Machines;
  },
): readonly Endpoint[] => {
  if (!payments) return [];
  const environment = readEnvironment(
    z.object({
      PERSONAL_TABLE: z.string(),
      LEDGER_TABLE: z.string(),
      LEDGER_KEY: z.string(),
      PUBLIC_URL: z.url(),
      SYNC_MACHINE: z.string(),
      SLOW_MACHINE: z.string().optional(),
    }),
  );
  const table = openTable(environment.LEDGER_TABLE);
  const personal = openTable(environment.PERSONAL_TABLE);
  const { macKey, now } = dependencies;
  const flows = { store: new FlowStore(personal), machines, macKey, now };
  const { SLOW_MACHINE: slowMachine } = environment;
  return paymentApi({
    ...dependencies,
    provider: name,
    payments,
    store: new PaymentStore(table),
    machine: openSyncMachine(environment.SYNC_MACHINE),
    slow:
      slowMachine === undefined
        ? undefined
        : slowCaller({
            requests: new SlowRequests(personal),
            start: openSlowMachine(slowMachine),
            pause: (milliseconds) => setTimeout(milliseconds),
            now,
          }),
    payerFlows: payments.payerFlow && openPayerFlows(payments.payerFlow, name, flows),
    vault: openTokenVault(environment.LEDGER_KEY),
    nextNumber: nextPayeeNumber(table, name),
    publicUrl: environment.PUBLIC_URL,
  });
};

export const paymentApi = <Client>(api: PaymentApi<Client>): readonly Endpoint[] => [
  paymentCreationEndpoint(api),
  ...api.payments.operations.map((operation) => paymentOperationEndpoint(operation, api)),
  abortEndpoint(api),
  ...(api.payments.tokenDeletion ? [tokenDeletionEndpoint(api.payments.tokenDeletion, api)] : []),
  ...api.payments.calls.map((call) => callEndpoint(call, api)),
];
