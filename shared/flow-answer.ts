import * as z from 'zod';
import { flowStatus, type StoredFlow } from './stored-flow.ts';
import { view } from './polling-flow.ts';
import type { StartedFlow } from './start.ts';

/** The answer to `GET /v1/health`. */
export const healthAnswer = z.strictObject({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' });

/** Our times on the wire: ISO 8601, UTC. */
export const iso = (timeInSeconds: number): string => new Date(timeInSeconds * 1000).toISOString();

const flowId = z.string().meta({ description: 'Begins with its time, so ids sort' });
const hint = z.string().nullable().meta({ description: 'Why it is pending or failed; a stable code' });

/** The answer to every start. */
export const startedAnswer = z
  .strictObject({
    flowId,
    flow: z.string(),
    status: flowStatus,
    view,
    clientToken: z
      .string()
      .meta({ description: "For the payer's browser: opens this flow's progress and cancellation, and answers it" }),
    deadline: z.iso.datetime(),
    links: z.strictObject({ self: z.string(), progress: z.string() }),
  })
  .meta({ id: 'StartedFlow' });

export const answerStarted = (started: StartedFlow): z.infer<typeof startedAnswer> => ({
  ...started,
  deadline: iso(started.deadline),
  links: { self: `/v1/flows/${started.flowId}`, progress: `/v1/flows/${started.flowId}/progress` },
});

/**
 * What the merchant reads; `result` has the flow's own shape and is null until the flow is complete, or its question is
 * answered: then it holds what there is of it.
 */
export const flowAnswer = z
  .strictObject({
    flowId,
    flow: z.string(),
    merchantReference: z.string().nullable(),
    status: flowStatus,
    hint,
    view,
    result: z.unknown(),
    createdAt: z.iso.datetime(),
    deadline: z.iso.datetime(),
    expiresAt: z.iso.datetime().meta({ description: 'When all of it is erased' }),
  })
  .meta({ id: 'Flow' });

export const answerFlow = (flow: StoredFlow): z.infer<typeof flowAnswer> => ({
  flowId: flow.flowId,
  flow: flow.flow,
  merchantReference: flow.merchantReference ?? null,
  status: flow.status,
  hint: flow.hint ?? null,
  view: flow.view ?? {},
  result: flow.result ?? null,
  createdAt: iso(flow.createdAt),
  deadline: iso(flow.deadline),
  expiresAt: iso(flow.expiresAt),
});

/** What the payer's browser reads; never the result. */
export const progressAnswer = z
  .strictObject({
    flowId,
    flow: z.string(),
    status: flowStatus,
    hint,
    message: z
      .string()
      .nullable()
      .meta({ description: 'For the person, in the language of Accept-Language (sv or en)' }),
    view,
    deadline: z.iso.datetime(),
  })
  .meta({ id: 'Progress' });

export const answerProgress = (flow: StoredFlow, message: string | null): z.infer<typeof progressAnswer> => ({
  flowId: flow.flowId,
  flow: flow.flow,
  status: flow.status,
  hint: flow.hint ?? null,
  message,
  view: flow.view ?? {},
  deadline: iso(flow.deadline),
});

/** The answer to the answer of a flow's question: the status that is stored by then. */
export const answeredAnswer = z.strictObject({ flowId, status: flowStatus }).meta({ id: 'AnsweredFlow' });

/** The answer to a cancellation: the status that is stored, also when the flow had ended otherwise. */
export const cancelAnswer = z.strictObject({ flowId, status: flowStatus }).meta({ id: 'CancelledFlow' });
