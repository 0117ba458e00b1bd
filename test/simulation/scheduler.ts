import type { Random } from './random.ts';

interface Parked {
  readonly wake: number;
  /** Decides between those that wake in the same millisecond. */
  readonly lot: number;
  readonly resume: () => void;
}

/** Whatever follows from one step has happened before the next: only promises are waited for, and no timer is real. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Virtual time. One thing happens at a time; the next is the one that wakes first, and the time jumps to it. */
export class Scheduler {
  readonly #random: Random;
  readonly #parked: Parked[] = [];
  /** Milliseconds since 1970. */
  now: number;

  constructor(random: Random, now: number) {
    this.#random = random;
    this.now = now;
  }

  /** Does something at a time, or as soon as possible if that is past. */
  at(wake: number, resume: () => void): void {
    this.#parked.push({ wake: Math.max(this.now, Math.ceil(wake)), lot: this.#random.next(), resume });
  }

  after(milliseconds: number, resume: () => void): void {
    this.at(this.now + milliseconds, resume);
  }

  sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => this.after(seconds * 1000, resolve));
  }

  /**
   * Runs until nothing is left to do before `until`, or `isOver`.
   * @param tick when the clock has something to do, and what it does then
   */
  async run(until: number, tick: { at(): number; run(): void }, isOver: () => boolean): Promise<void> {
    await settled();
    while (!isOver()) {
      const next = this.#first();
      const wake = this.#parked[next]?.wake ?? Infinity;
      const tickAt = tick.at();
      if (Math.min(wake, tickAt) > until) break;
      if (tickAt <= wake) {
        this.now = Math.max(this.now, tickAt);
        tick.run();
      } else {
        const [{ resume }] = this.#parked.splice(next, 1) as [Parked];
        this.now = Math.max(this.now, wake);
        resume();
      }
      await settled();
    }
  }

  #first(): number {
    let first = -1;
    for (const [index, { wake, lot }] of this.#parked.entries()) {
      const best = this.#parked[first];
      if (!best || wake < best.wake || (wake === best.wake && lot < best.lot)) first = index;
    }
    return first;
  }
}
