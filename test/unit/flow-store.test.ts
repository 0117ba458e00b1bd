import { describe, expect, it } from 'vitest';
import { qr } from '../fakes/provider.ts';
import { World } from '../fakes/world.ts';

const view = { qr: qr(9) };
type Write = (world: World, flowId: string, flow: NonNullable<Awaited<ReturnType<World['store']['find']>>>) => unknown;

/** Every write that comes after the first. */
const writes: readonly (readonly [string, Write])[] = [
  ['progress', ({ store }, _, flow) => store.progress(flow, { hint: 'started', view })],
  ['a fault', ({ store }, _, flow) => store.noteFault(flow, 'provider-unavailable')],
  ['a new order claimed', ({ store }, _, flow) => store.claimNewOrder(flow)],
  ['a new order', ({ store }, _, flow) => store.replaceOrder(flow, { reference: 'order-2', hint: 'started', view })],
  ['an end', ({ store }, flowId) => store.end({ flowId }, { status: 'complete', result: { name: 'Vera Exempel' } })],
];

const started = async () => {
  const world = new World();
  const flowId = await world.started();
  const flow = await world.store.find(flowId);
  if (!flow) throw new Error('there is no flow');
  return { world, flowId, flow };
};

describe.each(writes)('%s', (_, write) => {
  it('is written while the flow is pending', async () => {
    const { world, flowId, flow } = await started();
    const before = structuredClone(world.item(flowId));
    expect(await write(world, flowId, flow)).toBe(true);
    expect(world.item(flowId)).not.toEqual(before);
  });

  it.each([
    [
      'ended',
      (world: World, flowId: string) => world.store.end({ flowId }, { status: 'cancelled', hint: 'cancelled' }),
    ],
    [
      'expired but not erased yet',
      (world: World) => {
        world.pass(3600);
      },
    ],
    ['erased', (world: World, flowId: string) => Promise.resolve(world.dynamo.items.delete(`flow#${flowId}`))],
  ])('changes nothing when the flow has %s', async (__, happened) => {
    const { world, flowId, flow } = await started();
    await happened(world, flowId);
    const before = structuredClone(world.item(flowId));
    expect(await write(world, flowId, flow)).toBe(false);
    expect(world.item(flowId)).toEqual(before);
  });
});

describe('what belongs to another order by now', () => {
  it.each(writes.slice(0, 1).concat(writes.slice(2, 4)))('%s changes nothing', async (_, write) => {
    const { world, flowId, flow } = await started();
    await world.store.replaceOrder(flow, { reference: 'order-3', hint: 'outstanding-transaction', view });
    const before = structuredClone(world.item(flowId));
    expect(await write(world, flowId, flow)).toBe(false);
    expect(world.item(flowId)).toEqual(before);
  });
});

it('an unchanged look writes nothing, until the heartbeat is half gone', async () => {
  const { world, flow, flowId } = await started();
  const writesOf = async () => {
    let count = 0;
    world.dynamo.before = ({ kind }) => void (count += kind === 'Update' ? 1 : 0);
    expect(await world.store.progress(flow, { hint: flow.hint ?? '', view: flow.view ?? {} })).toBe(true);
    return count;
  };
  world.pass(29);
  expect(await writesOf()).toBe(0);
  world.pass(1);
  expect(await writesOf()).toBe(1);
  expect(world.item(flowId)?.dueAt).toBe(world.now + 60);
});
