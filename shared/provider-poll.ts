import * as z from 'zod';
import type { CarryingOut } from './carry-out.ts';
import { connectForFlows, type FlowConnection } from './connection.ts';
import { readEnvironment } from './environment.ts';
import { FlowStore } from './flow-store.ts';
import { macSecret } from './mac-secret.ts';
import { pollFlow, pollInput } from './poll.ts';
import type { Provider } from './provider.ts';
import { send } from './provider-http.ts';
import { paced } from './rate-turn.ts';
import { openTable } from './table.ts';
import { task } from './task.ts';

/** The poll function of a provider: given an id by the machine, it gives back a status word. */
export const providerPoll = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const connection = connectForFlows(provider);
  const { table, budget, client, watch } = connection;
  const store = new FlowStore(table);
  const carryingOut = provider.flows.some(({ question }) => question) ? openCarryingOut(connection) : undefined;
  return task('poll', (event) =>
    pollFlow(pollInput.parse(event).flowId, {
      flows: provider.flows,
      store,
      budget,
      client,
      watch,
      now: table.now,
      random: Math.random,
      carryingOut,
    }),
  );
};

/** Only a function whose provider has questions has the ledger and our MAC key. */
const openCarryingOut = <Client>({ clientOver, budget, table, alone }: FlowConnection<Client>): CarryingOut<Client> => {
  const { LEDGER_TABLE, MAC_SECRET } = readEnvironment(z.object({ LEDGER_TABLE: z.string(), MAC_SECRET: z.string() }));
  return {
    ledger: openTable(LEDGER_TABLE),
    macKey: macSecret(MAC_SECRET),
    client: clientOver(paced(send, budget, table.now)),
    alone,
  };
};
