import * as z from 'zod';
import type { StartedFlow } from './page/shapes.ts';

const answer = z.object({
  flowId: z.string(),
  clientToken: z.string(),
  view: z.record(z.string(), z.unknown()).nullish(),
  deadline: z.string(),
});

/** A started flow as the page gets it, of Sluss's answer; throws when that has another shape. */
export function startedFrom(body: unknown): StartedFlow {
  const { flowId, clientToken, view, deadline } = answer.parse(body);
  return { flowId, clientToken, view: view ?? {}, deadline };
}
