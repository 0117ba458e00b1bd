import { afterAll, beforeAll, expect, it } from 'vitest';
import { until, untilSo } from '../../until.ts';
import { ended, hinted, readFlow, start } from '../api.ts';
import { describeAws } from '../needs.ts';
import { act, launch } from '../phone.ts';
import { advance } from '../simulator.ts';
import { runClock, store } from './account.ts';
import { MerchantQueue } from './events.ts';
import { executions, killMachine } from './executions.ts';
import { change, flowKey, inSeconds, readItem } from './items.ts';

const isAnnounced = (flowId: string) =>
  until('the announcement to be noted', async () => {
    const item = await readItem(flowKey(flowId));
    return item?.['announced'] === true ? item : undefined;
  });

describeAws('what the clock heals', () => {
  const queue = new MerchantQueue();
  beforeAll(() => queue.open());
  afterAll(() => queue.close());

  it.concurrent('a flow whose machine died before its deadline gets another and completes', async ({ expect }) => {
    const flow = await start('authentication');
    const reference = await launch(flow);
    await killMachine(flow.flowId);
    await act(reference, 'approve');
    await change(flowKey(flow.flowId), { dueAt: inSeconds(-1) });
    await runClock();
    expect(await ended(flow)).toMatchObject({ status: 'complete' });
    expect((await queue.about(flow.flowId)).map(({ detail }) => detail.eventId)).toContain(`${flow.flowId}-complete`);
    expect((await executions(flow.flowId)).map(({ status }) => status)).toContain('ABORTED');
  });

  it.concurrent('a flow whose machine died is ended at its deadline, and announced', async ({ expect }) => {
    const flow = await start('authentication');
    await killMachine(flow.flowId);
    await change(flowKey(flow.flowId), { deadline: inSeconds(-1), dueAt: inSeconds(-1) });
    expect(await readFlow(flow.flowId)).toMatchObject({ status: 'pending' });
    await runClock();
    expect(await readFlow(flow.flowId)).toMatchObject({ status: 'expired', hint: 'deadline-passed', result: null });
    const [event] = await queue.about(flow.flowId);
    expect(event?.detail).toMatchObject({ status: 'expired', hint: 'deadline-passed' });
  });

  it.concurrent('so is one whose machine was never started', async ({ expect }) => {
    const { flowId } = await start('authentication');
    const like = await store.find(flowId);
    const orphan = `${flowId.slice(0, -4)}0000`;
    await store.create({ ...like!, flowId: orphan }, {}, undefined);
    expect(await executions(orphan)).toEqual([]);
    await change(flowKey(orphan), { deadline: inSeconds(-1), dueAt: inSeconds(-1) });
    await runClock();
    const [event] = await queue.about(orphan);
    expect(event?.detail).toMatchObject({ eventId: `${orphan}-expired`, status: 'expired' });
    expect(await isAnnounced(orphan)).toMatchObject({ status: 'expired' });
  });

  it.concurrent('an end whose announcement was lost is announced, as the same event', async ({ expect }) => {
    const flow = await start('authentication');
    await act(await launch(flow), 'approve');
    await ended(flow);
    const [first] = await queue.about(flow.flowId);
    const { expiresAt } = await isAnnounced(flow.flowId);
    await change(flowKey(flow.flowId), { announced: undefined, dueAt: inSeconds(-1) });
    await runClock();
    const [, second] = await queue.about(flow.flowId, 2);
    expect(second?.detail).toEqual(first?.detail);
    expect(await isAnnounced(flow.flowId)).toMatchObject({ dueAt: expiresAt });
  });

  it.concurrent('what is not due stays as it is', async ({ expect }) => {
    const flow = await start('authentication');
    await launch(flow);
    await hinted(flow, 'user-sign');
    await runClock();
    expect(await executions(flow.flowId)).toHaveLength(1);
    expect(await readFlow(flow.flowId)).toMatchObject({ status: 'pending' });
  });
});

describeAws('at the deadline', () => {
  it('the machine itself ends the flow', async () => {
    const flow = await start('authentication');
    await change(flowKey(flow.flowId), { deadline: inSeconds(0) });
    expect(await ended(flow)).toMatchObject({ status: 'expired', hint: 'deadline-passed', view: {} });
  });

  it('no new order is started that nobody could open in time', async () => {
    const flow = await start('authentication');
    await change(flowKey(flow.flowId), { deadline: inSeconds(9) });
    // A look that had begun has read the former deadline; each look shows the next code.
    const { view } = await readFlow(flow.flowId);
    await untilSo('the next look', async () => (await readFlow(flow.flowId)).view.qr !== view.qr);
    await advance(30);
    expect(await ended(flow)).toMatchObject({ status: 'failed', hint: 'start-failed' });
  });
});
