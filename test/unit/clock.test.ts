import { describe, expect, it } from 'vitest';
import { completeOrder, order } from '../fakes/provider.ts';
import { World } from '../fakes/world.ts';

/** A started flow whose first machine is forgotten, so that only what the clock does is seen. */
const abandoned = async () => {
  const world = new World();
  const flowId = await world.started(order(), { idempotencyKey: 'login-1', body: { personalNumber: '198001139297' } });
  world.startedMachines.length = 0;
  return { world, flowId };
};

/** What the machine does when it has announced an end (infra/constructs/polling-machine.ts). */
const announce = (world: World, flowId: string) => {
  const item = world.item(flowId);
  world.dynamo.items.set(`flow#${flowId}`, { ...item, announced: true, dueAt: item?.expiresAt });
};

describe('each minute the clock', () => {
  it('leaves alone what is not due', async () => {
    const { world, flowId } = await abandoned();
    world.pass(59);
    await world.clock();
    expect(world.startedMachines).toEqual([]);
    expect(world.item(flowId)).toMatchObject({ status: 'pending' });
  });

  it('starts another machine for a flow whose machine died, under another name', async () => {
    const { world, flowId } = await abandoned();
    world.pass(61);
    await world.clock();
    expect(world.startedMachines).toEqual([{ flow: 'bankid-authentication', flowId, attempt: world.now }]);
    expect(world.item(flowId)).toMatchObject({ status: 'pending' });
  });

  it('starts none for a flow that is polled, whatever the answers', async () => {
    const { world, flowId } = await abandoned();
    for (let second = 0; second < 170; second += 2) {
      await world.poll(flowId);
      await world.clock();
      world.pass(2);
    }
    expect(world.startedMachines).toEqual([]);
  });

  it('ends what is overdue, gives its seat back, and has it announced', async () => {
    const { world, flowId } = await abandoned();
    world.pass(185);
    await world.clock();
    expect(world.item(flowId)).toMatchObject({ status: 'expired', hint: 'deadline-passed' });
    expect(world.seats).toEqual([]);
    expect(world.startedMachines).toMatchObject([{ flowId }]);
    expect(await world.poll(flowId)).toMatchObject({ status: 'expired', announcement: { status: 'expired' } });
  });

  it('has an end announced that nobody announced, again and again until it is', async () => {
    const { world, flowId } = await abandoned();
    world.provider.answer = () => completeOrder();
    await world.poll(flowId);
    for (const expected of [1, 2]) {
      world.pass(61);
      await world.clock();
      expect(world.startedMachines).toHaveLength(expected);
    }
    announce(world, flowId);
    world.pass(61);
    await world.clock();
    expect(world.startedMachines).toHaveLength(2);
  });

  it("erases what an order is started with at the flow's deadline", async () => {
    const { world, flowId } = await abandoned();
    world.pass(179);
    await world.clock();
    expect(world.dynamo.items.has(`request#${flowId}`)).toBe(true);
    world.pass(1);
    await world.clock();
    expect(world.dynamo.items.has(`request#${flowId}`)).toBe(false);
  });

  it('erases what a flow brought back when its time is over, and leaves nothing of the person', async () => {
    const { world, flowId } = await abandoned();
    world.provider.answer = () => completeOrder();
    await world.poll(flowId);
    announce(world, flowId);
    world.pass(3599);
    await world.clock();
    expect(world.item(flowId)).toMatchObject({ status: 'complete' });
    world.pass(1);
    await world.clock();
    expect(world.item(flowId)).toBeUndefined();
    expect(JSON.stringify([...world.dynamo.items])).not.toMatch(/198001139297|Vera/);
  });

  it('erases an expired flow that never ended, and ends it no more', async () => {
    const { world, flowId } = await abandoned();
    world.pass(3600);
    await world.clock();
    expect(world.item(flowId)).toBeUndefined();
    expect(world.startedMachines).toEqual([]);
  });

  it('goes on when one item fails, and comes back to it', async () => {
    const { world, flowId } = await abandoned();
    const other = await world.started();
    world.startedMachines.length = 0;
    world.pass(61);
    world.dynamo.before = ({ kind, keys }) => {
      if (kind === 'Get' && keys.includes(`flow#${flowId}`)) throw new Error('DynamoDB is away');
    };
    await world.clock();
    expect(world.startedMachines.map((machine) => machine.flowId)).toEqual([other]);
    world.dynamo.before = () => undefined;
    await world.clock();
    expect(world.startedMachines.map((machine) => machine.flowId)).toContain(flowId);
  });

  it('sends somebody to a payment that is due, each time under another name, and to no other', async () => {
    const world = new World();
    const payment = (paymentId: string) => ({
      paymentId,
      provider: 'swedbank-pay',
      merchant: 'shop',
      createdAt: world.now,
      payeeReference: 'OURS1',
      fingerprint: 'f',
    });
    await world.payments.create(payment('due'), world.now + 35);
    await world.payments.create(payment('later'), world.now + 300);
    await world.clock();
    expect(world.startedSyncs).toEqual([]);
    const expected = [60, 60].map((seconds) => {
      world.pass(seconds);
      return world.now;
    });
    world.pass(-60);
    await world.clock();
    world.pass(60);
    await world.clock();
    expect(world.startedSyncs).toEqual(
      expected.map((now) => ({ provider: 'swedbank-pay', paymentId: 'due', after: `at-${now}` })),
    );
    expect([...world.ledgerDynamo.items.keys()]).toEqual(['payment#due', 'payment#later']);
  });

  it('a payment that fails stops neither the flows nor the other payments', async () => {
    const { world, flowId } = await abandoned();
    for (const paymentId of ['one', 'other'])
      await world.payments.create(
        {
          paymentId,
          provider: 'swedbank-pay',
          merchant: 'shop',
          createdAt: world.now,
          payeeReference: 'OURS1',
          fingerprint: 'f',
        },
        world.now,
      );
    world.ledgerDynamo.before = ({ kind, keys }) => {
      if (kind === 'Get' && keys.includes('payment#one')) throw new Error('DynamoDB is away');
    };
    world.pass(61);
    await world.clock();
    expect(world.startedMachines).toMatchObject([{ flowId }]);
    expect(world.startedSyncs).toMatchObject([{ paymentId: 'other' }]);
  });

  it('sends one machine to all watched objects of a provider that are due, and to no other', async () => {
    const world = new World();
    const watch = (id: string) => world.watched.watch({ provider: 'billecta', kind: 'invoice', id, merchant: 'shop' });
    for (const id of ['1', '2', '3']) await watch(id);
    await world.clock();
    expect(world.startedLooks).toEqual([]);
    await world.watched.ring('watched#billecta#invoice#2');
    world.pass(1);
    await world.clock();
    world.pass(7200);
    await world.clock();
    const [rung, all] = world.startedLooks;
    expect(rung).toEqual({
      provider: 'billecta',
      name: `sweep-${world.now - 7200}`,
      objects: ['watched#billecta#invoice#2'],
    });
    expect(all?.objects.toSorted()).toEqual(['1', '2', '3'].map((id) => `watched#billecta#invoice#${id}`));
    expect(world.startedSyncs).toEqual([]);
  });

  it('a thousand watched objects that are due stand before no payment, and go out as many as a minute has room for', async () => {
    const world = new World();
    for (let id = 0; id < 1_000; id += 1)
      await world.watched.watch({ provider: 'billecta', kind: 'invoice', id: String(id), merchant: 'shop' });
    world.pass(10_000);
    const paymentId = 'due';
    const payment = { provider: 'swedbank-pay', merchant: 'shop', payeeReference: 'OURS1', fingerprint: 'f' };
    await world.payments.create({ ...payment, paymentId, createdAt: world.now }, world.now);
    await world.clock();
    expect(world.startedSyncs).toMatchObject([{ paymentId }]);
    expect(world.startedLooks.map(({ objects }) => objects.length)).toEqual([200]);
  });

  it('two at once do each thing without harm', async () => {
    const { world, flowId } = await abandoned();
    world.pass(185);
    await Promise.all([world.clock(), world.clock()]);
    expect(world.item(flowId)).toMatchObject({ status: 'expired' });
  });
});
