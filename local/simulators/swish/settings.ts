import * as z from 'zod';
import { deliverySettings, undisturbed } from '../deliveries.ts';
import { dateFormats } from './dates.ts';

const seconds = z.number().nonnegative();

const callbacks = deliverySettings.extend({
  /** How often a callback is tried until it is answered 200: documents say once, or ten times (swish.md 10.1). */
  attempts: z.int().min(0).max(10),
});
export type CallbackSettings = z.infer<typeof callbacks>;

const settings = z.strictObject({
  /** How long the payer has. */
  payerSeconds: seconds,
  /** Pays each new request by itself after so long, as MSS does after 4; null waits for the phone. */
  paysAfterSeconds: seconds.nullable(),
  /** How long a refund takes to be debited and then to be paid, and a magic message to fail. */
  stepSeconds: seconds,
  /** By agreement; 100 by the seed, 1 by newer documents (swish.md 5). */
  minimumÖre: z.int().positive(),
  dateFormat: z.enum(dateFormats),
  callbacks,
});
type Values = z.infer<typeof settings>;

/** Any of the settings; what is left out stays as it is. */
export const settingsChange = settings.extend({ callbacks: callbacks.partial() }).partial();

export interface Settings {
  readonly values: Values;
  change(change: z.infer<typeof settingsChange>): void;
  reset(): void;
}

/** How the simulator behaves until it is told otherwise (swish.md 11, 18). */
export function simulatorSettings(): Settings {
  const initial = (): Values => ({
    payerSeconds: 180,
    paysAfterSeconds: null,
    stepSeconds: 4,
    minimumÖre: 100,
    dateFormat: 'Z',
    callbacks: { ...undisturbed(0), attempts: 1 },
  });
  const values = initial();
  return {
    values,
    change({ callbacks: ringing, ...others }) {
      Object.assign(values, others);
      Object.assign(values.callbacks, ringing);
    },
    reset() {
      Object.assign(values, initial());
    },
  };
}
