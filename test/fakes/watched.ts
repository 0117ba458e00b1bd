import * as z from 'zod';
import {
  watchedKey,
  type MakerKind,
  type WatchedKind,
  type WatchedObject,
  type WatchedState,
} from '../../shared/watched-object.ts';
import { type Looked, lookAtObject } from '../../shared/watched-look.ts';
import { World } from './world.ts';

export interface Told {
  readonly type: string;
  readonly event: Readonly<Record<string, unknown>> & { readonly eventId: string };
}

export const id = '0000000042';
export const pk = watchedKey('billecta', { kind: 'invoice', id });

/** A watched invoice between a fake ledger, a provider that shows what it is told to, and a bus that may be away. */
export class Watching {
  readonly world = new World();
  readonly told: Told[] = [];
  /** What the provider shows; a function may fail, or do something in the middle of a read. */
  shows: () => WatchedState | Promise<WatchedState> = () => ({ stage: 'sent', left: 100 });
  isClosed = false;
  reads = 0;
  /** What the bus does with an event: takes it, leaves it, or dies before or after. */
  bus: 'takes' | 'leaves' | 'dies' | 'takes and dies' = 'takes';
  /** 0 to 1, as Math.random. */
  random = 0;

  readonly kind: WatchedKind<null> = {
    name: 'invoice',
    madeBy: 'contract',
    idField: 'invoiceId',
    event: 'invoice.changed',
    summary: 'of the tests',
    state: z.strictObject({ stage: z.string(), left: z.number() }),
    read: async () => {
      this.reads += 1;
      return { state: await this.shows(), isClosed: this.isClosed, makerId: this.makerId };
    },
  };

  /** What the maker has made. */
  made: readonly string[] = [];
  /** Which maker the provider names as the one of the invoice. */
  makerId: string | null = null;
  nextLook: number | undefined;
  readonly maker: MakerKind<null> = {
    name: 'contract',
    read: () =>
      Promise.resolve({
        state: { runs: this.made.length },
        isClosed: this.isClosed,
        made: this.made.map((invoice) => ({ kind: 'invoice', id: invoice })),
        ...(this.nextLook === undefined ? {} : { nextLook: this.nextLook }),
      }),
  };

  async begun(): Promise<this> {
    await this.world.watched.watch({
      provider: 'billecta',
      kind: 'invoice',
      id,
      merchant: 'shop',
      merchantReference: 'order-7',
    });
    return this;
  }

  look(key = pk): Promise<Looked> {
    return lookAtObject(key, {
      store: this.world.watched,
      kinds: [this.kind],
      makers: [this.maker],
      client: () => Promise.resolve(null),
      watch: (call) => call,
      publish: (type, events) => {
        if (this.bus === 'dies') return Promise.reject(new Error('the bus is away'));
        if (this.bus === 'leaves') return Promise.resolve([]);
        this.told.push(...events.map((event) => ({ type, event })));
        if (this.bus === 'takes and dies') return Promise.reject(new Error('the answer was lost'));
        return Promise.resolve(events.map(({ eventId }) => eventId));
      },
      now: () => this.world.now,
      random: () => this.random,
    });
  }

  ring(): Promise<WatchedObject | undefined> {
    return this.world.watched.ring(pk);
  }

  async stored(): Promise<WatchedObject> {
    return (await this.world.watched.find(pk))!;
  }

  /** Seconds until it is looked at; undefined when it is not. */
  async dueIn(): Promise<number | undefined> {
    const { dueAt } = await this.stored();
    return dueAt === undefined ? undefined : dueAt - this.world.now;
  }
}
