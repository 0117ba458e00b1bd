import type * as z from 'zod';
import type { AnyOperation } from './operation.ts';
import type { AnyPollingFlow } from './polling-flow.ts';
import type { RateLimits } from './rate-budget.ts';

/**
 * A system that we integrate with, described once. Importing a description has no effect, so `infra/` reads routes,
 * machines, grants, secrets and alarms from it, and the gateway and the code cannot drift.
 */
export interface Provider<Client, Settings, Secret> {
  /** In routes, names and secrets; also the scope that a key needs. */
  readonly name: string;
  /** The provider's section of an environment; checked at synth and again when a function starts. */
  readonly settings: z.ZodType<Settings>;
  /** The JSON in the secret `sluss/<environment>/<name>`. */
  readonly secret: z.ZodType<Secret>;
  /** The only hosts that a production environment may name. */
  readonly productionHosts: readonly string[];
  hostOf(settings: Settings): URL;
  rateLimits(settings: Settings): RateLimits;
  connect(settings: Settings, secret: Secret): Client;
  readonly flows: readonly AnyPollingFlow<Client>[];
  readonly operations: readonly AnyOperation<Client>[];
}

/** A provider among others, for what needs only its description. */
export interface AnyProvider {
  readonly name: string;
  readonly settings: z.ZodType;
  readonly productionHosts: readonly string[];
  hostOf(settings: unknown): URL;
  readonly flows: readonly AnyPollingFlow<never>[];
  readonly operations: readonly AnyOperation<never>[];
}
