/** The simulator's own time: the given time source, moved forward by the control API. Milliseconds since 1970. */
export interface Clock {
  now(): number;
  advance(seconds: number): void;
  reset(): void;
}

/** A clock over a time source in milliseconds. Nothing in a simulator reads the time in any other way. */
export function simulatorClock(source: () => number): Clock {
  let advanced = 0;
  return {
    now: () => source() + advanced,
    advance: (seconds) => {
      advanced += Math.round(seconds * 1000);
    },
    reset: () => {
      advanced = 0;
    },
  };
}
