import * as z from 'zod';
import { problems, type ProblemCode } from '../../shared/problem.ts';
import type { SwedbankPayProblem } from './problems.ts';

const text = z.string().nullable();
const isCode = (code: string): code is ProblemCode => code in problems;

/** Why something failed: the code that a refusal for the same reason has, and Swedbank Pay's own words. */
export const failure = z
  .strictObject({
    code: z.enum(Object.keys(problems).filter(isCode)).meta({ description: 'As docs/errors.md explains it' }),
    type: text.meta({ description: "The last part of Swedbank Pay's own type, in lower case" }),
    status: z.int().nullable(),
    title: text,
    detail: text,
    action: text.meta({ description: "How it can be mended, in Swedbank Pay's words" }),
    fields: z.array(z.strictObject({ field: z.string(), message: z.string() })),
    retryable: z.boolean().meta({ description: 'Whether trying again may help' }),
  })
  .meta({ id: 'SwedbankPayFailure' });

export const showProblem = (problem: SwedbankPayProblem): z.infer<typeof failure> => ({
  code: problem.code,
  type: problem.type ?? null,
  status: problem.httpStatus ?? null,
  title: problem.title ?? null,
  detail: problem.detail ?? null,
  action: problem.action ?? null,
  fields: problem.fields.map(({ field, description }) => ({ field, message: description })),
  retryable: problem.retryable,
});
