import { beforeEach, describe, expect, it } from 'vitest';
import { oneAtATime } from '../../shared/change-lease.ts';
import { ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { Donors, vera } from '../fakes/donors.ts';
import { rejection, World } from '../fakes/world.ts';

const debtor = { kind: 'debtor', id: '00000000-0000-4000-8000-00000000000a' };
const pk = `change#billecta#debtor#${debtor.id}`;

let world: World;
beforeEach(() => {
  world = new World();
});

/** A change that goes on until it is told to end. */
const held = (object = debtor) => {
  let end = (): void => undefined;
  const done = world.alone(object, () => new Promise<void>((resolve) => (end = resolve)));
  return { done, end: () => end() };
};
const answer = () => Promise.resolve('changed');
const underway = { code: 'operation-underway', extras: { retryAfterSeconds: 5 } };

describe('a change', () => {
  it('waits for the one before it', async () => {
    const order: string[] = [];
    const first = held();
    const alone = oneAtATime(world.table, 'billecta', async () => {
      order.push('waits');
      first.end();
      await first.done;
      order.push('the first is done');
    });
    expect(await alone(debtor, answer)).toBe('changed');
    expect(order).toEqual(['waits', 'the first is done']);
  });

  it('that waits in vain is refused after some seconds, and was not begun', async () => {
    const first = held();
    const since = world.now;
    const begun: string[] = [];
    expect(await rejection(world.alone(debtor, () => Promise.resolve(begun.push('second'))))).toMatchObject(underway);
    expect(world.now - since).toBeGreaterThanOrEqual(4);
    expect(world.now - since).toBeLessThan(6);
    expect(begun).toEqual([]);
    first.end();
    await first.done;
    expect(await world.alone(debtor, answer)).toBe('changed');
  });

  it.each([
    ['another object', { ...debtor, id: '00000000-0000-4000-8000-00000000000b' }],
    ['another kind', { ...debtor, kind: 'product' }],
  ])('of %s does not wait', async (_, other) => {
    const first = held();
    const since = world.now;
    expect(await world.alone(other, answer)).toBe('changed');
    expect(world.now).toBe(since);
    first.end();
    await first.done;
  });

  it('of the same object in capitals waits', async () => {
    const first = held();
    expect(await rejection(world.alone({ ...debtor, id: debtor.id.toUpperCase() }, answer))).toMatchObject(underway);
    first.end();
    await first.done;
  });

  it.each([
    ['refused', new ProviderRejected(400)],
    ['answered with 500', new ProviderUnavailable('HTTP 500', { httpStatus: 500 })],
    ['a defect of ours', new TypeError('a defect')],
  ])('that is %s makes nobody wait', async (_, error) => {
    expect(await rejection(world.alone(debtor, () => Promise.reject(error)))).toBe(error);
    expect(world.dynamo.items.size).toBe(0);
  });

  it.each([
    ['got no answer, and may still arrive,', () => Promise.reject(new ProviderUnavailable('no answer'))],
    ['died', () => new Promise<never>(() => undefined)],
  ])('that %s keeps others away for 35 seconds', async (_, change) => {
    world.alone(debtor, change).catch(() => undefined);
    expect(await rejection(world.alone(debtor, answer))).toMatchObject(underway);
    world.pass(25);
    expect(await rejection(world.alone(debtor, answer))).toMatchObject(underway);
    world.pass(5);
    expect(await world.alone(debtor, answer)).toBe('changed');
  });

  it('that another has outlived does not give back what is not its own', async () => {
    const first = held();
    expect(await rejection(world.alone(debtor, answer))).toMatchObject(underway);
    world.pass(35);
    const second = held();
    // As far as the second has its lease.
    await expect.poll(() => world.dynamo.items.get(pk)?.['expiresAt']).toBe(world.now + 35);
    first.end();
    await first.done;
    expect(await rejection(world.alone(debtor, answer))).toMatchObject(underway);
    second.end();
    await second.done;
  });

  it('goes on when the answer to its own lease was lost', async () => {
    let lost = 0;
    world.dynamo.losesAnswer = ({ kind }) => kind === 'Put' && ++lost === 1;
    expect(await world.alone(debtor, answer)).toBe('changed');
    expect(lost).toBe(1);
  });
});

it('the lease holds an id and times alone, and the clock erases what nobody gave back', async () => {
  world.alone(debtor, () => new Promise<never>(() => undefined)).catch(() => undefined);
  await expect.poll(() => world.dynamo.items.get(pk)).toBeDefined();
  expect(Object.keys(world.dynamo.items.get(pk) ?? {}).toSorted()).toEqual(
    ['pk', 'holder', 'expiresAt', 'dueShard', 'dueAt'].toSorted(),
  );
  world.pass(34);
  await world.clock();
  expect(world.dynamo.items.has(pk)).toBe(true);
  world.pass(1);
  await world.clock();
  expect(world.dynamo.items.has(pk)).toBe(false);
});

it('a flow that has to change what another is changing looks again later, and loses nothing', async () => {
  const donors = new Donors();
  const id = donors.billecta.add({ OrgNo: vera, IsActive: true, Autogiro: null });
  const flowId = await donors.asked();
  await donors.confirm(flowId);
  let end = (): void => undefined;
  const first = donors.alone({ kind: 'debtor', id }, () => new Promise<void>((resolve) => (end = resolve)));
  expect(await donors.poll(flowId)).toEqual({ flowId, status: 'pending', waitSeconds: 5 });
  expect(donors.item(flowId)).toMatchObject({ status: 'pending', hint: 'setting-up', faults: 0 });
  expect(donors.provider.count('debtors.update')).toBe(0);
  end();
  await first;
  donors.pass(5);
  expect(await donors.poll(flowId)).toMatchObject({ status: 'complete' });
  expect(donors.item(flowId)).toMatchObject({ result: { debtorId: id } });
  expect(donors.provider.count('debtors.update')).toBe(1);
  expect(donors.billecta.contracts).toHaveLength(1);
});
