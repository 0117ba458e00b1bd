import { describe, log } from './log.ts';
import { measure } from './metrics.ts';
import type { Looked } from './watched-look.ts';

export interface SweepDependencies {
  readonly provider: string;
  readonly lookAt: (pk: string) => Promise<Looked>;
  /** Milliseconds, as Date.now. */
  readonly now: () => number;
}

/** The next run of the clock must not meet this one: the last look may take some ten seconds more. */
const longestMilliseconds = 40_000;
const atOnce = 4;

/**
 * Looks at these objects, some at a time, for as long as there is time; what is left over is still due. A defect at one
 * of them stops no other.
 * @returns for the machine: how many came to rest
 */
export const lookAtAll = async (
  objects: readonly string[],
  { provider, lookAt, now }: SweepDependencies,
): Promise<{ readonly resting: number }> => {
  const until = now() + longestMilliseconds;
  const waiting = [...objects];
  let resting = 0;
  const work = async (): Promise<void> => {
    for (let pk = waiting.shift(); pk !== undefined && now() < until; pk = waiting.shift()) {
      try {
        if ((await lookAt(pk)) === 'rests') resting += 1;
      } catch (error) {
        measure('LookFailing', 1, { provider });
        log.error('look.failed', { object: pk, ...describe(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { resting };
};
