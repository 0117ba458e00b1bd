import type { StartSlowMachine } from './slow-machine.ts';
import type { SlowRequests, SlowTask } from './slow-requests.ts';

/** The gateway gives up after 30 s; a caller that has waited so long is told where to look. */
const waitMilliseconds = 20_000;
const stepMilliseconds = 500;

export interface SlowCaller {
  /** Leaves the request for the machine, and sends it. */
  send(task: SlowTask, body: unknown): Promise<void>;
  /**
   * Waits until `look` finds something, for 20 s at most.
   * @throws ProblemError when the task was refused
   */
  outcome<Found>(task: SlowTask, look: () => Promise<Found | undefined>): Promise<Found | undefined>;
}

export const slowCaller = ({
  requests,
  start,
  pause,
  now,
}: {
  readonly requests: SlowRequests;
  readonly start: StartSlowMachine;
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Milliseconds, as Date.now. */
  readonly now: () => number;
}): SlowCaller => ({
  send: async (task, body) => {
    await requests.put(task, body);
    await start(task);
  },
  outcome: async (task, look) => {
    // By the clock and not by steps: reads take time too, and with slow reads between them 20 s of pauses exceed the gateway's 30 s.
    const giveUpAt = now() + waitMilliseconds;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      const refusal = await requests.refusalOf(task);
      if (refusal) throw refusal;
      if (now() >= giveUpAt) return undefined;
      await pause(stepMilliseconds);
    }
  },
});
