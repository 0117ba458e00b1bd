import * as z from 'zod';
import { connectForFlows } from './connection.ts';
import { FlowStore } from './flow-store.ts';
import { pollFlow } from './poll.ts';
import type { Provider } from './provider.ts';
import { task } from './task.ts';

const pollInput = z.object({ flowId: z.string() });

/** The poll function of a provider: given an id by the machine, it gives back a status word. */
export const providerPoll = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const { table, budget, client, watch } = connectForFlows(provider);
  const store = new FlowStore(table);
  return task('poll', (event) =>
    pollFlow(pollInput.parse(event).flowId, {
      flows: provider.flows,
      store,
      budget,
      client,
      watch,
      now: table.now,
      random: Math.random,
    }),
  );
};
