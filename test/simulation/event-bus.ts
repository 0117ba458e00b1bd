import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { call, currentProcess } from './process.ts';
import type { World } from './world.ts';

interface Heard {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The merchant's bus: it may be away, and it may take only some of the events of a call. */
export class EventBus {
  readonly heard: Heard[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  put(command: unknown): Promise<unknown> {
    if (!(command instanceof PutEventsCommand)) throw new Error('the simulation does not know this command');
    const { weather, scheduler } = this.#world;
    return call('PutEvents', () => Promise.resolve(this.#take(command)), {
      before: () => {
        if (scheduler.now >= weather.busOutUntil && !weather.serviceFails()) return;
        this.#world.fault('bus: unavailable');
        throw new Error('the bus is unavailable');
      },
      after: () => {
        if (!weather.serviceFails()) return;
        this.#world.fault('bus: an answer is lost');
        throw new Error('no answer from the bus');
      },
    });
  }

  #take({ input: { Entries = [] } }: PutEventsCommand): unknown {
    const answers = Entries.map(({ DetailType, Detail }) => {
      if (this.#world.weather.serviceFails()) return { ErrorCode: 'ThrottlingException' };
      this.#world.mustNotBePersonal('an event', Detail);
      this.heard.push({
        type: DetailType ?? '',
        detail: JSON.parse(Detail ?? '') as Record<string, unknown>,
      });
      return { EventId: String(this.heard.length) };
    });
    const taken = answers.filter(({ EventId }) => EventId !== undefined).length;
    if (taken < answers.length) this.#world.fault('bus: takes only some of a call');
    if (taken > 0 && taken < answers.length) this.#world.saw('event taken partly');
    if (taken > 0) currentProcess().mark = 'told';
    return { Entries: answers, FailedEntryCount: answers.length - taken };
  }
}
