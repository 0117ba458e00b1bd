/** What the control API answers: calls by operation name, refused reads, and the most reads seen in any sliding window. */
interface Snapshot {
  calls: Record<string, number>;
  rateLimited: number;
  busiestTenSeconds: number;
  busiestMinute: number;
}

export interface Statistics {
  call(operation: string): void;
  /** A read at `now` (milliseconds), let in or not: the busiest windows show what callers asked for. */
  read(now: number): void;
  rateLimited(): void;
  snapshot(): Snapshot;
  reset(): void;
}

const empty = (): Snapshot => ({ calls: {}, rateLimited: 0, busiestTenSeconds: 0, busiestMinute: 0 });

/** Counts what callers do, so that a test can prove that they keep within a provider's limits. */
export function callStatistics(): Statistics {
  let counted = empty();
  let lastMinute: number[] = [];
  return {
    call(operation) {
      counted.calls[operation] = (counted.calls[operation] ?? 0) + 1;
    },
    read(now) {
      lastMinute = [...lastMinute.filter((at) => at > now - 60_000), now];
      const lastTenSeconds = lastMinute.filter((at) => at > now - 10_000);
      counted.busiestMinute = Math.max(counted.busiestMinute, lastMinute.length);
      counted.busiestTenSeconds = Math.max(counted.busiestTenSeconds, lastTenSeconds.length);
    },
    rateLimited() {
      counted.rateLimited += 1;
    },
    snapshot: () => structuredClone(counted),
    reset() {
      counted = empty();
      lastMinute = [];
    },
  };
}
