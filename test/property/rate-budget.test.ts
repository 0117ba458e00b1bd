import fc from 'fast-check';
import { expect, it } from 'vitest';
import { World } from '../fakes/world.ts';

it('whoever asks, when and how often: no ten seconds and no minute hold more than the provider allows', async () => {
  const asks = fc.array(
    fc.record({
      milliseconds: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 3000 })),
      times: fc.integer({ min: 1, max: 12 }),
      urgency: fc.constantFrom('watched' as const, 'opened' as const, 'background' as const),
      watched: fc.integer({ min: 0, max: 60 }),
    }),
    { minLength: 20, maxLength: 60 },
  );
  const limits = fc.record({
    perTenSeconds: fc.integer({ min: 22, max: 60 }),
    perMinute: fc.integer({ min: 122, max: 300 }),
  });
  await fc.assert(
    fc.asyncProperty(limits, asks, async ({ perTenSeconds, perMinute }, steps) => {
      const world = new World({ perTenSeconds, perMinute });
      const calls: number[] = [];
      for (const { milliseconds, times, urgency, watched } of steps) {
        world.pass(milliseconds / 1000);
        for (let time = 0; time < times; time += 1)
          if (await world.budget.take(urgency, watched)) calls.push(world.milliseconds);
      }
      const within = (window: number) =>
        Math.max(0, ...calls.map((from) => calls.filter((call) => call >= from && call - from < window).length));
      expect(within(10_000)).toBeLessThanOrEqual(perTenSeconds);
      expect(within(60_000)).toBeLessThanOrEqual(perMinute);
    }),
    { numRuns: 40 },
  );
});

it('seats never outnumber what can be kept fresh, and whoever leaves makes room', async () => {
  const events = fc.array(
    fc.record({
      kind: fc.constantFrom('seat', 'seat', 'seat', 'leave', 'pass'),
      flow: fc.integer({ min: 0, max: 60 }),
    }),
    { maxLength: 120 },
  );
  await fc.assert(
    fc.asyncProperty(events, async (steps) => {
      const world = new World({ perTenSeconds: 30, perMinute: 200 });
      for (const { kind, flow } of steps) {
        if (kind === 'pass') world.pass(flow);
        else if (kind === 'leave') await world.budget.seats.leave(`f${flow}`);
        else await world.budget.seat(`f${flow}`, world.now + 100).catch(() => undefined);
        expect(world.seats.length).toBeLessThanOrEqual(world.budget.seatCount);
      }
    }),
    { numRuns: 60 },
  );
});
