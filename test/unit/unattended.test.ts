import { describe, expect, it } from 'vitest';
import { order, qr, unattendedOrder } from '../fakes/provider.ts';
import { World } from '../fakes/world.ts';

describe('an order that nobody opened', () => {
  const unattended = (world: World) => {
    let orders = 1;
    world.provider.answer = ({ method }) => {
      if (method === 'GET') return unattendedOrder();
      orders += 1;
      return order({ ReferenceToken: `order-${orders}`, QR: qr(orders) });
    };
  };

  it('is followed silently by a new one, started as the first was', async () => {
    const world = new World();
    const flowId = await world.started(order(), { body: { personalNumber: '198001139297' } });
    world.pass(30);
    unattended(world);
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'pending', waitSeconds: 1 });
    expect(world.item(flowId)).toMatchObject({
      reference: 'order-2',
      hint: 'outstanding-transaction',
      view: { qr: qr(2) },
    });
    const starts = world.provider.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body);
    expect(starts[1]).toEqual(starts[0]);
  });

  it('is followed by exactly one, when two look at once', async () => {
    const world = new World();
    const flowId = await world.started();
    world.pass(30);
    unattended(world);
    const starts = world.provider.count('bankid.authentication.start');
    await Promise.all([world.poll(flowId), world.poll(flowId)]);
    expect(world.provider.count('bankid.authentication.start')).toBe(starts + 1);
    expect(world.item(flowId)).toMatchObject({ reference: 'order-2', status: 'pending' });
  });

  it('is tried again when the poll that was to start the new one died', async () => {
    const world = new World();
    const flowId = await world.started();
    world.pass(30);
    world.provider.answer = ({ method }) => {
      if (method === 'GET') return unattendedOrder();
      throw new Error('the function dies here');
    };
    await expect(world.poll(flowId)).rejects.toThrow('dies');
    unattended(world);
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ reference: 'order-1' });
    world.pass(20);
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ reference: 'order-2' });
  });

  it('ends the flow, when a new one could not be opened in time', async () => {
    const world = new World();
    const flowId = await world.started();
    world.pass(171);
    unattended(world);
    expect(await world.poll(flowId)).toMatchObject({ status: 'failed', announcement: { hint: 'start-failed' } });
  });
});
