import type * as z from 'zod';
import type { ClientCertificate } from './client-certificate.ts';
import type { AnyCreation, AnyOperation } from './operation.ts';
import type { PaymentProvider } from './payment-provider.ts';
import type { AnyPollableFlow, AnyPollingFlow } from './polling-flow.ts';
import type { Send } from './provider-http.ts';
import type { RateLimits } from './rate-budget.ts';
import type { Watched } from './watched-object.ts';

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
  /** Where the secret holds one: it expires, so it is measured each day. Such a secret is put in only where the provider is used. */
  readonly clientCertificate?: (secret: Secret) => ClientCertificate;
  /** The only hosts that a production environment may name. */
  readonly productionHosts: readonly string[];
  /** Every host that is called, or whose links are followed. */
  hostsOf(settings: Settings): readonly URL[];
  /** What the provider allows; undefined where nobody has said so. */
  rateLimits(settings: Settings): RateLimits | undefined;
  connect(settings: Settings, secret: Secret, send: Send): Client;
  readonly flows: readonly AnyPollingFlow<Client>[];
  readonly operations: readonly AnyOperation<Client>[];
  /** Operations that make something; their intents are in the ledger. */
  readonly creations?: readonly AnyCreation<Client>[];
  /** Money that stays in the ledger, where the provider has such payments. */
  readonly payments?: PaymentProvider<Client>;
  /** What changes there without our doing. */
  readonly watched?: Watched<Client, Secret>;
}

/** A provider among others, for what needs only its description. */
export interface AnyProvider {
  readonly name: string;
  readonly settings: z.ZodType;
  readonly secret: z.ZodType;
  readonly clientCertificate?: (secret: never) => ClientCertificate;
  readonly productionHosts: readonly string[];
  hostsOf(settings: unknown): readonly URL[];
  readonly flows: readonly AnyPollingFlow<never>[];
  readonly operations: readonly AnyOperation<never>[];
  readonly creations?: readonly AnyCreation<never>[];
  readonly payments?: PaymentProvider<never>;
  readonly watched?: Watched<never, never>;
}

/** All that is polled at a provider: its flows, and the one of its payments' payers. */
export const pollableFlowsOf = ({
  flows,
  payments,
}: Pick<AnyProvider, 'flows' | 'payments'>): readonly AnyPollableFlow<never>[] => [
  ...flows,
  ...(payments?.payerFlow ? [payments.payerFlow] : []),
];
