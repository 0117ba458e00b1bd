import * as z from 'zod';
import type { Attempt } from '../../shared/operation.ts';
import { ProblemError } from '../../shared/problem.ts';
import { unlessAmbiguous } from './common.ts';

export const externalId = z
  .string()
  .regex(/^[\w.:/-]{1,64}$/, 'must be 1 to 64 letters, digits or _ . : / -')
  .meta({
    description: "The merchant's own id of it. Billecta does not keep it unique: we look first. No personal data.",
  });

export interface MadeOnce {
  /** What the id is called in an error; also told in the refusal of a twin. */
  readonly step: string;
  /** The merchant's own, where it gave one. */
  readonly externalId: string | undefined;
  /** Tells several of one attempt apart. */
  readonly suffix?: string;
  /** Whether one that has the merchant's id already is taken for this one, instead of refused. */
  readonly takesExisting: boolean;
  /** The id of the one with this external id. */
  find(id: string): Promise<string | undefined>;
  make(id: string): Promise<string>;
}

/** Under which an attempt makes something, and finds it again: the merchant's external id, or one of its own. */
export const externalIdOf = ({ reference }: Attempt, merchants: string | undefined, suffix = ''): string =>
  merchants ?? `sluss-${reference}${suffix}`;

/** Makes something once, under its external id. */
export const makeOnce = (attempt: Attempt, how: MadeOnce): Promise<string> => {
  const id = externalIdOf(attempt, how.externalId, how.suffix);
  const find = () => unlessAmbiguous(how.find(id));
  const before = async () => {
    const there = how.externalId === undefined ? undefined : await find();
    if (there !== undefined && !how.takesExisting)
      throw new ProblemError('already-exists', { detail: `${there} has this external id.` });
    return there;
  };
  return attempt.once(how.step, { before, find, make: () => how.make(id) });
};

/** How one among others is made once. */
export type Naming = Pick<MadeOnce, 'step' | 'suffix' | 'takesExisting'>;
