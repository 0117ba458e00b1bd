import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MILLISECONDS = 150;

/**
 * Reads again and again until something is there.
 * @throws Error that says what was waited for, after `seconds`
 */
export const until = async <Found>(
  what: string,
  read: () => Promise<Found | undefined> | Found | undefined,
  seconds = 30,
): Promise<Found> => {
  const giveUpAt = performance.now() + seconds * 1000;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    if (performance.now() > giveUpAt) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await sleep(PAUSE_MILLISECONDS);
  }
};

/** Waits until it is so. */
export const untilSo = (what: string, isSo: () => boolean | Promise<boolean>, seconds?: number): Promise<true> =>
  until(what, async () => ((await isSo()) ? true : undefined), seconds);

/** Does `work` for each of `items`, so many at a time. */
export const eachOf = async <Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  const waiting = [...items.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
};
