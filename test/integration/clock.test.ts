import { beforeEach, describe, expect, it } from 'vitest';
import { runClock } from '../../shared/clock.ts';
import { dueShardOf, dueShards, watchShardOf } from '../../shared/due.ts';
import { FlowStore } from '../../shared/flow-store.ts';
import type { StoredFlow } from '../../shared/stored-flow.ts';
import { PaymentStore } from '../../shared/payment-store.ts';
import { SeatList } from '../../shared/seat-list.ts';
import { WatchedStore } from '../../shared/watched-store.ts';
import { tenAtOnce, TestTable } from './table.ts';

const table = new TestTable();
const store = new FlowStore(table);
const ledgerTable = new TestTable();
const payments = new PaymentStore(ledgerTable);
let startedMachines: string[] = [];
let startedSyncs: string[] = [];
let startedLooks: string[] = [];

const clock = () =>
  runClock({
    table,
    store,
    machines: {
      start: (_, flowId) => {
        startedMachines.push(flowId);
        return Promise.resolve();
      },
    },
    seatsOf: (provider) => new SeatList(table, provider),
    ledger: {
      table: ledgerTable,
      store: payments,
      machineOf: (provider) => ({
        catchUp: (paymentId) => {
          startedSyncs.push(`${provider} ${paymentId}`);
          return Promise.resolve();
        },
        watch: () => Promise.reject(new Error('the clock watches nothing')),
      }),
      lookMachineOf: (provider) => ({
        look: (_, objects) => {
          startedLooks.push(...objects.map((pk) => `${provider} ${pk}`));
          return Promise.resolve();
        },
      }),
    },
  });

const created = async (): Promise<StoredFlow> => {
  const flow = table.newFlow();
  await store.create(flow, { personalNumber: '198507099805' }, undefined);
  return (await store.find(flow.flowId))!;
};
const keys = ({ flowId }: StoredFlow) => [`flow#${flowId}`, `request#${flowId}`] as const;
const items = (flow: StoredFlow) => Promise.all(keys(flow).map((pk) => table.item(pk)));
const dueKeys = async () =>
  (await Promise.all(dueShards.map((shard) => table.dueIn(shard)))).flat().map(({ pk }) => pk);

beforeEach(() => {
  // Whatever an earlier test has left behind is erased.
  table.pass(100_000);
  return clock().then(() => {
    startedMachines = [];
    startedSyncs = [];
    startedLooks = [];
  });
});

describe('the due index', () => {
  it('holds keys only, in the shard of the key', async () => {
    const flow = await created();
    for (const pk of keys(flow)) {
      const found = (await table.dueIn(dueShardOf(pk))).find((item) => item['pk'] === pk);
      expect(Object.keys(found ?? {}).toSorted()).toEqual(['dueAt', 'dueShard', 'pk']);
    }
  });

  it('follows the writes, and loses what is erased', async () => {
    const flow = await created();
    const [pk] = keys(flow);
    const dueAt = async () => (await table.dueIn(dueShardOf(pk))).find((item) => item['pk'] === pk)?.['dueAt'];
    expect(await dueAt()).toBe(table.inSeconds(60));
    table.pass(40);
    await store.progress(flow, { hint: 'user-sign', view: {} });
    expect(await dueAt()).toBe(table.inSeconds(60));
    table.pass(100_000);
    await clock();
    expect(await dueAt()).toBeUndefined();
  });

  it('does not hold what nobody has to look at', async () => {
    await new SeatList(table, 'billecta').look();
    expect(await dueKeys()).toEqual([]);
  });
});

describe('a run of the clock', () => {
  it('leaves alone what is not due', async () => {
    const flow = await created();
    table.pass(59);
    const before = await items(flow);
    await clock();
    expect(await items(flow)).toEqual(before);
    expect(startedMachines).toEqual([]);
  });

  it('sends a machine to a flow of which nobody has heard for a minute', async () => {
    const flow = await created();
    table.pass(60);
    await clock();
    expect(startedMachines).toEqual([flow.flowId]);
    expect(await store.find(flow.flowId)).toMatchObject({ status: 'pending' });
  });

  it('erases what has expired, and only that, by ten clocks at once', async () => {
    const old = await created();
    table.pass(3600);
    const young = await created();
    await tenAtOnce(() => clock());
    expect(await items(old)).toEqual([undefined, undefined]);
    expect(await items(young)).not.toContain(undefined);
    expect(startedMachines).toEqual([]);
  });

  it('does not erase an item whose time was prolonged after it had become due', async () => {
    const flow = await created();
    const [pk] = keys(flow);
    await store.end(flow, { status: 'complete', result: {} });
    table.pass(4000);
    await table.set(pk, 'expiresAt', table.inSeconds(10));
    await tenAtOnce(() => clock());
    expect(await table.item(pk)).toMatchObject({ status: 'complete' });
    table.pass(10);
    await clock();
    expect(await table.item(pk)).toBeUndefined();
  });

  it('ends a flow at its deadline once, by ten clocks at once, and erases its request', async () => {
    const flow = await created();
    table.pass(180);
    await tenAtOnce(() => clock());
    expect(await store.find(flow.flowId)).toMatchObject({
      status: 'expired',
      hint: 'deadline-passed',
      endedAt: table.inSeconds(0),
    });
    expect(await store.requestOf(flow.flowId)).toBeUndefined();
    expect(new Set(startedMachines)).toEqual(new Set([flow.flowId]));
  });

  it('sends somebody to a payment that is due, until it rests', async () => {
    const paymentId = 'cd'.repeat(16);
    const payment = {
      paymentId,
      provider: 'swedbank-pay',
      merchant: 'shop',
      createdAt: ledgerTable.inSeconds(0),
      payeeReference: 'OURS1',
      fingerprint: 'f',
    };
    await payments.create(payment, ledgerTable.inSeconds(35));
    await clock();
    expect(startedSyncs).toEqual([]);
    await payments.ring(paymentId);
    await clock();
    expect(startedSyncs).toEqual([`swedbank-pay ${paymentId}`]);
    await payments.park((await payments.find(paymentId))!, 'a test');
    await clock();
    expect(startedSyncs).toHaveLength(1);
    expect(await ledgerTable.dueIn(dueShardOf(`payment#${paymentId}`))).toEqual([]);
  });

  it('sweeps a watched object that is due, until it rests', async () => {
    const watched = new WatchedStore(ledgerTable);
    await watched.watch({ provider: 'billecta', kind: 'invoice', id: '42', merchant: 'shop' });
    const pk = 'watched#billecta#invoice#42';
    await clock();
    expect(startedLooks).toEqual([]);
    await watched.ring(pk);
    await clock();
    expect(startedLooks).toEqual([`billecta ${pk}`]);
    await watched.rest((await watched.find(pk))!, undefined);
    await clock();
    expect(startedLooks).toHaveLength(1);
    expect(await ledgerTable.dueIn(watchShardOf(pk))).toEqual([]);
  });

  it('a new state is written with its event, once, by ten looks at once', async () => {
    const watched = new WatchedStore(ledgerTable);
    const pk = 'watched#billecta#invoice#43';
    await watched.watch({ provider: 'billecta', kind: 'invoice', id: '43', merchant: 'shop' });
    const object = (await watched.find(pk))!;
    const written = await tenAtOnce(() => watched.learn(object, { stage: 'sent' }, { eventId: 'e-1' }));
    expect(written.filter((each) => each !== undefined)).toHaveLength(1);
    await tenAtOnce(() => watched.told(pk, 'e-1'));
    expect(await watched.find(pk)).toMatchObject({ version: 1, state: { stage: 'sent' } });
    expect(await watched.find(pk)).not.toHaveProperty('untold');
  });

  it('reaches every shard', async () => {
    const flows = await Promise.all(Array.from({ length: 30 }, () => created()));
    table.pass(60);
    await clock();
    expect(startedMachines.toSorted()).toEqual(flows.map(({ flowId }) => flowId).toSorted());
  });
});
