import { expect, it } from 'vitest';
import { lookAtAll } from '../../shared/watched-sweep.ts';

it('looks at all of them, a few at once, and a defect at one stops no other', async () => {
  const looked: string[] = [];
  let [inside, most] = [0, 0];
  const lookAt = async (pk: string) => {
    looked.push(pk);
    most = Math.max(most, (inside += 1));
    await Promise.resolve();
    inside -= 1;
    if (pk === '3') throw new Error('a defect');
    return pk === '4' ? ('left' as const) : ('rests' as const);
  };
  const objects = Array.from({ length: 12 }, (_, index) => String(index));
  expect(await lookAtAll(objects, { provider: 'billecta', lookAt, now: () => 0 })).toEqual({ resting: 10 });
  expect(looked.toSorted()).toEqual(objects.toSorted());
  expect(most).toBe(4);
});

it('ends before the next run of the clock; what is left over is not touched', async () => {
  let now = 0;
  let looks = 0;
  const lookAt = () => {
    looks += 1;
    now += 1_000;
    return Promise.resolve('left' as const);
  };
  await lookAtAll(Array.from({ length: 200 }, String), { provider: 'billecta', lookAt, now: () => now });
  expect(now).toBeLessThanOrEqual(44_000);
  expect(looks).toBeLessThan(50);
});
