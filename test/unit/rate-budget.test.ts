import { describe, expect, it } from 'vitest';
import { billecta } from '../../functions/billecta/provider.ts';
import { SeatList } from '../../shared/seat-list.ts';
import { rejection, World } from '../fakes/world.ts';

/** Takes as much as there is in each of these seconds; how much each gave. */
const takeAll = async (world: World, seconds: number): Promise<number[]> => {
  const taken: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    let calls = 0;
    while ((await world.budget.take('watched', 0)) || (await world.budget.take('opened', 0))) calls += 1;
    taken.push(calls);
    world.pass(1);
  }
  return taken;
};
const worstSum = (taken: number[], windows: number): number =>
  Math.max(...taken.map((_, from) => taken.slice(from, from + windows).reduce((sum, calls) => sum + calls, 0)));

describe('the rate', () => {
  it.each([
    [100, 600],
    [22, 122],
    [30, 600],
    [100, 130],
    [1000, 6000],
  ])('%i in ten seconds and %i a minute hold for every ten seconds and every minute', async (ten, minute) => {
    const taken = await takeAll(new World({ perTenSeconds: ten, perMinute: minute }), 70);
    // Any ten seconds touch at most eleven of ours, any minute sixty-one.
    expect(worstSum(taken, 11)).toBeLessThanOrEqual(ten);
    expect(worstSum(taken, 61)).toBeLessThanOrEqual(minute);
    expect(Math.min(...taken)).toBeGreaterThan(0);
  });

  it('no limits can be set that the smallest rate exceeds', async () => {
    const limits = [20, 21, 22].flatMap((perTenSeconds) =>
      [120, 121, 122].map((perMinute) => ({ perTenSeconds, perMinute })),
    );
    for (const rateLimits of limits) {
      const host = 'https://api.billecta.com';
      const creditorPublicId = '00000000-0000-4000-8000-000000000000';
      if (!billecta.settings.safeParse({ host, creditorPublicId, rateLimits }).success) continue;
      const taken = await takeAll(new World(rateLimits), 62);
      expect(worstSum(taken, 11)).toBeLessThanOrEqual(rateLimits.perTenSeconds);
      expect(worstSum(taken, 61)).toBeLessThanOrEqual(rateLimits.perMinute);
    }
  });

  it('holds when all ask at the same time', async () => {
    const world = new World();
    const ask = (index: number) => world.budget.take(index % 2 === 0 ? 'watched' : 'opened', 0);
    const taken = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(index)));
    expect(taken.filter(Boolean)).toHaveLength(9);
  });

  it.each([
    [0, 4, 5],
    [20, 4, 1],
    [30, 2, 1],
    [39, 0, 1],
    [60, 0, 1],
  ])(
    'with %i codes watched a second holds %i looks in the background, and %i calls for opened orders after them',
    async (watched, background, opened) => {
      const world = new World();
      const calls = async (urgency: 'background' | 'opened') => {
        let taken = 0;
        while (await world.budget.take(urgency, watched)) taken += 1;
        return taken;
      };
      expect([await calls('background'), await calls('opened')]).toEqual([background, opened]);
      expect(await world.budget.take('watched', watched)).toBe(watched > 0);
    },
  );

  it('opened orders get their share, and leave the rest to the codes', async () => {
    const world = new World();
    const opened = async (watched: number) => {
      let calls = 0;
      while (await world.budget.take('opened', watched)) calls += 1;
      world.pass(1);
      return calls;
    };
    expect([await opened(0), await opened(20), await opened(40)]).toEqual([9, 5, 1]);
  });

  it('however many codes are watched, an opened order gets on', async () => {
    const world = new World();
    const codes = world.budget.seatCount;
    const pace = world.budget.paceSeconds(codes);
    let opened = 0;
    for (let second = 0; second < 10; second += 1) {
      for (let due = second % pace; due < codes; due += pace) await world.budget.take('watched', codes);
      if (await world.budget.take('opened', codes)) opened += 1;
      world.pass(1);
    }
    expect(opened).toBe(10);
  });

  it.each([
    [0, 1],
    [1, 1],
    [8, 1],
    [9, 2],
    [16, 2],
    [24, 3],
    [32, 4],
  ])('with %i codes each waits %i seconds between two reads', (watched, paceSeconds) => {
    expect(new World().budget.paceSeconds(watched)).toBe(paceSeconds);
  });
});

describe('seats', () => {
  const fill = async (world: World, until: number) => {
    for (let seat = 0; seat < world.budget.seatCount; seat += 1) await world.budget.seat(`flow-${seat}`, until);
  };

  it('there are as many as can be kept fresh, and not one more when all ask at once', async () => {
    const world = new World();
    const until = world.now + 180;
    const asked = Array.from({ length: 60 }, (_, seat) => world.budget.seat(`flow-${seat}`, until));
    const given = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
    expect(given).toHaveLength(world.budget.seatCount);
    expect(world.seats).toHaveLength(32);
  });

  it('one that is given back, twice, makes room for one', async () => {
    const world = new World();
    await fill(world, world.now + 180);
    expect(await rejection(world.budget.seat('late', world.now + 180))).toMatchObject({ retryAfterSeconds: 5 });
    await world.budget.seats.leave('flow-7');
    await world.budget.seats.leave('flow-7');
    await world.budget.seat('late', world.now + 180);
    expect(await rejection(world.budget.seat('later', world.now + 180))).toMatchObject({ name: 'BudgetExhausted' });
  });

  it('those that nobody gave back end with their deadline', async () => {
    const world = new World();
    await fill(world, world.now + 180);
    world.pass(180);
    expect(await world.budget.seats.look()).toMatchObject({ watched: new Set() });
    await world.budget.seat('late', world.now + 180);
    expect(world.seats).toEqual(['late']);
  });

  it('leaving one where nobody ever sat does nothing', async () => {
    const world = new World();
    await new SeatList(world.table, 'billecta').leave('flow-1');
    expect(world.seats).toEqual([]);
  });

  it('none is given while the provider wants no calls, and the answer says for how long', async () => {
    const world = new World();
    await world.budget.seat('first', world.now + 180);
    await world.budget.close(30);
    world.pass(10);
    expect(await rejection(world.budget.seat('late', world.now + 180))).toMatchObject({ retryAfterSeconds: 20 });
    world.pass(20);
    await world.budget.seat('late', world.now + 180);
    expect(world.seats).toContain('late');
  });

  it('nobody calls in the last part of a second that the provider wants for itself', async () => {
    const world = new World();
    await world.budget.refuseWhileClosed();
    world.pass(0.9);
    await world.budget.close(3);
    world.pass(2.99);
    expect(await rejection(world.budget.refuseWhileClosed())).toMatchObject({ retryAfterSeconds: 1 });
    world.pass(0.11);
    await world.budget.refuseWhileClosed();
  });
});
