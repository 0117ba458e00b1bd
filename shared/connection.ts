import * as z from 'zod';
import { type Alone, oneAtATime } from './change-lease.ts';
import { jsonVariable, readEnvironment } from './environment.ts';
import { openTable, type Table } from './table.ts';
import type { Provider } from './provider.ts';
import { ProviderNotConfigured, ProviderRejected } from './provider-error.ts';
import { send, type Send } from './provider-http.ts';
import { RateBudget } from './rate-budget.ts';
import { keptSecret, SecretUnusable } from './secrets.ts';

const unlimited = { perTenSeconds: Number.MAX_SAFE_INTEGER, perMinute: Number.MAX_SAFE_INTEGER };

/** A provider's secret is kept for five minutes, or until the provider refuses it. */
const secretSeconds = 300;

export interface Connection<Client> {
  readonly client: () => Promise<Client>;
  /** A client of its own way to send: one that keeps within a budget, say. */
  readonly clientOver: (send: Send) => () => Promise<Client>;
  /** Runs a call; when the provider refuses our credentials, they are read anew for the next one. */
  readonly watch: <Answer>(call: Promise<Answer>) => Promise<Answer>;
}

/** What every function of a provider stands on that calls it: its settings and secret, from the environment. */
export const connect = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>): Connection<Client> => {
  const environment = readEnvironment(
    z.object({ PROVIDER_SECRET: z.string(), PROVIDER_SETTINGS: jsonVariable(provider.settings) }),
  );
  const secret = keptSecret(environment.PROVIDER_SECRET, provider.secret, secretSeconds);
  const clientOver = (over: Send) => async () => {
    try {
      return provider.connect(environment.PROVIDER_SETTINGS, await secret.get(), over);
    } catch (error) {
      throw error instanceof SecretUnusable ? new ProviderNotConfigured(error.message) : error;
    }
  };
  return {
    client: clientOver(send),
    clientOver,
    watch: async (call) => {
      try {
        return await call;
      } catch (error) {
        if (error instanceof ProviderRejected && [401, 403].includes(error.httpStatus)) secret.drop();
        throw error;
      }
    },
  };
};

export interface FlowConnection<Client> extends Connection<Client> {
  readonly table: Table;
  readonly budget: RateBudget;
  readonly alone: Alone;
}

/** The same with what flows need beside: the personal table, and in it the provider's rate budget and the leases of changes. */
export const connectForFlows = <Client, Settings, Secret>(
  provider: Provider<Client, Settings, Secret>,
): FlowConnection<Client> => {
  const environment = readEnvironment(
    z.object({ PERSONAL_TABLE: z.string(), PROVIDER_SETTINGS: jsonVariable(provider.settings) }),
  );
  const table = openTable(environment.PERSONAL_TABLE);
  const limits = provider.rateLimits(environment.PROVIDER_SETTINGS) ?? unlimited;
  const budget = new RateBudget(table, provider.name, limits);
  return { ...connect(provider), table, budget, alone: oneAtATime(table, provider.name, budget.pause) };
};
