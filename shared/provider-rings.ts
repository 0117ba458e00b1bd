import { createHash } from 'node:crypto';
import * as z from 'zod';
import { callbackBody } from './callback-body.ts';
import { callbackRoute, isProvenProvider, type CallbackKeys } from './callback-proof.ts';
import { readEnvironment } from './environment.ts';
import { httpApi, type Endpoint } from './http.ts';
import { describe, log } from './log.ts';
import { openLookMachines, type LookMachine } from './look-machine.ts';
import { sameBytes } from './mac.ts';
import { callbackKeys } from './mac-secret.ts';
import { measure } from './metrics.ts';
import { ProblemError } from './problem.ts';
import { ProviderNotConfigured } from './provider-error.ts';
import type { Provider } from './provider.ts';
import { keptSecret, SecretUnusable } from './secrets.ts';
import { openTable } from './table.ts';
import { watchedKey, type NamedObject, type Watched } from './watched-object.ts';
import { WatchedStore } from './watched-store.ts';

/** How long another value of the header takes to be heeded. */
const secretSeconds = 60;
/** A ring is about one thing; a body that names many is no reason to write many times. */
const namedAtMost = 3;

/** The callback function of a provider with watched objects. It calls nobody. */
export const providerRings = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const { name, watched } = provider;
  if (!watched) throw new Error(`${name} has no watched objects`);
  const environment = readEnvironment(
    z.object({
      LEDGER_TABLE: z.string(),
      LOOK_MACHINE: z.string(),
      MAC_SECRET: z.string(),
      PROVIDER_SECRET: z.string(),
    }),
  );
  const secret = keptSecret(environment.PROVIDER_SECRET, provider.secret, secretSeconds);
  const authorization = async () => {
    try {
      return watched.ringAuthorization(await secret.get());
    } catch (error) {
      throw error instanceof SecretUnusable ? new ProviderNotConfigured(error.message) : error;
    }
  };
  return httpApi([
    ringEndpoint(name, watched, {
      store: new WatchedStore(openTable(environment.LEDGER_TABLE)),
      keys: callbackKeys(environment.MAC_SECRET),
      machine: openLookMachines({ [name]: environment.LOOK_MACHINE })(name),
      authorization,
    }),
  ]);
};

export interface RingDependencies {
  readonly store: WatchedStore;
  readonly keys: () => Promise<CallbackKeys>;
  readonly machine: LookMachine;
  /** What the header Authorization must hold; undefined where nobody has agreed on it. */
  readonly authorization: () => Promise<string | undefined>;
}

/**
 * A ring: the proof in the address and the header are checked before anything is written; then one write and one start
 * for the object that it names, and 200. One that names nothing we watch is counted, and what a maker that we watch may
 * have made is read once: most of it others made, and the clock finds what a body that we cannot read was about.
 */
export const ringEndpoint = (
  provider: string,
  { namedIn, kinds }: Pick<Watched<never, never>, 'namedIn' | 'kinds'>,
  { store, keys, machine, authorization }: RingDependencies,
): Endpoint => ({
  route: callbackRoute(provider),
  handle: async (event) => {
    if (!isProvenProvider(await keys(), provider, event.pathParameters?.['proof'] ?? ''))
      throw new ProblemError('not-found');
    const agreed = await authorization();
    if (agreed !== undefined && !isSame(event.headers['authorization'] ?? '', agreed))
      throw new ProblemError('forbidden');
    const named = namedIn(callbackBody(event)).slice(0, namedAtMost);
    const rung = await Promise.all(
      named.map((object) => {
        const isMade = kinds.some(({ name, madeBy }) => name === object.kind && madeBy !== undefined);
        return ring(provider, object, isMade, { store, machine });
      }),
    );
    if (!rung.includes(true)) measure('RingUnmatched', 1, { provider });
    return { status: 200, body: {} };
  },
});

/** @returns whether it is an object of ours */
const ring = async (
  provider: string,
  named: NamedObject,
  isMade: boolean,
  { store, machine }: Pick<RingDependencies, 'store' | 'machine'>,
): Promise<boolean> => {
  const pk = watchedKey(provider, named);
  const object = await store.ring(pk);
  // What nobody watches is read for its maker under one name: once in the 90 days that Step Functions knows it.
  const time = object?.ringsSeen ?? 'unknown';
  // A machine that cannot be started is no failure: the object is due, or its maker will be, so the clock sends somebody.
  if (object || isMade)
    await machine.look(`${named.kind}-${named.id}-${time}`, [pk]).catch((error: unknown) => {
      log.error('look.not-started', { object: pk, ...describe(error) });
    });
  return object !== undefined;
};

/** In constant time; the hashes are of one length, whatever was sent. */
const isSame = (given: string, agreed: string): boolean => sameBytes(hash(given), hash(agreed));
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
