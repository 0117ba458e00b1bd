import { it } from 'vitest';
import { call, cancel, ended, readFlow, readProgress, start } from './api.ts';
import { describeFlows } from './needs.ts';
import { act, launch } from './phone.ts';

describeFlows('a cancellation', () => {
  it.concurrent(
    "ends the flow, by the merchant's key or the browser's token, as often as it is asked",
    async ({ expect }) => {
      for (const byBrowser of [false, true]) {
        const { flowId, clientToken } = await start('authentication');
        const credential = byBrowser ? clientToken : undefined;
        const cancelled = { flowId, status: 'cancelled' };
        expect(await cancel(flowId, credential)).toEqual(cancelled);
        expect(await cancel(flowId, credential)).toEqual(cancelled);
        expect(await readFlow(flowId)).toMatchObject({ ...cancelled, hint: 'cancelled', result: null, view: {} });
      }
    },
  );

  it.concurrent('stays, whatever the person does in the app afterwards', async ({ expect }) => {
    const flow = await start('authentication');
    const reference = await launch(flow);
    await cancel(flow.flowId);
    await act(reference, 'approve');
    expect(await ended(flow)).toMatchObject({ status: 'cancelled', result: null });
    expect(await readProgress(flow)).toMatchObject({
      status: 'cancelled',
      message: expect.stringMatching(/avbröts/) as string,
    });
  });

  it.concurrent('comes too late for a flow that has ended, and says how it ended', async ({ expect }) => {
    const flow = await start('authentication');
    await act(await launch(flow), 'approve');
    const complete = await ended(flow);
    expect(await cancel(flow.flowId)).toEqual({ flowId: flow.flowId, status: 'complete' });
    expect(await cancel(flow.flowId, flow.clientToken)).toEqual({ flowId: flow.flowId, status: 'complete' });
    expect(await readFlow(flow.flowId)).toEqual(complete);
  });

  it.concurrent('ten at once, while the person approves, leave one end', async ({ expect }) => {
    const flow = await start('authentication');
    const reference = await launch(flow);
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, () => call('DELETE', flow.links.self))),
      act(reference, 'approve'),
    ]);
    const { status } = await ended(flow);
    expect(answers.map(({ body }) => body)).toEqual(answers.map(() => ({ flowId: flow.flowId, status })));
  });
});
