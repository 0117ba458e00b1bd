import type { EnvironmentName, Settings } from '../../infra/environments.ts';
import type { ClientCertificate } from '../../shared/client-certificate.ts';
import type { AnyProvider } from '../../shared/provider.ts';

/** An answer to a request over HTTP, whatever its status. */
export interface Answer {
  readonly status: number;
  /** The parsed JSON; undefined when it is none. */
  readonly body: unknown;
  /** By how many seconds the answerer's clock is ahead of ours; undefined without a Date header. */
  readonly aheadSeconds: number | undefined;
}

/** Nobody answered. */
export interface Silence {
  /** What TLS or the network says of it, such as `ECONNREFUSED`. */
  readonly why: string;
}

export interface TableState {
  readonly isActive: boolean;
  /** The attribute that items expire by; undefined while TTL is off. */
  readonly expiresBy: string | undefined;
  readonly isRecoverable: boolean;
  readonly isProtected: boolean;
  readonly hasStream: boolean;
  /** Whether the table's key is a usable one of the account's own; undefined without such encryption. */
  readonly ownKeyWorks: boolean | undefined;
}

export interface MachineState {
  readonly isActive: boolean;
  readonly type: string | undefined;
  readonly logLevel: string | undefined;
  readonly logsData: boolean;
  readonly traces: boolean;
}

export interface GatewayState {
  /** Without a trailing slash. */
  readonly url: string;
  /** Such as `GET /v1/health`. */
  readonly routes: readonly string[];
}

/** What the doctor can read of an environment and its providers. Nothing here changes anything. */
export interface Deployment {
  readonly environment: EnvironmentName;
  readonly settings: Settings;
  /** Where a provider answers, without a trailing slash. */
  hostOf(provider: AnyProvider): string;
  /** Undefined when nobody answered in time. The same question is asked once. */
  ask(url: string, headers?: Readonly<Record<string, string>>, method?: 'GET' | 'POST'): Promise<Answer | undefined>;
  /** A read that shows a client certificate. The same address is read once. */
  readWithCertificate(url: string, certificate: ClientCertificate): Promise<Answer | Silence>;
  /** A secret's parsed JSON, or its text when it is none; undefined when it is missing. */
  secret(what: string): Promise<unknown>;
  secretName(what: string): string;
  /** The account of the credentials in use, 12 digits. */
  callerAccount(): Promise<string | undefined>;
  /** How many functions may run at once, besides those with a reservation. */
  concurrency(): Promise<number>;
  /** Rules that run a function, by its name. */
  rulesOf(functionName: string): Promise<readonly { isEnabled: boolean; schedule: string | undefined }[]>;
  table(name: string): Promise<TableState | undefined>;
  machine(name: string): Promise<MachineState | undefined>;
  gateway(): Promise<GatewayState | undefined>;
  /** How many messages wait in a queue; undefined when there is no such queue. */
  queueLength(name: string): Promise<number | undefined>;
}
