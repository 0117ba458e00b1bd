import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { callbackRoute, provenPaymentId } from './callback-proof.ts';
import { readEnvironment } from './environment.ts';
import { httpApi, type Endpoint } from './http.ts';
import { macSecret } from './mac-secret.ts';
import { PaymentStore } from './payment-store.ts';
import { ProblemError } from './problem.ts';
import type { Provider } from './provider.ts';
import { openSyncMachine, type SyncMachine } from './sync-machine.ts';
import { openTable } from './table.ts';

/** The callback function of a provider with payments. It reads no secret of the provider and calls nobody. */
export const providerCallback = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const environment = readEnvironment(
    z.object({ LEDGER_TABLE: z.string(), MAC_SECRET: z.string(), SYNC_MACHINE: z.string() }),
  );
  return httpApi([
    callbackEndpoint(provider, {
      store: new PaymentStore(openTable(environment.LEDGER_TABLE)),
      macKey: macSecret(environment.MAC_SECRET),
      machine: openSyncMachine(environment.SYNC_MACHINE),
    }),
  ]);
};

/**
 * A ring: the proof in the address is checked before anything is read, then one write and one start, then 200. What
 * cannot be written or started is answered with 5xx, so that the provider rings again.
 */
export const callbackEndpoint = (
  { name, payments }: Pick<Provider<never, never, never>, 'name' | 'payments'>,
  {
    store,
    macKey,
    machine,
  }: { readonly store: PaymentStore; readonly macKey: () => Promise<string>; readonly machine: SyncMachine },
): Endpoint => ({
  route: callbackRoute(name),
  handle: async (event) => {
    const paymentId = provenPaymentId(await macKey(), event.pathParameters?.['proof'] ?? '');
    if (paymentId === undefined) throw new ProblemError('not-found');
    const payment = await store.ring(paymentId, payments?.handleIn(bodyIn(event)));
    if (!payment) throw new ProblemError('not-found');
    await machine.catchUp(paymentId, payment.completedSync);
    return { status: 200, body: {} };
  },
});

/** Parsed tolerantly, since it decides nothing: what is no JSON is as good as an empty body. */
const bodyIn = ({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): unknown => {
  try {
    return JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body);
  } catch {
    return undefined;
  }
};
