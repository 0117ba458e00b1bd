/** What the control API answers: calls by operation name, refused reads, and the most reads seen in any sliding window. */
interface Snapshot {
  calls: Record<string, number>;
  rateLimited: number;
  /** Calls within a Retry-After; in its first second what was on its way may still arrive. */
  tooEarly: number;
  busiestTenSeconds: number;
  busiestMinute: number;
}

export interface Statistics {
  /** At `now`, milliseconds. */
  call(operation: string, now: number): void;
  /** A read at `now` (milliseconds), let in or not: the busiest windows show what callers asked for. */
  read(now: number): void;
  rateLimited(): void;
  /** A 429 at `now` (milliseconds), which tells callers to stay away for so long. */
  sentAway(now: number, retryAfterSeconds: number): void;
  snapshot(): Snapshot;
  reset(): void;
}

const empty = (): Snapshot => ({ calls: {}, rateLimited: 0, tooEarly: 0, busiestTenSeconds: 0, busiestMinute: 0 });

/** Counts what callers do, so that a test can prove that they keep within a provider's limits. */
export function callStatistics(): Statistics {
  let counted = empty();
  let lastMinute: number[] = [];
  let away = { since: -Infinity, until: -Infinity };
  return {
    call(operation, now) {
      if (now > away.since + 1000 && now < away.until) counted.tooEarly += 1;
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
    sentAway(now, retryAfterSeconds) {
      away = { since: now, until: now + retryAfterSeconds * 1000 };
    },
    snapshot: () => structuredClone(counted),
    reset() {
      counted = empty();
      lastMinute = [];
      away = { since: -Infinity, until: -Infinity };
    },
  };
}
