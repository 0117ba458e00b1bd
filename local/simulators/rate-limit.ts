/** At most `calls` within any `seconds` in a row. */
interface Window {
  calls: number;
  seconds: number;
}

export interface RateLimit {
  enabled: boolean;
  /** Whole seconds until a call at `now` (milliseconds) would be let in; 0 means that it was let in and counted. */
  secondsToWait(now: number): number;
  reset(): void;
}

/** A limit over sliding windows. Refused calls do not count, so a caller that waits as told gets in. */
export function slidingRateLimit(windows: Window[]): RateLimit {
  const longest = Math.max(...windows.map(({ seconds }) => seconds)) * 1000;
  let admitted: number[] = [];
  return {
    enabled: true,
    secondsToWait(now) {
      if (!this.enabled) return 0;
      admitted = admitted.filter((at) => at > now - longest);
      const wait = Math.max(
        ...windows.map(({ calls, seconds }) => (admitted.at(-calls) ?? -Infinity) + seconds * 1000 - now),
      );
      if (wait > 0) return Math.ceil(wait / 1000);
      admitted.push(now);
      return 0;
    },
    reset() {
      admitted = [];
      this.enabled = true;
    },
  };
}
