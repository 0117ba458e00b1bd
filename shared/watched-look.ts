import { isDeepStrictEqual } from 'node:util';
import { describe, log } from './log.ts';
import { measure } from './metrics.ts';
import { BudgetExhausted, isProviderFault, ProviderUnavailable } from './provider-error.ts';
import { objectChanged, type Sight, type WatchedKind, type WatchedObject } from './watched-object.ts';
import type { WatchedStore } from './watched-store.ts';

export interface WatchedLookDependencies<Client> {
  readonly store: WatchedStore;
  readonly kinds: readonly WatchedKind<Client>[];
  /** One whose calls keep within the provider's budget, behind everybody who waits for an answer. */
  readonly client: () => Promise<Client>;
  readonly watch: <Answer>(call: Promise<Answer>) => Promise<Answer>;
  /** @returns the ids of the events that were taken */
  readonly publish: (type: string, events: readonly { readonly eventId: string }[]) => Promise<readonly string[]>;
  /** Seconds. */
  readonly now: () => number;
  /** 0 to 1, as Math.random. */
  readonly random: () => number;
}

/** One call does not go round for ever; what is left is still due. */
const roundsAtMost = 4;
/** A ring that brought no news may have met a stale read: look once more. */
const staleReadSeconds = 60;
const hour = 3_600;
const day = 24 * hour;
/** With the growing wait, after an hour of faults in a row a person should know. */
const faultsUntilAlarm = 7;

/** `left` is still due: the budget is used up, or somebody else is at it. */
export type Looked = 'rests' | 'left' | 'faulty' | 'gone';

/**
 * Reads an object at its provider until every ring has been caught up with, and tells its merchant each new state once.
 * Two at once do no harm: a state is written and its event with it, on condition of the version that was read.
 */
export const lookAtObject = async <Client>(
  pk: string,
  dependencies: WatchedLookDependencies<Client>,
): Promise<Looked> => {
  const { store, kinds, now, random } = dependencies;
  for (let round = 0; round < roundsAtMost; round += 1) {
    const object = await store.find(pk);
    if (!object) return 'gone';
    const kind = kinds.find(({ name }) => name === object.kind);
    if (!kind) throw new Error(`${object.provider} has no kind ${object.kind}`);
    if (!(await tell(object, kind, dependencies))) return 'left';

    const sight = await readOrFault(object, kind, dependencies);
    if (typeof sight === 'string') return sight;
    const isNew = !isDeepStrictEqual(sight.state, object.state);
    const seen = isNew ? await store.learn(object, sight.state, eventOf(object, kind, sight, now())) : object;
    if (!seen) continue;
    if (isNew && !(await tell(seen, kind, dependencies))) return 'left';

    const isDoubtful = object.rings > object.ringsSeen && !isNew && !sight.isClosed;
    const next = isDoubtful ? now() + staleReadSeconds : nextLook(seen, sight.isClosed, now(), random());
    // A ring since the read came after what was read.
    if (await store.rest({ ...seen, rings: object.rings }, next)) return 'rests';
  }
  return 'left';
};

/** @returns whether there is nothing left to tell */
const tell = async <Client>(
  { pk, untold }: WatchedObject,
  { event }: WatchedKind<Client>,
  { store, publish }: Pick<WatchedLookDependencies<Client>, 'store' | 'publish'>,
): Promise<boolean> => {
  if (!untold) return true;
  const taken = await publish(event, [untold]);
  if (!taken.includes(untold.eventId)) return false;
  await store.told(pk, untold.eventId);
  return true;
};

const readOrFault = async <Client>(
  object: WatchedObject,
  kind: WatchedKind<Client>,
  { store, client, watch, now }: WatchedLookDependencies<Client>,
): Promise<Sight | Looked> => {
  try {
    return await watch(kind.read(await client(), object.id));
  } catch (error) {
    if (error instanceof BudgetExhausted) return 'left';
    if (!isProviderFault(error)) throw error;
    const { pk, provider, faults } = object;
    measure('ProviderFault', 1, { provider });
    if (faults + 1 >= faultsUntilAlarm) measure('LookFailing', 1, { provider });
    log.warn('look.provider-fault', { object: pk, ...describe(error) });
    const asked = error instanceof ProviderUnavailable ? (error.retryAfterSeconds ?? 0) : 0;
    await store.fault(object, now() + Math.max(asked, Math.min(60 * 2 ** faults, 6 * hour)));
    return 'faulty';
  }
};

/** Only the fields that the event lists can be told: the schema refuses any other. */
const eventOf = <Client>(
  { provider, kind: name, id, merchant, merchantReference, version }: WatchedObject,
  kind: WatchedKind<Client>,
  { state }: Sight,
  now: number,
) => {
  const eventId = `${provider}-${name}-${id}-${version + 1}`;
  return {
    ...objectChanged(kind).parse({
      eventId,
      provider,
      merchant,
      ...(merchantReference === undefined ? {} : { merchantReference }),
      [kind.idField]: id,
      ...state,
      at: new Date(now * 1000).toISOString(),
    }),
    eventId,
  };
};

/**
 * When an object is looked at without a ring: after an eighth of the time since it last changed, from two hours to a
 * day, and up to a quarter later, so that what one night has made does not come back together. A closed one gets a last
 * look a day after its last change.
 */
const nextLook = ({ changedAt }: WatchedObject, isClosed: boolean, now: number, random: number): number | undefined => {
  const quiet = now - changedAt;
  if (isClosed) return quiet < day ? changedAt + day : undefined;
  return now + Math.round(Math.min(Math.max(quiet / 8, 2 * hour), day) * (1 + random / 4));
};
