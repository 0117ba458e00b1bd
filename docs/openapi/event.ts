import * as z from 'zod';
import type { ZodOpenApiPathItemObject } from 'zod-openapi';
import { flowEnded as detail } from '../../shared/flow-ended.ts';

/** What EventBridge puts around the detail. */
const envelope = z.looseObject({
  id: z.string(),
  source: z.literal('sluss'),
  'detail-type': z.literal('flow.ended'),
  time: z.iso.datetime(),
  detail,
});

/** The event of a flow's end. OpenAPI knows no event bus, so it stands among the webhooks; nobody is called over HTTP. */
export const flowEnded: ZodOpenApiPathItemObject = {
  post: {
    operationId: 'flow-ended',
    tags: ['flows'],
    summary: 'A flow has ended',
    description:
      'On the EventBridge bus of the environment (output EventBus); a rule there takes it where it is wanted. Delivered at least once, and never holds personal data: read the result with the flow id.',
    security: [],
    requestBody: { required: true, content: { 'application/json': { schema: envelope } } },
    responses: { '200': { description: 'A rule has taken it; no answer is read' } },
  },
};
