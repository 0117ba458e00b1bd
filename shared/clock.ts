import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { dueIndex, dueShards, watchShards } from './due.ts';
import { endOverdue } from './end.ts';
import type { FlowStore } from './flow-store.ts';
import { describe, log } from './log.ts';
import type { LookMachine } from './look-machine.ts';
import { measure } from './metrics.ts';
import type { Machines } from './machines.ts';
import { seconds, whenConditionHolds, type Table } from './table.ts';
import type { PaymentStore } from './payment-store.ts';
import type { SeatList } from './seat-list.ts';
import type { SyncMachine } from './sync-machine.ts';
import { lastMomentOf } from './waiting.ts';

export interface ClockDependencies {
  readonly table: Table;
  readonly store: FlowStore;
  readonly machines: Machines;
  readonly seatsOf: (provider: string) => Pick<SeatList, 'leave'>;
  readonly ledger: {
    readonly table: Table;
    readonly store: PaymentStore;
    readonly machineOf: (provider: string) => SyncMachine;
    readonly lookMachineOf: (provider: string) => LookMachine;
  };
}

/** One run takes at most so many items of a shard; what is left is still due a minute later. */
const itemsPerShard = 200;
const atOnce = 10;
/** What one execution can look at until the next run: half a provider's rate, for two thirds of a minute. */
const watchedPerShard = 25;

const dueItem = z.object({ pk: z.string(), dueAt: z.number() });
type DueItem = z.infer<typeof dueItem>;

/**
 * Takes what is due and starts what the fast path would have started: deletes what has expired, ends what nobody ended,
 * and sends a machine to everything else, which polls or announces. A fault at one item leaves it due and stops no other.
 */
export const runClock = async (dependencies: ClockDependencies): Promise<void> => {
  const { table, ledger } = dependencies;
  // One after the other: a ledger that does not answer must not keep personal data from being erased.
  await attendAll(table, (pk) => attend(pk, dependencies));
  await attendAll(ledger.table, (pk) => lookAt(pk, ledger));
  await sweep(ledger);
};

const allDue = async (table: Table, shards = dueShards, limit = itemsPerShard): Promise<DueItem[]> =>
  (await Promise.all(shards.map((shard) => dueIn(shard, limit, table)))).flat();

const attendAll = async (table: Table, attendTo: (pk: string) => Promise<void>): Promise<void> => {
  const items = await allDue(table);
  const now = seconds(table.now());
  measure('Overdue', Math.max(0, ...items.map(({ dueAt }) => now - dueAt)));
  for (let next = 0; next < items.length; next += atOnce) {
    await Promise.all(items.slice(next, next + atOnce).map(({ pk }) => attendSafely(pk, attendTo)));
  }
};

const attendSafely = async (pk: string, attendTo: (pk: string) => Promise<void>): Promise<void> => {
  try {
    await attendTo(pk);
  } catch (error) {
    const [, kind, id = ''] = /^(flow|payment)#(.+)$/.exec(pk) ?? [];
    const which = kind === 'flow' ? { flowId: id } : kind === 'payment' ? { paymentId: id } : {};
    log.error('clock.item-failed', { ...which, ...describe(error) });
  }
};

/** A payment that was rung, has something to tell, or is due for its next look: its machine does all of it. */
const lookAt = async (pk: string, { table, store, machineOf }: ClockDependencies['ledger']): Promise<void> => {
  const payment = await store.find(pk.replace(/^payment#/, ''));
  // A name may be used once, and one that ran before may have died.
  if (payment) await machineOf(payment.provider).catchUp(payment.paymentId, `at-${seconds(table.now())}`);
};

/** Watched objects that are due go to one execution for each provider; what it does not reach is due a minute later. */
const sweep = async ({ table, lookMachineOf }: ClockDependencies['ledger']): Promise<void> => {
  const due = await allDue(table, watchShards, watchedPerShard);
  const byProvider = Map.groupBy(
    due.map(({ pk }) => pk),
    (pk) => pk.split('#')[1] ?? '',
  );
  for (const [provider, objects] of byProvider)
    await lookMachineOf(provider).look(`sweep-${seconds(table.now())}`, objects);
};

const dueIn = async (shard: string, limit: number, { dynamo, name, now }: Table): Promise<DueItem[]> => {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: name,
      IndexName: dueIndex,
      KeyConditionExpression: 'dueShard = :shard AND dueAt <= :now',
      ExpressionAttributeValues: { ':shard': shard, ':now': seconds(now()) },
      Limit: limit,
    }),
  );
  return Items.map((item) => dueItem.parse(item));
};

const attend = async (pk: string, { table, store, machines, seatsOf }: ClockDependencies): Promise<void> => {
  const flowId = /^flow#(.+)$/.exec(pk)?.[1];
  if (await eraseExpired(pk, table)) return;
  const flow = flowId === undefined ? undefined : await store.find(flowId);
  if (!flow) return;
  const now = seconds(table.now());
  if (flow.status === 'pending' && now >= lastMomentOf(flow)) await endOverdue(flow, store, seatsOf(flow.provider));
  // A pending flow whose machine is dead, or an end that nobody announced: the machine does both.
  await machines.start(flow.flow, flow.flowId, now);
};

/** The condition is in the write, so that an item whose time was prolonged meanwhile stays. */
const eraseExpired = (pk: string, { dynamo, name, now }: Table): Promise<boolean> =>
  whenConditionHolds(
    dynamo.send(
      new DeleteCommand({
        TableName: name,
        Key: { pk },
        ConditionExpression: 'attribute_exists(pk) AND expiresAt <= :now',
        ExpressionAttributeValues: { ':now': seconds(now()) },
      }),
    ),
  );
