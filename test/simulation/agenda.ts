import type { Agenda } from '../../local/simulators/agenda.ts';
import type { World } from './world.ts';

/** What a simulator does later, on the world's scheduler. */
export const agendaOn = ({ scheduler }: World): Agenda => ({
  at: (time, task) => scheduler.at(time, () => void task()),
  after: async (seconds, act) => {
    await scheduler.sleep(seconds);
    return act();
  },
  advance: () => Promise.reject(new Error("the time is the world's")),
  clear: () => undefined,
});
