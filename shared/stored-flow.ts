import * as z from 'zod';
import { view } from './polling-flow.ts';

export const flowStatus = z.enum(['pending', 'complete', 'failed', 'cancelled', 'expired']);
export type FlowStatus = z.infer<typeof flowStatus>;
export type EndStatus = Exclude<FlowStatus, 'pending'>;

/** A flow as it lies in the personal table. */
export const storedFlow = z.object({
  flowId: z.string(),
  flow: z.string(),
  provider: z.string(),
  merchant: z.string(),
  merchantReference: z.string().optional(),
  returnUrl: z.string().optional(),
  reference: z.string(),
  status: flowStatus,
  hint: z.string().optional(),
  view: view.optional(),
  result: z.unknown().optional(),
  /** Seconds, as all times here. */
  createdAt: z.number(),
  deadline: z.number(),
  expiresAt: z.number(),
  dueAt: z.number(),
  endedAt: z.number().optional(),
  /** Provider faults in a row, for the growing wait. */
  faults: z.number().default(0),
  announced: z.boolean().default(false),
  /** Until then a new order is being started. */
  orderLeaseUntil: z.number().optional(),
  movesMoney: z.boolean().default(false),
  /** Of a flow that moves money: somebody has asked for it, or the provider has been asked. */
  cancellation: z.enum(['requested', 'passed-on']).optional(),
  /** What its looks have to remember, until it ends. */
  memory: z.unknown().optional(),
  /** Whether the payer is asked, or has answered. */
  question: z.enum(['open', 'answered']).optional(),
  /** As the payer gave it; stays, so that it may be given twice. */
  answer: z.unknown().optional(),
});
export type StoredFlow = z.infer<typeof storedFlow>;

export interface Ending {
  readonly status: EndStatus;
  readonly hint?: string;
  readonly result?: unknown;
}
