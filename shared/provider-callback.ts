import * as z from 'zod';
import { callbackBody } from './callback-body.ts';
import { callbackRoute, provenPaymentId, type CallbackKeys } from './callback-proof.ts';
import { callbackSources, unexpectedSource, type CallbackSources } from './callback-sources.ts';
import { jsonVariable, readEnvironment } from './environment.ts';
import { httpApi, type Endpoint } from './http.ts';
import { callbackKeys } from './mac-secret.ts';
import { measure } from './metrics.ts';
import { PaymentStore } from './payment-store.ts';
import { ProblemError } from './problem.ts';
import type { Provider } from './provider.ts';
import { openSyncMachine, type SyncMachine } from './sync-machine.ts';
import { openTable } from './table.ts';

/** The callback function of a provider with payments. It reads no secret of the provider and calls nobody. */
export const providerCallback = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const environment = readEnvironment(
    z.object({
      LEDGER_TABLE: z.string(),
      MAC_SECRET: z.string(),
      SYNC_MACHINE: z.string(),
      CALLBACK_SOURCES: jsonVariable(callbackSources),
    }),
  );
  return httpApi([
    callbackEndpoint(provider, {
      store: new PaymentStore(openTable(environment.LEDGER_TABLE)),
      keys: callbackKeys(environment.MAC_SECRET),
      machine: openSyncMachine(environment.SYNC_MACHINE),
      sources: environment.CALLBACK_SOURCES,
    }),
  ]);
};

export interface CallbackDependencies {
  readonly store: PaymentStore;
  readonly keys: () => Promise<CallbackKeys>;
  readonly machine: SyncMachine;
  readonly sources: CallbackSources;
}

/**
 * A ring: the proof in the address is checked before anything is read, then one write and one start, then 200. What
 * cannot be written or started is answered with 5xx, so that the provider rings again.
 */
export const callbackEndpoint = (
  { name, payments }: Pick<Provider<never, never, never>, 'name' | 'payments'>,
  { store, keys, machine, sources }: CallbackDependencies,
): Endpoint => {
  const isFromElsewhere = unexpectedSource(sources.addresses);
  return {
    route: callbackRoute(name),
    handle: async (event) => {
      const paymentId = provenPaymentId(await keys(), event.pathParameters?.['proof'] ?? '');
      if (paymentId === undefined) throw new ProblemError('not-found');
      // Counted only with a good proof: a stranger who guesses must not look like a provider who has moved.
      if (isFromElsewhere(event.requestContext.http.sourceIp)) {
        measure('CallbackFromElsewhere', 1, { provider: name });
        if (sources.enforced) throw new ProblemError('forbidden');
      }
      const payment = await store.ring(paymentId, payments?.handleIn(callbackBody(event)));
      if (!payment) throw new ProblemError('not-found');
      await machine.catchUp(paymentId, payment.completedSync);
      return { status: 200, body: {} };
    },
  };
};
