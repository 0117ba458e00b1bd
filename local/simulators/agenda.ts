import type { Clock } from './clock.ts';

type Task = () => Promise<void> | void;

/** What the simulator will do at times of its own clock. Tasks do not throw. */
export interface Agenda {
  /** Does the task at `time` (milliseconds since 1970), or soon if that is past. */
  at(time: number, task: Task): void;
  /** Does the act after so many seconds and gives its result. */
  after<T>(seconds: number, act: () => T): Promise<T>;
  /** Moves the clock, stopping at each task on the way to do it, and waits for all that has begun. */
  advance(seconds: number): Promise<void>;
  clear(): void;
}

const longestTimer = 2 ** 31 - 1;

/** An agenda over a clock. Real timers drive it only when the clock runs with the real time. */
export function agendaOf(clock: Clock, inRealTime: boolean): Agenda {
  let tasks: { time: number; task: Task }[] = [];
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  const next = () => tasks[0]?.time ?? Infinity;

  function begin(task: Task) {
    const run = Promise.resolve(task()).finally(() => running.delete(run));
    running.add(run);
  }

  /** Begins what is due by now; tasks of the same instant run side by side. */
  function beginDue() {
    const now = clock.now();
    const due = tasks.filter(({ time }) => time <= now);
    tasks = tasks.filter(({ time }) => time > now);
    for (const { task } of due) begin(task);
    wake();
  }

  function wake() {
    clearTimeout(timer);
    if (next() === Infinity || (!inRealTime && next() > clock.now())) return;
    timer = setTimeout(beginDue, Math.min(Math.max(next() - clock.now(), 0), longestTimer)).unref();
  }

  function at(wished: number, task: Task) {
    // The clock counts whole milliseconds: a task between two of them would never be reached.
    const time = Math.ceil(wished);
    const later = tasks.findIndex((each) => each.time > time);
    tasks.splice(later === -1 ? tasks.length : later, 0, { time, task });
    wake();
  }

  return {
    at,
    after(seconds, act) {
      return new Promise((resolve, reject) => {
        at(clock.now() + seconds * 1000, () => {
          try {
            resolve(act());
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      });
    },
    async advance(seconds) {
      const target = clock.now() + seconds * 1000;
      const moveTo = (time: number) => clock.advance(Math.ceil(Math.max(0, time - clock.now())) / 1000);
      while (running.size > 0 || next() <= target) {
        if (running.size === 0) moveTo(next());
        beginDue();
        await Promise.all(running);
      }
      moveTo(target);
      wake();
    },
    clear() {
      tasks = [];
      clearTimeout(timer);
    },
  };
}
