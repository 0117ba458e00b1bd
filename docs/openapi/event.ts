import * as z from 'zod';
import type { ZodOpenApiPathItemObject } from 'zod-openapi';
import { providers } from '../../functions/providers.ts';
import { flowEnded as flowEndedDetail } from '../../shared/flow-ended.ts';
import { paymentChanged as paymentChangedDetail } from '../../shared/payment-changed.ts';
import { objectChanged } from '../../shared/watched-object.ts';
import { pascalCase } from './names.ts';

/** What EventBridge puts around the detail. */
const envelope = (type: string, detail: z.ZodType) =>
  z.looseObject({
    id: z.string(),
    source: z.literal('sluss'),
    'detail-type': z.literal(type),
    time: z.iso.datetime(),
    detail,
  });

/** OpenAPI knows no event bus, so an event stands among the webhooks; nobody is called over HTTP. */
const event = (
  post: { readonly operationId: string; readonly tag: string; readonly summary: string; readonly after: string },
  schema: z.ZodType,
): ZodOpenApiPathItemObject => ({
  post: {
    operationId: post.operationId,
    tags: [post.tag],
    summary: post.summary,
    description: `On the EventBridge bus of the environment (output EventBus); a rule there takes it where it is wanted. Delivered at least once, and never holds personal data: ${post.after}`,
    security: [],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { '200': { description: 'A rule has taken it; no answer is read' } },
  },
});

export const flowEnded = event(
  { operationId: 'flow-ended', tag: 'flows', summary: 'A flow has ended', after: 'read the result with the flow id.' },
  envelope('flow.ended', flowEndedDetail),
);

export const paymentChanged = event(
  {
    operationId: 'payment-changed',
    tag: 'payments',
    summary: 'A payment, or one of its transactions, has a new state',
    after: '`eventId` is the same each time, and a payment says how it stands now.',
  },
  envelope('payment.changed', paymentChangedDetail),
);

/** One event for each kind of watched object. */
export const objectsChanged = Object.fromEntries(
  providers.flatMap(({ name, watched }) =>
    (watched?.kinds ?? []).map((kind) => [
      kind.event,
      event(
        {
          operationId: kind.event.replace('.', '-'),
          tag: name,
          summary: kind.summary,
          after: 'each new state comes once, with all of it, and `eventId` is the same each time.',
        },
        envelope(kind.event, objectChanged(kind).meta({ id: pascalCase(kind.event.replace('.', '-')) })),
      ),
    ]),
  ),
);
