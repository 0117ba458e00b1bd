import { afterEach, describe, expect, it, vi } from 'vitest';
import { isFlowIdOf } from '../../shared/flow-id.ts';
import {
  BudgetExhausted,
  ProviderRejected,
  ProviderUnavailable,
  RefusedForPayer,
} from '../../shared/provider-error.ts';
import { order } from '../fakes/provider.ts';
import { macKey, rejection, World } from '../fakes/world.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const newWorld = () => {
  const world = new World();
  world.provider.answer = () => order();
  return world;
};

describe('a start', () => {
  it('answers with the first view, and stores what the flow needs', async () => {
    const world = newWorld();
    const { now } = world;
    const started = await world.start({ merchantReference: 'basket-7', body: { personalNumber: '198001139297' } });
    expect(started).toMatchObject({
      flow: 'bankid-authentication',
      status: 'pending',
      deadline: now + 180,
      view: { autoStartToken: 'auto-1' },
    });
    expect(isFlowIdOf(macKey, 'shop', started.flowId)).toBe(true);
    expect(world.item(started.flowId)).toMatchObject({
      merchant: 'shop',
      merchantReference: 'basket-7',
      provider: 'billecta',
      reference: 'order-1',
      createdAt: now,
      expiresAt: now + 3600,
      dueAt: now + 60,
    });
    expect(world.dynamo.items.get(`request#${started.flowId}`)).toMatchObject({
      request: { personalNumber: '198001139297' },
      expiresAt: now + 180,
      dueAt: now + 180,
    });
  });

  it('starts one machine with nothing but ids, and has a seat until the deadline', async () => {
    const world = newWorld();
    const { flowId } = await world.start();
    expect(world.startedMachines).toEqual([{ flow: 'bankid-authentication', flowId, attempt: undefined }]);
    expect(world.dynamo.items.get('seats#billecta')).toMatchObject({ seats: { [flowId]: world.now + 180 } });
  });

  it('no item key says anything of a person', async () => {
    const world = newWorld();
    await world.start({ merchantReference: 'basket-7', body: { personalNumber: '198001139297' }, idempotencyKey: 'k' });
    expect([...world.dynamo.items.keys()].join(' ')).not.toMatch(/198001139297|basket-7|shop|order-1/);
  });

  it('a machine that cannot be started is no failure: the clock starts it', async () => {
    const world = newWorld();
    const start = () => Promise.reject(new Error('Step Functions is away'));
    const { flowId } = await world.start({}, undefined, { machines: { start } });
    expect(world.startedMachines).toEqual([]);
    world.pass(60);
    await world.clock();
    expect(world.startedMachines).toMatchObject([{ flowId }]);
  });
});

describe('a start that fails', () => {
  it.each([
    ['the provider is away', new ProviderUnavailable('no answer')],
    ['the provider refuses us', new ProviderRejected(401)],
    ['the provider refuses for the payer', new RefusedForPayer('already-in-progress')],
  ])('because %s leaves nothing behind', async (_, error) => {
    const world = newWorld();
    world.provider.answer = () => {
      throw error;
    };
    expect(await rejection(world.start())).toBe(error);
    expect(world.seats).toEqual([]);
    expect(world.startedMachines).toEqual([]);
    expect([...world.dynamo.items.keys()].filter((pk) => /^(flow|request|claim)#/.test(pk))).toEqual([]);
  });

  it('because the secret is missing leaves no seat', async () => {
    const world = newWorld();
    await rejection(world.start({}, undefined, { client: () => Promise.reject(new Error('no secret')) }));
    expect(world.seats).toEqual([]);
  });

  it('because the table is away leaves no seat', async () => {
    const world = newWorld();
    world.dynamo.before = ({ kind }) => {
      if (kind === 'TransactWrite') throw new Error('DynamoDB is away');
    };
    expect(await rejection(world.start())).toMatchObject({ message: 'DynamoDB is away' });
    expect(world.seats).toEqual([]);
  });

  it('with 429 closes the provider for as long as it says', async () => {
    const world = newWorld();
    world.provider.answer = () => {
      throw new ProviderUnavailable('HTTP 429', { httpStatus: 429, retryAfterSeconds: 30 });
    };
    await rejection(world.start());
    const calls = world.provider.requests.length;
    world.pass(10);
    expect(await rejection(world.start())).toMatchObject({ name: 'BudgetExhausted', retryAfterSeconds: 20 });
    expect(world.provider.requests).toHaveLength(calls);
    world.pass(20);
    world.provider.answer = () => order();
    expect(await world.start()).toMatchObject({ status: 'pending' });
  });
});

describe('a start when the budget is used up', () => {
  it('waits for its turn in the next second', async () => {
    const world = newWorld();
    while (await world.budget.take('watched', 0));
    const { now } = world;
    expect(await world.start()).toMatchObject({ status: 'pending' });
    expect(world.now).toBeGreaterThan(now);
  });

  it('gives up after some seconds, with Retry-After and without a seat', async () => {
    const world = newWorld();
    vi.spyOn(world.budget, 'take').mockResolvedValue(false);
    const refused = await rejection(world.start());
    expect(refused).toBeInstanceOf(BudgetExhausted);
    expect(refused).toMatchObject({ retryAfterSeconds: 2 });
    expect(world.seats).toEqual([]);
    expect(world.provider.requests).toEqual([]);
  });

  it('is refused when as many codes are open as can be kept fresh, until one is opened', async () => {
    const world = newWorld();
    const flowIds: string[] = [];
    while (flowIds.length < world.budget.seatCount) {
      flowIds.push((await world.start()).flowId);
      world.pass(0.2);
    }
    expect(await rejection(world.start())).toMatchObject({ name: 'BudgetExhausted', retryAfterSeconds: 5 });
    world.provider.answer = () => order({ Status: 'UserSign', QR: null });
    await world.poll(flowIds[0]!);
    world.provider.answer = () => order();
    expect(await world.start()).toMatchObject({ status: 'pending' });
  });
});
