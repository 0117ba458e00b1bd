import * as z from 'zod';
import { ProblemError } from '../../shared/problem.ts';
import { ProviderRejected } from '../../shared/provider-error.ts';
import type { BillectaClient } from './client.ts';

/** How an operation gets its client. */
export type Connect = () => Promise<BillectaClient>;

/** The answer to every creation (billecta.md 1.1). */
export const created = z.looseObject({ PublicId: z.string().min(1) });

/** Updates and actions answer with an empty body (billecta.md 1.1). */
export const empty = z.unknown();

/** A text that may be missing, or null. */
export const text = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));

export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** A guid of Billecta's; one that is not set is all zeros there (billecta.md 1.1). */
const unset = '00000000-0000-0000-0000-000000000000';
export const guid = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === unset ? null : value));

/** A line of free text, as it is shown to people. */
export const line = z.string().min(1).max(200);

/** The merchant's own number of what is sold: of a product, or of an invoice's row. */
export const articleNumber = z.string().min(1).max(50);

/** What its quantity is counted in. */
export const unit = z
  .string()
  .min(1)
  .max(20)
  .meta({ examples: ['st'] });

export const merchantReference = z
  .string()
  .regex(/^[\w.:/-]{1,64}$/, 'must be 1 to 64 letters, digits or _ . : / -')
  .meta({ description: "The merchant's own reference; comes back in reads. No personal data." });

/**
 * ExternalReference holds the merchant's reference and ours, by which a lost invoice is found again. A merchant's own has
 * no `#`.
 */
export const externalReference = (merchants: string | undefined, ours: string): string => `${merchants ?? ''}#${ours}`;
export const merchantReferenceOf = (stored: string | null): string | null => /^[^#]+/.exec(stored ?? '')?.[0] ?? null;

/** What is looked for and may not be there: Billecta answers 404 (billecta.md 1.4). */
export const unlessMissing = async <Found>(found: Promise<Found>): Promise<Found | undefined> => {
  try {
    return await found;
  } catch (error) {
    if (error instanceof ProviderRejected && error.httpStatus === 404) return undefined;
    throw error;
  }
};

/** Several share one external id: Billecta answers 400 (billecta.md 1.4), and nobody can tell which one is meant. */
export const unlessAmbiguous = async <Found>(found: Promise<Found>): Promise<Found> => {
  try {
    return await found;
  } catch (error) {
    if (!(error instanceof ProviderRejected) || error.httpStatus !== 400) throw error;
    throw new ProblemError('outcome-unknown', {
      detail: 'Several have this external id at Billecta: a person must see which one is meant.',
      retryable: false,
    });
  }
};
