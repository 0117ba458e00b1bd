import * as z from 'zod';
import { deliverySettings, undisturbed } from '../deliveries.ts';
import type { Outcome, TransactionType } from './payment.ts';

const seconds = z.number().nonnegative();

const callbacks = deliverySettings.extend({
  body: z.enum(['normal', 'extra-fields', 'payment-only', 'absolute-ids']),
});
export type CallbackSettings = z.infer<typeof callbacks>;

const types = z.enum(['Authorization', 'Verification', 'Capture', 'Cancellation', 'Reversal']);
const nextTransaction = z.strictObject({
  /** `Failed`, `Initialized`, `AwaitingActivity`, or a word that nobody knows. */
  state: z.string().min(1),
  count: z.int().positive().default(1),
  /** Only transactions of this kind; without it all. */
  type: types.optional(),
  /** Of a failed attempt to pay: the last one. */
  final: z.boolean().default(false),
  /** What becomes of an open one, and after how long; null for never by itself. */
  resolvesTo: z.enum(['Completed', 'Failed']).default('Completed'),
  afterSeconds: seconds.nullable().default(60),
});
type NextTransaction = z.infer<typeof nextTransaction>;

const settings = z.strictObject({
  /** How long a direct authorization or a Recur works. */
  authorizationSeconds: seconds,
  /** So many of the next reads show the payment one version back. */
  staleReads: z.int().nonnegative(),
  /** What a list without entries answers. */
  emptyLists: z.enum(['404', '[]']),
  nextTransaction: z
    .union([nextTransaction, z.string().transform((state) => nextTransaction.parse({ state }))])
    .nullable(),
  /** What becomes of a payment whose payer presses cancel; the documents do not say. */
  payerCancel: z.enum(['stays', 'aborts']),
  attemptLimit: z.int().positive(),
  callbacks,
});
type Values = z.infer<typeof settings>;

/** Any of the settings; what is left out stays as it is. */
export const settingsChange = settings.extend({ callbacks: callbacks.partial() }).partial();

interface Plan {
  outcome: Outcome;
  /** What becomes of a transaction that stays open. */
  later?: { outcome: Outcome; seconds: number };
  /** Counts the plan as carried out. */
  used: () => void;
}

export interface Settings {
  readonly values: Values;
  change(change: z.infer<typeof settingsChange>): void;
  /** What the next transaction of that kind comes to. */
  planFor(type: TransactionType): Plan;
  /** Whether this read must be a stale one. */
  takeStaleRead(): boolean;
  reset(): void;
}

/** How the simulator behaves until it is told otherwise. */
export function simulatorSettings(callbackDelaySeconds: number): Settings {
  const initial = (): Values => ({
    authorizationSeconds: 0,
    staleReads: 0,
    emptyLists: '404',
    nextTransaction: null,
    payerCancel: 'stays',
    attemptLimit: 3,
    callbacks: { ...undisturbed(callbackDelaySeconds), body: 'normal' },
  });
  const values = initial();
  return {
    values,
    change({ callbacks: ringing, ...others }) {
      Object.assign(values, others);
      Object.assign(values.callbacks, ringing);
    },
    planFor(type) {
      const next = values.nextTransaction;
      if (!next || (next.type && next.type !== type)) return { outcome: { state: 'Completed' }, used: () => undefined };
      return {
        ...planned(next),
        used() {
          values.nextTransaction = next.count > 1 ? { ...next, count: next.count - 1 } : null;
        },
      };
    },
    takeStaleRead() {
      if (values.staleReads === 0) return false;
      values.staleReads -= 1;
      return true;
    },
    reset() {
      Object.assign(values, initial());
    },
  };
}

function planned({ state, final, resolvesTo, afterSeconds }: NextTransaction): Omit<Plan, 'used'> {
  const isFinal = state === 'Completed' || state === 'Failed';
  if (isFinal || afterSeconds === null) return { outcome: { state, final } };
  return { outcome: { state }, later: { outcome: { state: resolvesTo }, seconds: afterSeconds } };
}
