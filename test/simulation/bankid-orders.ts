import type { HttpAnswer, HttpRequest } from './http.ts';
import { currentProcess } from './process.ts';
import type { World } from './world.ts';

interface Order {
  readonly startedAt: number;
  /** Seconds until the person opens it, and then until it ends. */
  readonly opensAfter: number;
  readonly endsAfter: number;
  readonly end: 'Complete' | 'userCancel' | 'startFailed' | 'never';
}

/** Logins at Billecta as a person goes through them (billecta.md 2.3 and 2.4); published test number, invented name. */
export class BankIdOrders {
  readonly #world: World;
  readonly #orders = new Map<string, Order>();

  constructor(world: World) {
    this.#world = world;
  }

  answer({ method, url }: HttpRequest): Promise<HttpAnswer> {
    const reference = method === 'PUT' ? this.#start() : (url.pathname.split('/').at(-1) ?? '');
    const order = this.#orders.get(reference);
    if (!order) return Promise.resolve({ status: 404, body: '{}' });
    return Promise.resolve({ status: 200, body: JSON.stringify({ ReferenceToken: reference, ...this.#shown(order) }) });
  }

  #start(): string {
    const { random, scheduler } = this.#world;
    this.#world.orderStarted(currentProcess());
    const reference = `order-${this.#orders.size + 1}`;
    const end = random.pick('Complete', 'Complete', 'Complete', 'userCancel', 'startFailed', 'never');
    const opensAfter = end === 'startFailed' ? 30 : random.between(2, 20);
    this.#orders.set(reference, {
      startedAt: scheduler.now,
      end,
      opensAfter,
      endsAfter: opensAfter + (end === 'startFailed' ? 0 : random.between(1, 15)),
    });
    return reference;
  }

  #shown({ startedAt, opensAfter, endsAfter, end }: Order): object {
    const age = (this.#world.scheduler.now - startedAt) / 1000;
    const frame = Math.floor(age);
    if (age < opensAfter)
      return { Status: 'OutstandingTransaction', AutoStartToken: 'auto', QR: `data:image/png;base64,${frame}` };
    if (age < endsAfter || end === 'never') return { Status: 'UserSign' };
    if (end === 'Complete') return { Status: 'Complete', SSN: '198001139297', Name: 'Vera Exempel' };
    return { Status: 'Error', HintCode: end };
  }
}
