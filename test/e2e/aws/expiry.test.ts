import { expect, it } from 'vitest';
import * as z from 'zod';
import { until } from '../../until.ts';
import { call, cancel, ended, problem, start, type Started } from '../api.ts';
import { stack } from '../../stack.ts';
import { describeAws } from '../needs.ts';
import { act, launch } from '../phone.ts';
import { runClock } from './account.ts';
import { executions } from './executions.ts';
import { allItems, change, expire, flowKey, inSeconds, readItem } from './items.ts';

const refusal = async (method: string, path: string, credential?: string) => {
  const { status, body } = await call(method, path, credential === undefined ? {} : { credential });
  return [status, problem.parse(body).code];
};
const gone = [410, 'gone'];

/** Every way to ask for a flow, as its own merchant and its own browser. */
const everyRefusal = async ({ links, clientToken }: Started) => [
  await refusal('GET', links.self),
  await refusal('GET', links.progress),
  await refusal('DELETE', links.self),
  await refusal('GET', links.progress, clientToken),
  await refusal('DELETE', links.self, clientToken),
];

describeAws('after its time', () => {
  it('a flow is gone at once, and after the clock its item too, without TTL', async () => {
    const flow = await start('authentication');
    await act(await launch(flow), 'approve');
    await ended(flow);
    // Not due yet, so that no clock has taken it away.
    await change(flowKey(flow.flowId), { expiresAt: inSeconds(-1) });
    expect(await everyRefusal(flow)).toEqual(Array(5).fill(gone));
    expect(await readItem(flowKey(flow.flowId))).toBeDefined();

    await expire(flowKey(flow.flowId));
    await runClock();
    expect(await readItem(flowKey(flow.flowId))).toBeUndefined();
    expect(await everyRefusal(flow)).toEqual(Array(5).fill(gone));
  });

  it('so is one that is still pending, with what it was started with; its machine brings nothing back', async () => {
    const flow = await start('signature', { personalNumber: '198507099805' });
    const reference = await launch(flow);
    const mine = async () => (await allItems()).map(({ pk }) => pk).filter((pk) => pk.includes(flow.flowId));
    expect((await mine()).toSorted()).toEqual([flowKey(flow.flowId), `request#${flow.flowId}`]);
    // An opened order gives its seat up. Whoever takes it away before then leaves the seat to its deadline.
    await until('the seat to be free', async () => {
      const { seats } = z.object({ seats: z.record(z.string(), z.number()) }).parse(await readItem('seats#billecta'));
      return flow.flowId in seats ? undefined : true;
    });
    for (const pk of await mine()) await expire(pk);
    await runClock();
    expect(await mine()).toEqual([]);
    expect(await everyRefusal(flow)).toEqual(Array(5).fill(gone));

    await act(reference, 'approve');
    await until('the end of the machine', async () =>
      (await executions(flow.flowId)).some(({ status }) => status === 'RUNNING') ? undefined : true,
    );
    expect(await mine()).toEqual([]);
  });

  it("an id that never was, a forged one and another merchant's are unknown, not gone", async () => {
    const flow = await start('authentication');
    await cancel(flow.flowId);
    await expire(flowKey(flow.flowId));
    const forged = flow.flowId.replace(
      /^(.{12})(.{4})/,
      (_, time: string, random: string) => time + (random === '0000' ? '1111' : '0000'),
    );
    for (const flowId of ['0'.repeat(44), forged, forged.slice(0, 12), `${flow.flowId}00`]) {
      for (const path of [`/v1/flows/${flowId}`, `/v1/flows/${flowId}/progress`])
        expect(await refusal('GET', path)).toEqual([404, 'not-found']);
    }
    expect(await refusal('GET', flow.links.self, stack.otherKeys?.otherMerchant)).toEqual([404, 'not-found']);
    expect(await refusal('GET', flow.links.self, stack.otherKeys?.sameMerchant)).toEqual(gone);
  });
});
