import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { FlowStore } from '../../shared/flow-store.ts';
import type { StoredFlow } from '../../shared/stored-flow.ts';
import { howMany, tenAtOnce, TestTable } from './table.ts';

const table = new TestTable();
const store = new FlowStore(table);

const created = async (): Promise<StoredFlow> => {
  const flow = table.newFlow();
  await store.create(flow, { personalNumber: '198507099805' }, undefined);
  return (await store.find(flow.flowId))!;
};
const keyOf = ({ flowId }: StoredFlow) => `flow#${flowId}`;
const found = { hint: 'user-sign', view: {} };
const started = {
  reference: 'order-2',
  hint: 'outstanding-transaction',
  view: { qr: 'data:image/svg+xml;base64,Mg==' },
};

/** Everything that may be written to a flow after its start. */
const laterWrites: Record<string, (flow: StoredFlow) => Promise<boolean>> = {
  progress: (flow) => store.progress(flow, found),
  noteFault: (flow) => store.noteFault(flow, 'provider-unavailable'),
  claimNewOrder: (flow) => store.claimNewOrder(flow),
  replaceOrder: (flow) => store.replaceOrder(flow, started),
  end: ({ flowId }) => store.end({ flowId }, { status: 'complete', result: { name: 'Vera Exempel' } }),
};
const names = Object.keys(laterWrites);

describe('a new flow', () => {
  it('is put once, by ten at once', async () => {
    const flow = table.newFlow();
    const outcomes = await tenAtOnce((index) =>
      store.create({ ...flow, reference: `order-${index}` }, { index }, undefined).then(
        () => index,
        () => undefined,
      ),
    );
    const [winner, ...others] = outcomes.filter((index) => index !== undefined);
    expect(others).toEqual([]);
    expect(await store.find(flow.flowId)).toMatchObject({ reference: `order-${winner}` });
    expect(await store.requestOf(flow.flowId)).toEqual({ index: winner });
  });
});

describe('an end', () => {
  it('is written once, by ten at once, and the first stays', async () => {
    const { flowId } = await created();
    const statuses = ['complete', 'failed', 'cancelled', 'expired'] as const;
    const outcomes = await tenAtOnce(async (index) => {
      const ending = { status: statuses[index % 4]!, hint: `by-${index}` };
      return (await store.end({ flowId }, ending)) ? ending : undefined;
    });
    const winners = outcomes.filter((ending) => ending !== undefined);
    expect(winners).toHaveLength(1);
    expect(await store.find(flowId)).toMatchObject(winners[0]!);
  });

  it.each(names)('is not changed by a later %s', async (name) => {
    const flow = await created();
    await store.end(flow, { status: 'failed', hint: 'user-cancel' });
    const stored = await table.item(keyOf(flow));
    expect(await howMany(() => laterWrites[name]!(flow))).toBe(0);
    expect(await table.item(keyOf(flow))).toEqual(stored);
  });

  it('takes what orders are started with along', async () => {
    const { flowId } = await created();
    expect(await store.requestOf(flowId)).toEqual({ personalNumber: '198507099805' });
    await store.end({ flowId }, { status: 'complete', result: {} });
    expect(await store.requestOf(flowId)).toBeUndefined();
  });
});

describe('an erased flow', () => {
  it.each(names)('is not brought back by a late %s', async (name) => {
    const flow = await created();
    await table.dynamo.send(new DeleteCommand({ TableName: table.name, Key: { pk: keyOf(flow) } }));
    expect(await howMany(() => laterWrites[name]!(flow))).toBe(0);
    expect(await table.item(keyOf(flow))).toBeUndefined();
  });

  it.each(names)('is not written to by %s when its time is over and it still lies there', async (name) => {
    const flow = await created();
    await table.set(keyOf(flow), 'expiresAt', table.inSeconds(0));
    const stored = await table.item(keyOf(flow));
    expect(await howMany(() => laterWrites[name]!(flow))).toBe(0);
    expect(await table.item(keyOf(flow))).toEqual(stored);
    expect(await store.find(flow.flowId)).toBeUndefined();
  });
});

describe('a new order', () => {
  it('is claimed by one of ten at once', async () => {
    const flow = await created();
    expect(await howMany(() => store.claimNewOrder(flow))).toBe(1);
  });

  it('is claimed by one more after the lease of one that died', async () => {
    const flow = await created();
    await store.claimNewOrder(flow);
    table.pass(19);
    expect(await howMany(() => store.claimNewOrder(flow))).toBe(0);
    table.pass(2);
    expect(await howMany(() => store.claimNewOrder(flow))).toBe(1);
  });

  it('replaces the old one once, and what is found about that is too late', async () => {
    const flow = await created();
    expect(await howMany((index) => store.replaceOrder(flow, { ...started, reference: `new-${index}` }))).toBe(1);
    const now = (await store.find(flow.flowId))!;
    expect(now).toMatchObject({ reference: expect.stringMatching(/^new-/) as string, view: started.view });
    expect(await store.progress(flow, found)).toBe(false);
    expect(await store.claimNewOrder(flow)).toBe(false);
    expect(await store.claimNewOrder(now)).toBe(true);
  });
});

describe('faults', () => {
  it('are counted from what was read, and the next look that works clears them', async () => {
    const flow = await created();
    await tenAtOnce(() => store.noteFault(flow, 'provider-unavailable'));
    expect(await store.find(flow.flowId)).toMatchObject({ faults: 1, hint: 'provider-unavailable' });
    expect(await store.progress({ ...flow, faults: 1 }, found)).toBe(true);
    expect(await store.find(flow.flowId)).toMatchObject({ faults: 0, ...found });
  });
});
