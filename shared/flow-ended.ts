import * as z from 'zod';
import { flowStatus, type EndStatus, type StoredFlow } from './stored-flow.ts';

/** The detail of `flow.ended` on the event bus. Delivered at least once; `eventId` is the same each time. */
export const flowEnded = z
  .strictObject({
    eventId: z.string().meta({ description: 'The same at each delivery of this event' }),
    flowId: z.string(),
    flow: z.string(),
    provider: z.string(),
    merchant: z.string(),
    merchantReference: z.string().optional(),
    status: flowStatus.exclude(['pending']),
    hint: z.string().optional().meta({ description: 'Why, unless the flow is complete' }),
    endedAt: z.iso.datetime(),
  })
  .meta({ id: 'FlowEnded' });
export type FlowEnded = Readonly<z.infer<typeof flowEnded>>;

/** How a flow that has ended is announced. */
export const flowEndedOf = (flow: StoredFlow, status: EndStatus): FlowEnded => ({
  eventId: `${flow.flowId}-${status}`,
  flowId: flow.flowId,
  flow: flow.flow,
  provider: flow.provider,
  merchant: flow.merchant,
  ...(flow.merchantReference === undefined ? {} : { merchantReference: flow.merchantReference }),
  status,
  ...(flow.hint === undefined ? {} : { hint: flow.hint }),
  endedAt: new Date((flow.endedAt ?? flow.createdAt) * 1000).toISOString(),
});
