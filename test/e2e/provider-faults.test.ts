import { expect, it } from 'vitest';
import { ended, hinted, start } from './api.ts';
import { describeFlows } from './needs.ts';
import { act, launch } from './phone.ts';
import { fail, readStatistics } from './simulator.ts';

const kinds = ['500', 'html', 'broken-body', '401', 'timeout'] as const;

describeFlows('a provider that fails while we poll', () => {
  // One at a time: of several flows, one may look twice before another has looked once, and meet the other's fault.
  it.each(kinds)('%s: the flow lives on and completes', async (kind) => {
    // Twice, since after the first the hint is gone within a second or two: too soon for a reader on a busy machine.
    await fail({ kind, operation: 'authentication.poll', count: 2 });
    const flow = await start('authentication');
    const { status, message } = await hinted(flow, 'provider-unavailable');
    expect([status, message]).toEqual(['pending', 'Det tar lite längre tid än vanligt. Vänta kvar.']);
    await act(await launch(flow), 'approve');
    expect(await ended(flow)).toMatchObject({ status: 'complete', hint: null });
  });

  it('429: nobody calls before Retry-After, then all go on', async () => {
    const flows = await Promise.all(kinds.map(() => start('signature')));
    const orders = await Promise.all(flows.map(launch));
    await fail({ kind: '429', operation: 'sign.poll', retryAfterSeconds: 4 });
    await Promise.any(flows.map((flow) => hinted(flow, 'provider-unavailable')));

    for (const reference of orders) await act(reference, 'approve');
    for (const flow of flows) expect(await ended(flow)).toMatchObject({ status: 'complete' });
    expect((await readStatistics()).tooEarly).toBe(0);
  });
});
