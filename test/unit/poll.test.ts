import { describe, expect, it } from 'vitest';
import { ProviderContractBroken, ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { completeOrder, order, qr } from '../fakes/provider.ts';
import { World } from '../fakes/world.ts';

const pollOnce = async (answer: Record<string, unknown>, first?: Record<string, unknown>) => {
  const world = new World();
  const flowId = await world.started(first);
  world.pass(1);
  world.provider.answer = () => answer;
  return { world, flowId, polled: await world.poll(flowId) };
};

describe('what one look at the provider does', () => {
  it('a code is read again each second while few are watched', async () => {
    const { world, flowId, polled } = await pollOnce(order({ QR: qr(2) }));
    expect(polled).toEqual({ flowId, status: 'pending', waitSeconds: 1 });
    expect(world.item(flowId)).toMatchObject({ hint: 'outstanding-transaction', view: { qr: qr(2) } });
  });

  it('an opened order is read every two seconds, its code is gone and its seat is free', async () => {
    const { world, flowId, polled } = await pollOnce(order({ Status: 'UserSign', HintCode: 'userSign' }));
    expect(polled).toEqual({ flowId, status: 'pending', waitSeconds: 2 });
    expect(world.item(flowId)).toMatchObject({ hint: 'user-sign', view: {} });
    expect(world.seats).toEqual([]);
  });

  it('completion is stored with its result and announced without it', async () => {
    const { world, flowId, polled } = await pollOnce(completeOrder());
    expect(world.item(flowId)).toMatchObject({ status: 'complete', result: { personalNumber: '198001139297' } });
    expect(polled).toEqual({
      flowId,
      status: 'complete',
      expiresAt: world.now + 3599,
      announcement: {
        eventId: `${flowId}-complete`,
        flowId,
        flow: 'bankid-authentication',
        provider: 'billecta',
        merchant: 'shop',
        status: 'complete',
        endedAt: '2026-11-21T10:00:01.000Z',
      },
    });
    expect(world.seats).toEqual([]);
    expect(world.dynamo.items.has(`request#${flowId}`)).toBe(false);
  });

  it('failure keeps its hint, and the announcement says it', async () => {
    const { world, flowId, polled } = await pollOnce(order({ Status: 'Error', HintCode: 'userCancel' }));
    expect(world.item(flowId)).toMatchObject({ status: 'failed', hint: 'user-cancel' });
    expect(polled).toMatchObject({ status: 'failed', announcement: { status: 'failed', hint: 'user-cancel' } });
  });

  it('an unknown status is pending with a hint of its own', async () => {
    const { world, flowId, polled } = await pollOnce(order({ Status: 'SomethingNew', QR: null }));
    expect(polled).toMatchObject({ status: 'pending' });
    expect(world.item(flowId)).toMatchObject({ status: 'pending', hint: 'unknown-status' });
  });

  it.each(['iVBORw0KGgo=', 'javascript:alert(1)'])('the code %j that is no picture spoils no flow', async (code) => {
    const { world, flowId, polled } = await pollOnce(order({ QR: code }));
    expect(polled).toMatchObject({ status: 'pending' });
    expect((await world.store.find(flowId))?.view?.qr).not.toBe(code);
  });

  it('the answer holds ids, times and status words, and nothing of the person', async () => {
    const { polled } = await pollOnce(completeOrder({ Name: 'Vera Exempel', IpAddress: '192.0.2.7' }));
    expect(JSON.stringify(polled)).not.toMatch(/198001139297|Vera|192\.0\.2\.7|order-1|auto-1|c2lnbmF0dXJl/);
  });

  it("carries the merchant's reference into the announcement", async () => {
    const world = new World();
    const flowId = await world.started(order(), { merchantReference: 'basket-7' });
    world.provider.answer = () => completeOrder();
    expect(await world.poll(flowId)).toMatchObject({ announcement: { merchantReference: 'basket-7' } });
  });
});

describe('flows that have ended', () => {
  it('answers the stored end again, with its announcement, until it is announced', async () => {
    const { world, flowId, polled } = await pollOnce(completeOrder());
    world.provider.answer = () => order({ Status: 'Error', HintCode: 'userCancel' });
    expect(await world.poll(flowId)).toEqual(polled);
    world.dynamo.items.set(`flow#${flowId}`, { ...world.item(flowId), announced: true });
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'complete', expiresAt: world.now + 3599 });
  });

  it.each([
    ['was never known', '00'.repeat(22), 0],
    ['has expired', undefined, 3601],
  ])('a flow that %s is gone', async (_, unknown, passed) => {
    const world = new World();
    const flowId = unknown ?? (await world.started());
    world.pass(passed);
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'gone' });
  });

  it('a cancellation during the look wins, and the answer is what is stored', async () => {
    const world = new World();
    const flowId = await world.started();
    world.provider.answer = async () => {
      await world.store.end({ flowId }, { status: 'cancelled', hint: 'cancelled' });
      return completeOrder();
    };
    expect(await world.poll(flowId)).toMatchObject({ status: 'cancelled' });
    expect(world.item(flowId)).not.toHaveProperty('result');
  });

  it('past its deadline a flow expires without another call', async () => {
    const world = new World();
    const flowId = await world.started();
    const calls = world.provider.requests.length;
    world.pass(180);
    expect(await world.poll(flowId)).toMatchObject({ status: 'expired', announcement: { hint: 'deadline-passed' } });
    expect(world.provider.requests).toHaveLength(calls);
  });
});

describe('faults of the provider', () => {
  const faults = [
    ['no answer', new ProviderUnavailable('no answer')],
    ['a 500', new ProviderUnavailable('HTTP 500', { httpStatus: 500 })],
    ['a 401', new ProviderRejected(401)],
    ['a 404', new ProviderRejected(404)],
    ['a broken body', new ProviderContractBroken('bankid.authentication.poll: Status')],
  ] as const;

  it.each(faults)('%s leaves the flow pending, with a hint', async (_, fault) => {
    const world = new World();
    const flowId = await world.started();
    world.provider.answer = () => {
      throw fault;
    };
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'pending', waitSeconds: 1 });
    expect(world.item(flowId)).toMatchObject({ status: 'pending', hint: 'provider-unavailable', faults: 1 });
  });

  it('waits grow with each fault in a row, up to fifteen seconds, and start anew after an answer', async () => {
    const world = new World();
    const flowId = await world.started();
    const waits: number[] = [];
    const look = async () => {
      const answer = await world.poll(flowId);
      if ('waitSeconds' in answer) waits.push(answer.waitSeconds);
      world.pass(1);
    };
    world.provider.answer = () => {
      throw new ProviderUnavailable('no answer');
    };
    for (let time = 0; time < 6; time += 1) await look();
    world.provider.answer = () => order();
    await look();
    world.provider.answer = () => {
      throw new ProviderUnavailable('no answer');
    };
    await look();
    expect(waits).toEqual([1, 2, 4, 8, 15, 15, 1, 1]);
  });

  it('waits are spread by up to half', async () => {
    const world = new World();
    world.random = 0.999;
    const flowId = await world.started();
    world.dynamo.items.set(`flow#${flowId}`, { ...world.item(flowId), faults: 3 });
    world.provider.answer = () => {
      throw new ProviderUnavailable('no answer');
    };
    expect(await world.poll(flowId)).toMatchObject({ waitSeconds: 12 });
  });

  it('"too many" stops every call to the provider until its time is over', async () => {
    const world = new World();
    const [one, other] = [await world.started(), await world.started()];
    world.provider.answer = () => {
      throw new ProviderUnavailable('HTTP 429', { httpStatus: 429, retryAfterSeconds: 12 });
    };
    await world.poll(one);
    const calls = world.provider.requests.length;
    expect(await world.poll(other)).toEqual({ flowId: other, status: 'pending', waitSeconds: 13 });
    expect(world.provider.requests).toHaveLength(calls);
    world.pass(13);
    world.provider.answer = () => order();
    expect(await world.poll(other)).toMatchObject({ waitSeconds: 1 });
  });

  it('never waits past the deadline, so that the machine lives to see the end', async () => {
    const world = new World();
    world.random = 0.999;
    const flowId = await world.started();
    world.dynamo.items.set(`flow#${flowId}`, { ...world.item(flowId), faults: 6 });
    world.pass(175);
    world.provider.answer = () => {
      throw new ProviderUnavailable('HTTP 503', { httpStatus: 503, retryAfterSeconds: 600 });
    };
    for (const answer of [await world.poll(flowId), await world.poll(flowId)])
      expect('waitSeconds' in answer && answer.waitSeconds).toBeLessThanOrEqual(5);
  });

  it('a defect of ours is thrown, so that the alarm hears of it', async () => {
    const world = new World();
    const flowId = await world.started();
    world.provider.answer = () => {
      throw new TypeError('a defect');
    };
    await expect(world.poll(flowId)).rejects.toThrow('a defect');
  });
});

describe('the shared budget', () => {
  it.each([
    ['a watched code comes back after a second', order(), 1],
    ['an opened order after two', order({ Status: 'Started', QR: null, AutoStartToken: null }), 2],
  ])('refused: %s, and nobody is called', async (_, first, waitSeconds) => {
    const world = new World();
    const flowId = await world.started(first);
    world.pass(1);
    while ((await world.budget.take('watched', 0)) || (await world.budget.take('opened', 0)));
    const calls = world.provider.requests.length;
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'pending', waitSeconds });
    expect(world.provider.requests).toHaveLength(calls);
  });

  it('a flow whose turn does not come is no dead one: the clock sends no second machine', async () => {
    const world = new World();
    const flowId = await world.started(order({ Status: 'Started', QR: null }));
    await world.budget.close(170);
    const machines = world.startedMachines.length;
    for (let minute = 0; minute < 2; minute += 1) {
      world.pass(59);
      await world.poll(flowId);
      world.pass(2);
      await world.clock();
    }
    expect(world.startedMachines.slice(machines)).toEqual([]);
  });
});
