import { beforeEach, describe, expect, it } from 'vitest';
import { BudgetExhausted, ProviderContractBroken, ProviderUnavailable } from '../../shared/provider-error.ts';
import { id, pk, Watching } from '../fakes/watched.ts';
import { rejection } from '../fakes/world.ts';

const hour = 3_600;
const day = 24 * hour;

let watching: Watching;
beforeEach(async () => {
  watching = await new Watching().begun();
});
const states = () => watching.told.map(({ event }) => [event['stage'], event['left']]);
const ids = () => watching.told.map(({ event }) => event.eventId);

describe('a look', () => {
  it('tells the first state, with ids and amounts and nothing else', async () => {
    expect(await watching.look()).toBe('rests');
    expect(watching.told).toEqual([
      {
        type: 'invoice.changed',
        event: {
          eventId: `billecta-invoice-${id}-1`,
          provider: 'billecta',
          merchant: 'shop',
          merchantReference: 'order-7',
          invoiceId: id,
          stage: 'sent',
          left: 100,
          at: '2026-11-21T10:00:00.000Z',
        },
      },
    ]);
  });

  it('tells a state once, and one that comes back as a new one', async () => {
    for (const left of [100, 100, 0, 0, 100]) {
      watching.shows = () => ({ stage: 'sent', left });
      await watching.ring();
      await watching.look();
    }
    expect(states()).toEqual([
      ['sent', 100],
      ['sent', 0],
      ['sent', 100],
    ]);
    expect(new Set(ids()).size).toBe(3);
  });

  it('refuses to tell a field that the event does not list', async () => {
    watching.shows = () => ({ stage: 'sent', left: 100, name: 'Vera Exempel' });
    expect(await rejection(watching.look())).toBeInstanceOf(Error);
    expect([watching.told, (await watching.stored()).state]).toEqual([[], undefined]);
  });
});

describe('rings', () => {
  it('four before a look need one read', async () => {
    for (let time = 0; time < 4; time += 1) await watching.ring();
    await watching.look();
    expect(watching.reads).toBe(1);
    expect(await watching.stored()).toMatchObject({ rings: 4, ringsSeen: 4 });
  });

  it('one in the middle of a look is looked at too', async () => {
    watching.shows = async () => {
      if (watching.reads === 1) await watching.ring();
      return { stage: 'sent', left: watching.reads === 1 ? 100 : 0 };
    };
    expect(await watching.look()).toBe('rests');
    expect(states()).toEqual([
      ['sent', 100],
      ['sent', 0],
    ]);
  });

  it('one that brings no news is looked at again after a minute, and then no more', async () => {
    await watching.look();
    await watching.ring();
    await watching.look();
    expect(await watching.dueIn()).toBe(60);
    watching.world.pass(60);
    await watching.look();
    expect(await watching.dueIn()).toBe(2 * hour);
  });

  it('one for what is closed opens it again', async () => {
    watching.isClosed = true;
    await watching.look();
    watching.world.pass(2 * day);
    await watching.look();
    expect(await watching.dueIn()).toBeUndefined();
    watching.shows = () => ({ stage: 'completed', left: -50 });
    await watching.ring();
    await watching.look();
    expect(states().at(-1)).toEqual(['completed', -50]);
  });
});

describe('a crash', () => {
  it('between the state and its event is made up for, before anything is read', async () => {
    watching.bus = 'dies';
    await rejection(watching.look());
    expect(await watching.stored()).toMatchObject({ version: 1, untold: { left: 100 }, dueAt: watching.world.now });
    watching.bus = 'takes';
    watching.shows = () => ({ stage: 'sent', left: 0 });
    await watching.look();
    expect(states()).toEqual([
      ['sent', 100],
      ['sent', 0],
    ]);
    expect(await watching.stored()).not.toHaveProperty('untold');
  });

  it('after the event tells it again, the same', async () => {
    watching.bus = 'takes and dies';
    await rejection(watching.look());
    watching.bus = 'takes';
    await watching.look();
    expect(watching.told).toHaveLength(2);
    expect(watching.told[0]).toEqual(watching.told[1]);
  });

  it('an event that the bus does not take stays due', async () => {
    watching.bus = 'leaves';
    expect(await watching.look()).toBe('left');
    expect(await watching.dueIn()).toBe(0);
  });
});

it('two at once tell a state as one event', async () => {
  await Promise.all([watching.look(), watching.look(), watching.look()]);
  expect(new Set(ids())).toEqual(new Set([`billecta-invoice-${id}-1`]));
  expect(await watching.stored()).toMatchObject({ version: 1 });
});

it('who read an older state does not write over a newer one', async () => {
  await watching.look();
  watching.shows = async () => {
    if (watching.reads > 2) return { stage: 'completed', left: 0 };
    watching.shows = () => ({ stage: 'completed', left: 0 });
    await watching.look();
    return { stage: 'sent', left: 50 };
  };
  await watching.look();
  expect(states()).toEqual([
    ['sent', 100],
    ['completed', 0],
  ]);
});

describe('a fault of the provider', () => {
  it('puts the next look off, longer each time, and a good read forgets it', async () => {
    watching.shows = () => Promise.reject(new ProviderUnavailable('HTTP 503', { httpStatus: 503 }));
    const waits: (number | undefined)[] = [];
    for (let time = 0; time < 10; time += 1) {
      expect(await watching.look()).toBe('faulty');
      waits.push(await watching.dueIn());
    }
    expect(waits.slice(0, 4)).toEqual([60, 120, 240, 480]);
    expect(waits.at(-1)).toBe(6 * hour);
    watching.shows = () => ({ stage: 'sent', left: 100 });
    await watching.look();
    expect(await watching.stored()).toMatchObject({ faults: 0 });
  });

  it.each([
    ['that says how long', new ProviderUnavailable('HTTP 429', { httpStatus: 429, retryAfterSeconds: 900 }), 900],
    ['in what it answers', new ProviderContractBroken('invoices.read: State'), 60],
  ])('%s is heeded', async (_, error, wait) => {
    watching.shows = () => Promise.reject(error);
    await watching.look();
    expect(await watching.dueIn()).toBe(wait);
  });

  it('a ring after it makes the object due at once', async () => {
    watching.shows = () => Promise.reject(new ProviderUnavailable('HTTP 503', { httpStatus: 503 }));
    await watching.look();
    await watching.ring();
    expect(await watching.dueIn()).toBe(0);
  });
});

it('a used-up budget is no fault: the object is still due', async () => {
  await watching.ring();
  watching.shows = () => Promise.reject(new BudgetExhausted(2));
  expect(await watching.look()).toBe('left');
  expect(await watching.stored()).toMatchObject({ faults: 0, dueAt: watching.world.now });
});

describe('without rings', () => {
  it('the wait is an eighth of the quiet time, from two hours to a day', async () => {
    await watching.look();
    const waits: (number | undefined)[] = [];
    for (const quiet of [hour, 15 * hour, day, 4 * day, 30 * day]) {
      watching.world.pass((await watching.stored()).changedAt + quiet - watching.world.now);
      await watching.look();
      waits.push(await watching.dueIn());
    }
    expect(waits).toEqual([2 * hour, 2 * hour, 3 * hour, 12 * hour, day]);
  });

  it('what one night has made does not come back together', async () => {
    watching.random = 1;
    await watching.look();
    expect(await watching.dueIn()).toBe(2.5 * hour);
  });

  it('what is closed has a last look a day after its last change', async () => {
    watching.isClosed = true;
    await watching.look();
    expect(await watching.dueIn()).toBe(day);
    watching.world.pass(day);
    await watching.look();
    expect(await watching.dueIn()).toBeUndefined();
  });
});

describe('a watch', () => {
  it('begins with a look after two hours, and holds nothing that lists it among payments', async () => {
    expect(await watching.dueIn()).toBe(2 * hour);
    expect(watching.world.ledgerDynamo.items.get(pk)).not.toHaveProperty('createdAt');
  });

  it('said again changes nothing, not even by another merchant', async () => {
    const before = await watching.stored();
    await watching.world.watched.watch({ provider: 'billecta', kind: 'invoice', id, merchant: 'other' });
    expect(await watching.stored()).toEqual(before);
  });

  it('of what was closed goes on', async () => {
    watching.isClosed = true;
    watching.world.pass(2 * day);
    await watching.look();
    watching.world.pass(2 * day);
    await watching.look();
    expect(await watching.dueIn()).toBeUndefined();
    await watching.begun();
    expect(await watching.dueIn()).toBe(2 * hour);
  });
});
