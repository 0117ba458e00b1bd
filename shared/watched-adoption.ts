import { namedByKey, watchedKey, type WatchedKind } from './watched-object.ts';
import { isFault, readFrom, type ReadDependencies } from './watched-read.ts';
import type { WatchedStore } from './watched-store.ts';

export interface AdoptionDependencies<Client> extends ReadDependencies<Client> {
  readonly store: WatchedStore;
  readonly kinds: readonly WatchedKind<Client>[];
}

/**
 * Begins to watch what somebody rang for and nobody watches, if its maker is watched. Who made it the provider says, not
 * the ring. What cannot be read now is left to the maker's next look.
 * @returns whether it is watched now
 */
export const adoptByRing = async <Client>(pk: string, dependencies: AdoptionDependencies<Client>): Promise<boolean> => {
  const { store, kinds } = dependencies;
  const { provider, ...object } = namedByKey(pk);
  const kind = kinds.find(({ name }) => name === object.kind);
  if (kind?.madeBy === undefined) return false;
  const sight = await readFrom({ pk, provider, id: object.id }, kind, dependencies);
  if (sight === 'budget-exhausted' || isFault(sight) || !sight.makerId) return false;
  const maker = await store.find(watchedKey(provider, { kind: kind.madeBy, id: sight.makerId }));
  if (!maker) return false;
  await store.adopt(maker, object);
  return true;
};
