import { describe, expect, it } from 'vitest';
import { keepFor } from '../../shared/secrets.ts';
import { rejection } from '../fakes/world.ts';

const counted = (fail = () => false) => {
  const state = { now: 0, loads: 0 };
  const load = () => {
    state.loads += 1;
    return fail() ? Promise.reject(new Error('away')) : Promise.resolve(state.loads);
  };
  return { state, kept: keepFor(60, load, () => state.now) };
};

describe('a kept value', () => {
  it('is loaded at first use, and not again for its time', async () => {
    const { state, kept } = counted();
    expect(state.loads).toBe(0);
    expect(await kept.get()).toBe(1);
    state.now = 59_999;
    expect(await kept.get()).toBe(1);
    state.now = 60_000;
    expect(await kept.get()).toBe(2);
  });

  it('is loaded once for all that ask at once', async () => {
    const { kept } = counted();
    expect(await Promise.all([kept.get(), kept.get(), kept.get()])).toEqual([1, 1, 1]);
  });

  it('is loaded again when it was dropped', async () => {
    const { kept } = counted();
    await kept.get();
    kept.drop();
    expect(await kept.get()).toBe(2);
  });

  it('a failure is not kept', async () => {
    let away = true;
    const { kept } = counted(() => away);
    expect(await rejection(kept.get())).toMatchObject({ message: 'away' });
    away = false;
    expect(await kept.get()).toBe(2);
  });
});
