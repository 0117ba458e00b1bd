import { randomBytes } from 'node:crypto';
import { asProblem } from './as-problem.ts';
import { describe, log } from './log.ts';
import type { Attempt, Step } from './operation.ts';
import type { Intent } from './operation-intent.ts';
import { ProblemError } from './problem.ts';
import { isProviderFault, ProviderContractBroken, ProviderUnavailable, RefusedForPayer } from './provider-error.ts';

/** Without an Idempotency-Key: each step is done and nothing is kept. */
export const unkeptIntent = (): Intent => {
  const no = () => Promise.resolve();
  return {
    reference: randomBytes(12).toString('hex'),
    ids: {},
    notes: {},
    asked: undefined,
    isDone: false,
    isKept: false,
    ...{ ask: no, unask: no, keep: no, note: no, finish: no, release: no },
  };
};

/**
 * Carries a creation out under its intent. A step whose answer was lost is looked for before it is asked for again, and
 * where nobody can tell it is not: `outcome-unknown`. Every error has the ids of what exists by then.
 */
export const attempt = async <Answer>(
  operation: string,
  intent: Intent,
  { watch, alone }: Pick<Attempt, 'watch' | 'alone'>,
  create: (attempt: Attempt) => Promise<Answer>,
): Promise<Answer> => {
  const ids = new Map(Object.entries(intent.ids));
  const notes = new Map(Object.entries(intent.notes));
  const keep = async (step: string, id: string): Promise<string> => {
    ids.set(step, id);
    await intent.keep(step, id);
    return id;
  };

  const once = async (step: string, { before, find, make }: Step): Promise<string> => {
    const known = ids.get(step);
    if (known !== undefined) return known;
    const there = (intent.asked === step ? await find() : undefined) ?? (await before?.());
    if (there !== undefined) return keep(step, there);
    await intent.ask(step);
    let made: string | undefined;
    try {
      made = await make();
    } catch (error) {
      if (isRefusal(error)) {
        await intent.unask();
        throw error;
      }
      if (!isProviderFault(error)) throw error;
      log.warn('operation.unanswered', { operation, ...describe(error) });
      made = await find().catch(whenFaulty);
      // What is not there yet may still arrive, so only a later attempt may ask again.
      if (made === undefined) throw intent.isKept ? unknown() : unknownForGood();
    }
    return keep(step, made);
  };

  const note = async (name: string, read: () => Promise<string>): Promise<string> => {
    const known = notes.get(name);
    if (known !== undefined) return known;
    const value = await read();
    await intent.note(name, value);
    return value;
  };

  try {
    const answer = await create({ reference: intent.reference, once, note, watch, alone });
    if (!intent.isDone) await intent.finish();
    return answer;
  } catch (error) {
    const isTold = error instanceof ProblemError || error instanceof RefusedForPayer || isProviderFault(error);
    if (!isTold) throw error;
    const problem = asProblem(error);
    if (problem.code !== 'outcome-unknown' && problem.code !== 'in-progress') await intent.release();
    if (ids.size === 0) throw error;
    throw new ProblemError(problem.code, { ...problem.extras, ids: Object.fromEntries(ids) }, { cause: error });
  }
};

const unknown = (): ProblemError =>
  new ProblemError('outcome-unknown', {
    detail: 'Ask again with the same Idempotency-Key: what was made is looked for first.',
    retryable: true,
    retryAfterSeconds: 35,
  });

/** Without a key the next request is another creation, with another reference: it would not find what this one made. */
const unknownForGood = (): ProblemError =>
  new ProblemError('outcome-unknown', {
    detail: 'It may have been made. Look whether it is there before you ask again: there was no Idempotency-Key.',
    retryable: false,
  });

/** Whether it is certain that nothing was made: it was refused, or never sent. */
const isRefusal = (error: unknown): boolean => {
  if (error instanceof ProviderUnavailable) return error.httpStatus === 429;
  if (error instanceof ProviderContractBroken) return false;
  return isProviderFault(error) || error instanceof ProblemError || error instanceof RefusedForPayer;
};

/** A look that fails tells nothing. */
const whenFaulty = (error: unknown): undefined => {
  if (isProviderFault(error) || error instanceof ProblemError) return undefined;
  throw error;
};
