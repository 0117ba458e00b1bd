import { isDeepStrictEqual } from 'node:util';
import { measure } from './metrics.ts';
import { adoptByRing, type AdoptionDependencies } from './watched-adoption.ts';
import { objectChanged, type Sight, type MakerKind, type WatchedKind, type WatchedObject } from './watched-object.ts';
import { isFault, readFrom } from './watched-read.ts';

export interface WatchedLookDependencies<Client> extends AdoptionDependencies<Client> {
  readonly makers: readonly MakerKind<Client>[];
  /** @returns the ids of the events that were taken */
  readonly publish: (type: string, events: readonly { readonly eventId: string }[]) => Promise<readonly string[]>;
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

/** `left` is still due: the budget is used up, or somebody else is at it. `gone` is not watched. */
export type Looked = 'rests' | 'left' | 'faulty' | 'gone';

/**
 * Reads an object at its provider until every ring has been caught up with, and tells its merchant each new state once.
 * Two at once do no harm: a state is written and its event with it, on condition of the version that was read.
 */
export const lookAtObject = async <Client>(
  pk: string,
  dependencies: WatchedLookDependencies<Client>,
): Promise<Looked> => {
  const { store, kinds, makers, now, random } = dependencies;
  for (let round = 0; round < roundsAtMost; round += 1) {
    const object = await store.find(pk);
    if (!object) {
      if (await adoptByRing(pk, dependencies)) continue;
      return 'gone';
    }
    const told = kinds.find(({ name }) => name === object.kind);
    const kind = told ?? makers.find(({ name }) => name === object.kind);
    if (!kind) throw new Error(`${object.provider} has no kind ${object.kind}`);
    if (!(await tell(object, told, dependencies))) return 'left';

    const sight = await readFrom(object, kind, dependencies);
    if (sight === 'budget-exhausted') return 'left';
    if (isFault(sight)) {
      await postpone(object, sight.retryAfterSeconds, dependencies);
      return 'faulty';
    }
    // Before the new state: whoever breaks off in between finds them again.
    for (const made of sight.made ?? []) await store.adopt(object, made);
    const isNew = !isDeepStrictEqual(sight.state, object.state);
    const seen = isNew ? await store.learn(object, sight.state, told && eventOf(object, told, sight, now())) : object;
    if (!seen) continue;
    if (isNew && !(await tell(seen, told, dependencies))) return 'left';

    const isDoubtful = object.rings > object.ringsSeen && !isNew && !sight.isClosed;
    const next = isDoubtful ? now() + staleReadSeconds : nextLook(seen, sight, now(), random());
    // A ring since the read came after what was read.
    if (await store.rest({ ...seen, rings: object.rings }, next)) return 'rests';
  }
  return 'left';
};

/** @returns whether there is nothing left to tell */
const tell = async <Client>(
  { pk, untold }: WatchedObject,
  kind: WatchedKind<Client> | undefined,
  { store, publish }: Pick<WatchedLookDependencies<Client>, 'store' | 'publish'>,
): Promise<boolean> => {
  if (!untold || !kind) return true;
  const taken = await publish(kind.event, [untold]);
  if (!taken.includes(untold.eventId)) return false;
  await store.told(pk, untold.eventId);
  return true;
};

const postpone = async <Client>(
  object: WatchedObject,
  retryAfterSeconds: number,
  { store, now }: WatchedLookDependencies<Client>,
): Promise<void> => {
  const { provider, faults } = object;
  if (faults + 1 >= faultsUntilAlarm) measure('LookFailing', 1, { provider });
  await store.fault(object, now() + Math.max(retryAfterSeconds, Math.min(60 * 2 ** faults, 6 * hour)));
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
 * day, and up to a quarter later, so that what one night has made does not come back together; or when its kind says. A
 * closed one gets a last look a day after its last change.
 */
const nextLook = (
  { changedAt }: WatchedObject,
  { isClosed, nextLook: known }: Sight,
  now: number,
  random: number,
): number | undefined => {
  const quiet = now - changedAt;
  if (isClosed) return quiet < day ? changedAt + day : undefined;
  return known ?? now + Math.round(Math.min(Math.max(quiet / 8, 2 * hour), day) * (1 + random / 4));
};
