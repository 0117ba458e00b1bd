import { beforeEach, describe, expect, it } from 'vitest';
import { BudgetExhausted, ProviderUnavailable } from '../../shared/provider-error.ts';
import { watchedKey } from '../../shared/watched-object.ts';
import { id, pk, Watching } from '../fakes/watched.ts';
import { rejection } from '../fakes/world.ts';

const day = 24 * 3_600;
const contract = watchedKey('billecta', { kind: 'contract', id: '7' });

let watching: Watching;
beforeEach(async () => {
  watching = new Watching();
  await watching.world.watched.watch({
    provider: 'billecta',
    kind: 'contract',
    id: '7',
    merchant: 'charity',
    merchantReference: 'gift-1',
  });
});
const find = (key: string) => watching.world.watched.find(key);
const dueIn = async (key: string) => ((await find(key))?.dueAt ?? NaN) - watching.world.now;

describe('what a maker has made', () => {
  it('is watched for its merchant, due at once, and told; the maker itself is not', async () => {
    watching.made = [id];
    expect(await watching.look(contract)).toBe('rests');
    expect(watching.told).toEqual([]);
    expect(await dueIn(pk)).toBe(0);
    await watching.look();
    expect(watching.told).toMatchObject([
      { event: { merchant: 'charity', merchantReference: 'gift-1', invoiceId: id } },
    ]);
  });

  it('is adopted once: what is known of it stays, and what is closed is left alone', async () => {
    watching.made = [id];
    watching.isClosed = true;
    await watching.look(contract);
    await watching.look();
    watching.world.pass(2 * day);
    await watching.look();
    const before = await find(pk);
    expect(before?.dueAt).toBeUndefined();
    await watching.look(contract);
    expect(await find(pk)).toEqual(before);
    expect(watching.told).toHaveLength(1);
  });

  it('of another merchant stays theirs', async () => {
    await watching.begun();
    watching.made = [id];
    await watching.look(contract);
    expect(await find(pk)).toMatchObject({ merchant: 'shop', merchantReference: 'order-7' });
  });

  it('is found again after a crash in the middle', async () => {
    watching.made = [id];
    const { ledgerDynamo } = watching.world;
    ledgerDynamo.before = ({ kind, keys }) => {
      if (kind === 'Put' && keys.includes(pk)) throw new Error('the function died');
    };
    await rejection(watching.look(contract));
    expect((await find(contract))?.state).toBeUndefined();
    ledgerDynamo.before = () => undefined;
    await watching.look(contract);
    expect(await find(pk)).toMatchObject({ merchant: 'charity' });
  });
});

describe('the next look at a maker', () => {
  it('is when its kind says, and not after a wait that grows', async () => {
    watching.nextLook = watching.world.now + 17 * day;
    await watching.look(contract);
    expect(await dueIn(contract)).toBe(17 * day);
  });

  it('is none once it is closed and a day has passed', async () => {
    watching.isClosed = true;
    watching.nextLook = watching.world.now + 17 * day;
    await watching.look(contract);
    expect(await dueIn(contract)).toBe(day);
    watching.world.pass(day);
    await watching.look(contract);
    expect(await dueIn(contract)).toBeNaN();
  });
});

describe('a ring for what nobody watches', () => {
  it('is adopted when the provider names a maker that we watch', async () => {
    watching.makerId = '7';
    expect(await watching.look()).toBe('rests');
    expect(watching.told).toMatchObject([
      { event: { merchant: 'charity', merchantReference: 'gift-1', invoiceId: id } },
    ]);
  });

  it.each([
    ['no maker', null],
    ['one that we do not watch', '8'],
  ])('is forgotten after one read when it names %s', async (_, makerId) => {
    watching.makerId = makerId;
    expect(await watching.look()).toBe('gone');
    expect([await find(pk), watching.reads, watching.told]).toEqual([undefined, 1, []]);
  });

  it.each([
    ['the budget is used up', new BudgetExhausted(2)],
    ['the provider is down', new ProviderUnavailable('HTTP 503', { httpStatus: 503 })],
  ])('is left to its maker when %s', async (_, error) => {
    watching.shows = () => Promise.reject(error);
    expect(await watching.look()).toBe('gone');
    expect(await find(pk)).toBeUndefined();
  });

  it('is not read when nothing makes its kind', async () => {
    expect(await watching.look(watchedKey('billecta', { kind: 'contract', id: '8' }))).toBe('gone');
    expect(watching.reads).toBe(0);
  });
});
