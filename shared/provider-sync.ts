import * as z from 'zod';
import { connect } from './connection.ts';
import { readEnvironment } from './environment.ts';
import { openEventBus } from './event-bus.ts';
import { PaymentStore } from './payment-store.ts';
import type { Provider } from './provider.ts';
import { syncPayment, type SyncAnswer, type SyncInput } from './sync.ts';
import { openTable, seconds } from './table.ts';
import { task } from './task.ts';
import { openTokenVault } from './token-vault.ts';

const syncInput = z.object({ paymentId: z.string(), watching: z.boolean() });

/** Looks at payments of a provider, whoever asks: the machine of a ring, or that of a payer's flow. */
export const openSync = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const { payments } = provider;
  if (!payments) throw new Error(`${provider.name} has no payments`);
  const { client, watch } = connect(provider);
  const environment = readEnvironment(
    z.object({ LEDGER_TABLE: z.string(), LEDGER_KEY: z.string(), EVENT_BUS: z.string() }),
  );
  const table = openTable(environment.LEDGER_TABLE);
  const store = new PaymentStore(table);
  const vault = openTokenVault(environment.LEDGER_KEY);
  const publish = openEventBus(environment.EVENT_BUS);
  const sync = (input: SyncInput): Promise<SyncAnswer> =>
    syncPayment(input, {
      store,
      publish: (events) => publish('payment.changed', events),
      vault,
      read: async (handle, wanted) => watch(payments.read(await client(), handle, wanted)),
      now: () => seconds(table.now()),
    });
  return { sync, store, payments, client, watch };
};

/** The sync function of a provider with payments: given an id by the machine, it gives back a status word. */
export const providerSync = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const { sync } = openSync(provider);
  return task('sync', (event) => sync(syncInput.parse(event)));
};
