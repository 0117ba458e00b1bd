import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowEnded } from '../../../shared/flow-ended.ts';
import { cancel, ended, start } from '../api.ts';
import { describeAws } from '../needs.ts';
import { act, launch } from '../phone.ts';
import { MerchantQueue } from './events.ts';

describeAws('flow.ended on the bus', () => {
  const queue = new MerchantQueue();
  beforeAll(() => queue.open());
  afterAll(() => queue.close());

  const heardOnce = async (flowId: string) => {
    const events = await queue.about(flowId);
    return events.map(({ source, 'detail-type': type, detail }) => ({ source, type, detail: flowEnded.parse(detail) }));
  };

  it('says who ended how, and no more', async () => {
    const complete = await start('authentication', { merchantReference: 'basket-7' });
    const failed = await start('lookup');
    const cancelled = await start('signature');
    await act(await launch(complete), 'approve');
    await act(await launch(failed), 'decline');
    await cancel(cancelled.flowId, cancelled.clientToken);
    await Promise.all([complete, failed].map((flow) => ended(flow)));

    const event = (
      flowId: string,
      rest: { flow: string; status: string; hint?: string; merchantReference?: string },
    ) => ({
      source: 'sluss',
      type: 'flow.ended',
      detail: {
        eventId: `${flowId}-${rest.status}`,
        flowId,
        provider: 'billecta',
        merchant: 'demo',
        endedAt: expect.any(String) as string,
        ...rest,
      },
    });
    expect(await heardOnce(complete.flowId)).toEqual([
      event(complete.flowId, { flow: 'bankid-authentication', status: 'complete', merchantReference: 'basket-7' }),
    ]);
    expect(await heardOnce(failed.flowId)).toEqual([
      event(failed.flowId, { flow: 'bank-account-lookup', status: 'failed', hint: 'user-cancel' }),
    ]);
    expect(await heardOnce(cancelled.flowId)).toEqual([
      event(cancelled.flowId, { flow: 'bankid-signature', status: 'cancelled', hint: 'cancelled' }),
    ]);
  });
});
