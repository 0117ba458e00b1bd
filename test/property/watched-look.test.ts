import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProviderUnavailable } from '../../shared/provider-error.ts';
import { pk, Watching } from '../fakes/watched.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('changes' as const), left: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant('closes' as const), isClosed: fc.boolean() }),
  fc.record({ kind: fc.constant('rings' as const), isLost: fc.boolean() }),
  fc.record({
    kind: fc.constant('looks' as const),
    atOnce: fc.integer({ min: 1, max: 3 }),
    bus: fc.constantFrom('takes' as const, 'leaves' as const, 'dies' as const, 'takes and dies' as const),
    /** At which call of the table everything dies. */
    diesAt: fc.integer({ min: 1, max: 12 }),
    provider: fc.constantFrom('answers' as const, 'answers' as const, 'is away' as const),
  }),
  fc.record({ kind: fc.constant('passes' as const), hours: fc.integer({ min: 0, max: 40 }) }),
);

it('whatever changes, rings, is lost or dies: in the end the last state has been told, each as one event', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const watching = await new Watching().begun();
      const { world } = watching;
      let left = 0;
      const answers = () => ({ stage: 'sent', left });
      for (const each of steps) {
        if (each.kind === 'changes') left = each.left;
        else if (each.kind === 'closes') watching.isClosed = each.isClosed;
        else if (each.kind === 'passes') world.pass(each.hours * 3_600);
        else if (each.kind === 'rings') await (each.isLost ? undefined : watching.ring());
        else {
          let calls = 0;
          world.ledgerDynamo.before = () => {
            calls += 1;
            if (calls >= each.diesAt) throw new Error('it dies');
          };
          watching.bus = each.bus;
          watching.shows =
            each.provider === 'answers' ? answers : () => Promise.reject(new ProviderUnavailable('no answer'));
          await Promise.allSettled(Array.from({ length: each.atOnce }, () => watching.look()));
          world.ledgerDynamo.before = () => undefined;
        }
      }

      // Nothing changes any more and all is well: the clock looks at what is due, and somebody rings for what was closed.
      watching.bus = 'takes';
      watching.shows = answers;
      watching.isClosed = false;
      await watching.ring();
      for (let run = 0; run < 6; run += 1) {
        const { dueAt = world.now } = await watching.stored();
        world.pass(Math.max(0, dueAt - world.now));
        await watching.look(pk);
      }
      const byId = Map.groupBy(watching.told, ({ event }) => event.eventId);
      for (const same of byId.values()) expect(new Set(same.map((told) => JSON.stringify(told))).size).toBe(1);
      const inOrder = [...byId.values()].map(([first]) => first!.event);
      expect(inOrder.at(-1)).toMatchObject({ left });
      expect(inOrder.map(({ eventId }) => Number(eventId.split('-').at(-1)))).toEqual(
        inOrder.map((_, index) => index + 1),
      );
      inOrder.slice(1).forEach((event, index) => expect(event['left']).not.toBe(inOrder[index]!['left']));
    }),
    { numRuns: 200 },
  );
});
