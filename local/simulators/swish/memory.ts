import type { Clock } from '../clock.ts';

/** What Swish remembers, and for how long (swish.md 11). */
interface Remembered {
  readonly id: string;
  readonly createdAt: number;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Requests by their ids, each for 24 hours. */
export function memoryOf<T extends Remembered>(clock: Clock) {
  const all = new Map<string, T>();
  const isKept = ({ createdAt }: T) => clock.now() < createdAt + dayMilliseconds;
  return {
    add: (item: T) => void all.set(item.id, item),
    find: (id: string): T | undefined => [all.get(id)].find((item) => item && isKept(item)),
    newestFirst: (): T[] => [...all.values()].filter(isKept).reverse(),
    clear: () => all.clear(),
  };
}
