import { it } from 'vitest';
import { billecta } from '../../functions/billecta/provider.ts';
import { flowAnswer, startedAnswer } from '../../shared/flow-answer.ts';
import { ask, call, ended, hinted, jobs, readFlow, readProgress, seen, start, type Job } from './api.ts';
import { describeFlows } from './needs.ts';
import { act, force, launch, scan } from './phone.ts';
import { listOrders } from './simulator.ts';

const names = Object.keys(jobs) as Job[];
const resultOf = (job: Job) => billecta.flows.find(({ name }) => name === jobs[job].flow)?.result;

describeFlows('a flow through the phone', () => {
  it.concurrent.for(names)('%s: started, scanned, approved', async (job, { expect }) => {
    const merchantReference = `order-${job}`;
    const answer = await ask(job, { merchantReference });
    expect(answer.status).toBe(201);
    const flow = startedAnswer.parse(answer.body);
    expect(answer.headers.get('location')).toBe(flow.links.self);
    expect(flow).toMatchObject({
      flow: jobs[job].flow,
      status: 'pending',
      links: { self: `/v1/flows/${flow.flowId}`, progress: `/v1/flows/${flow.flowId}/progress` },
    });
    expect(await readFlow(flow.flowId)).toMatchObject({ status: 'pending', result: null });

    const reference = await scan(flow);
    await seen(flow, 'no more code once the app is open', ({ view }) => view.qr === undefined);
    await act(reference, 'approve', { personalNumber: '198507099805' });
    const { result, createdAt, deadline, expiresAt, ...rest } = await ended(flow);
    expect(rest).toEqual({
      flowId: flow.flowId,
      flow: jobs[job].flow,
      merchantReference,
      status: 'complete',
      hint: null,
      view: {},
    });
    expect(resultOf(job)?.parse(result)).toMatchObject({ personalNumber: '198507099805' });
    expect(deadline).toBe(flow.deadline);
    expect([createdAt, deadline, expiresAt]).toEqual([createdAt, deadline, expiresAt].toSorted());
  });

  it.concurrent(
    'the answers have the fields of their schemas and no others, and are stored nowhere',
    async ({ expect }) => {
      const answer = await ask('authentication');
      expect(startedAnswer.safeParse(answer.body).error).toBeUndefined();
      const { flowId } = startedAnswer.parse(answer.body);
      const read = await call('GET', `/v1/flows/${flowId}`);
      expect(flowAnswer.safeParse(read.body).error).toBeUndefined();
      for (const { headers } of [answer, read]) expect(headers.get('cache-control')).toBe('no-store');
    },
  );

  it.concurrent('opens on the same device, with links for each kind of it', async ({ expect }) => {
    const flow = await start('authentication', { returnUrl: 'https://shop.example/return' });
    const { autoStartToken, launch: links } = flow.view;
    expect(links).toEqual({
      ios: `https://app.bankid.com/?autostarttoken=${autoStartToken}&redirect=https%3A%2F%2Fshop.example%2Freturn`,
      android: `https://app.bankid.com/?autostarttoken=${autoStartToken}&redirect=null`,
      desktop: `bankid:///?autostarttoken=${autoStartToken}&redirect=null`,
    });
    await act(await launch(flow), 'approve');
    expect(await ended(flow)).toMatchObject({ status: 'complete' });
  });

  it.concurrent('shows the very text that is signed, and signs what is hidden too', async ({ expect }) => {
    const visibleText = 'Jag köper: åtta äpplen\noch en ölkorv för 85 kr';
    const flow = await start('signature', { visibleText, hiddenData: '{"basket":7}' });
    const reference = await scan(flow);
    const order = (await listOrders()).find((each) => each.reference === reference);
    expect(order).toMatchObject({ kind: 'signature', visibleText });
    await act(reference, 'approve');
    const { result } = await ended(flow);
    const { signature } = result as { signature: string };
    const signed = Buffer.from(signature, 'base64').toString();
    expect(signed).toContain(Buffer.from(visibleText).toString('base64'));
    expect(signed).toContain(Buffer.from('{"basket":7}').toString('base64'));
  });

  it.concurrent('a lookup brings back every account and no balance', async ({ expect }) => {
    const flow = await start('lookup', { personalNumber: '197010632391', bank: 'FSPA' });
    await act(await scan(flow), 'approve');
    const { result } = await ended(flow);
    const { accounts } = result as { accounts: { autogiro: string }[] };
    expect(accounts.map(({ autogiro }) => autogiro)).toEqual(['approved', 'unapproved', 'unknown']);
    expect(JSON.stringify(result)).not.toMatch(/balance|12345/i);
  });

  it.concurrent('a lookup on the same device shows no code, and is opened there', async ({ expect }) => {
    const flow = await start('lookup', { personalNumber: '191212121212', sameDevice: true });
    const { view } = await seen(flow, 'the links', (progress) => progress.view.launch !== undefined);
    expect(view.qr).toBeUndefined();
    await act(await launch(flow), 'approve');
    expect(await ended(flow)).toMatchObject({ status: 'complete' });
  });

  it.concurrent('a status that we do not know is no end', async ({ expect }) => {
    const flow = await start('authentication');
    const reference = await launch(flow);
    await force(reference, 'PendingReview');
    expect(await hinted(flow, 'unknown-status')).toMatchObject({ status: 'pending', message: 'Arbetar med ärendet.' });
    await act(reference, 'approve');
    expect(await ended(flow)).toMatchObject({ status: 'complete', hint: null });
    expect(await readProgress(flow)).toMatchObject({ status: 'complete', message: null });
  });
});
