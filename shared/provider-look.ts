import * as z from 'zod';
import { connectForFlows } from './connection.ts';
import { readEnvironment } from './environment.ts';
import { openEventBus } from './event-bus.ts';
import type { Provider } from './provider.ts';
import { send } from './provider-http.ts';
import { paced } from './rate-turn.ts';
import { openTable, seconds } from './table.ts';
import { task } from './task.ts';
import { lookAtObject } from './watched-look.ts';
import { lookAtAll } from './watched-sweep.ts';
import { WatchedStore } from './watched-store.ts';

const lookInput = z.object({ objects: z.array(z.string()) });

/** The look function of a provider with watched objects: given their keys by the machine, it gives back how many it saw. */
export const providerLook = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const { watched } = provider;
  if (!watched) throw new Error(`${provider.name} has no watched objects`);
  const { table: personal, budget, clientOver, watch } = connectForFlows(provider);
  const environment = readEnvironment(z.object({ LEDGER_TABLE: z.string(), EVENT_BUS: z.string() }));
  const ledger = openTable(environment.LEDGER_TABLE);
  const dependencies = {
    store: new WatchedStore(ledger),
    kinds: watched.kinds,
    makers: watched.makers,
    client: clientOver(paced(send, budget, personal.now, 'background')),
    watch,
    publish: openEventBus(environment.EVENT_BUS),
    now: () => seconds(ledger.now()),
    random: Math.random,
  };
  return task('look', (event) =>
    lookAtAll(lookInput.parse(event).objects, {
      provider: provider.name,
      lookAt: (pk) => lookAtObject(pk, dependencies),
      now: ledger.now,
    }),
  );
};
