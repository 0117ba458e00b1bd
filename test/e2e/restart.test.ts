import { expect, it } from 'vitest';
import type { View } from '../../shared/polling-flow.ts';
import { ended, jobs, seen, start, type Job } from './api.ts';
import { describeFlows } from './needs.ts';
import { act, scan } from './phone.ts';
import { advance, listOrders } from './simulator.ts';

/** After so long an order that nobody opened is dead (bankid.md 4.3). */
const orderSeconds = 30;

describeFlows('an order that nobody opened', () => {
  it('is replaced without a word, as often as it takes, and the flow goes on', async () => {
    const flows = await Promise.all((Object.keys(jobs) as Job[]).map((job) => start(job)));
    const shown = new Map<string, View>();
    const noteNewOrders = () =>
      Promise.all(
        flows.map(async (flow) => {
          const before = shown.get(flow.flowId);
          const { view, ...rest } = await seen(
            flow,
            'the code of a new order',
            (now) => now.view.qr !== undefined && now.view.autoStartToken !== before?.autoStartToken,
          );
          expect(rest).toMatchObject({ status: 'pending', deadline: flow.deadline });
          expect(view.qr).not.toBe(before?.qr);
          shown.set(flow.flowId, view);
        }),
      );

    await noteNewOrders();
    for (const round of [1, 2]) {
      await advance(orderSeconds);
      await noteNewOrders();
      expect(await listOrders()).toHaveLength((round + 1) * flows.length);
    }
    const newest = (await listOrders()).slice(0, flows.length).map(({ reference }) => reference);
    const scanned = await Promise.all(flows.map(scan));
    expect(scanned.toSorted()).toEqual(newest.toSorted());
    await Promise.all(scanned.map((reference) => act(reference, 'approve')));
    for (const flow of flows) expect(await ended(flow)).toMatchObject({ status: 'complete', hint: null });
  });
});
