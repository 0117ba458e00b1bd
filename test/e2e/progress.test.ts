import { it } from 'vitest';
import { progressAnswer } from '../../shared/flow-answer.ts';
import { stack } from '../stack.ts';
import { call, ended, readProgress, seen, start } from './api.ts';
import { describeFlows } from './needs.ts';
import { act, launch } from './phone.ts';

describeFlows('what the browser reads', () => {
  it.concurrent('tells the person what to do, in Swedish or English', async ({ expect }) => {
    const flow = await start('authentication');
    const inSwedish = await readProgress(flow, 'sv');
    const inEnglish = await readProgress(flow, 'de, en;q=0.8, sv;q=0.2');
    expect(inSwedish.message).toMatch(/skanna koden/);
    expect(inEnglish.message).toMatch(/scan the code/);
    expect(await readProgress(flow, 'fi')).toMatchObject({ message: inSwedish.message });

    const read = await call('GET', flow.links.progress, {
      credential: flow.clientToken,
      headers: { 'accept-language': 'en' },
    });
    expect(read.headers.get('content-language')).toBe('en');
    expect(read.headers.get('cache-control')).toBe('no-store');
    expect(progressAnswer.safeParse(read.body).error).toBeUndefined();
  });

  it.concurrent('shows a new code about every second, until the app is open', async ({ expect }) => {
    const flow = await start('authentication');
    const first = flow.view.qr;
    const { qr: second } = (await seen(flow, 'another code', ({ view }) => view.qr !== first)).view;
    const { qr: third } = (await seen(flow, 'a third', ({ view }) => view.qr !== second)).view;
    expect(new Set([undefined, first, second, third]).size).toBe(4);

    await launch(flow);
    const { status, hint, view } = await seen(flow, 'no code', (progress) => progress.view.qr === undefined);
    expect({ status, hint, view }).toEqual({
      status: 'pending',
      hint: expect.stringMatching(/started|user-sign/) as string,
      view: {},
    });
  });

  it.concurrent('learns of the end, and never of the result', async ({ expect }) => {
    const flow = await start('authentication');
    await act(await launch(flow), 'approve', { personalNumber: '197010632391' });
    expect(JSON.stringify(await ended(flow))).toContain('197010632391');
    const progress = await readProgress(flow);
    expect(progress).toEqual({
      flowId: flow.flowId,
      flow: 'bankid-authentication',
      status: 'complete',
      hint: null,
      message: null,
      view: {},
      deadline: flow.deadline,
    });
  });

  it.concurrent("may be asked by the merchant's key too", async ({ expect }) => {
    const flow = await start('authentication');
    expect((await call('GET', flow.links.progress)).status).toBe(200);
  });

  it.skipIf(stack.demoUrl === undefined)(
    "may be asked and cancelled by the page of a local stack's demo, and by no other",
    async ({ expect }) => {
      const flow = await start('authentication');
      const asked = async (origin: string, method: string) => {
        const { headers } = await fetch(stack.apiUrl + flow.links.progress, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': method,
            'access-control-request-headers': 'authorization',
          },
        });
        return headers.get('access-control-allow-origin');
      };
      const page = stack.demoUrl ?? '';
      expect([await asked(page, 'GET'), await asked(page, 'DELETE')]).toEqual([page, page]);
      expect(await asked('https://elsewhere.example', 'GET')).toBeNull();
    },
  );
});
