import * as z from 'zod';
import { ProblemError } from '../../shared/problem.ts';

const rowsOf = z.array(z.looseObject({ ActionPublicId: z.string() }));

/**
 * Rows of a list or a search: an array, or one in a field whose name is not published (billecta.md 6.1). Undefined where
 * there is no array at all: then the list says nothing.
 */
export const actionRows = z.union([
  rowsOf,
  z
    .record(z.string(), z.unknown())
    .transform((view) => Object.values(view).find((value) => rowsOf.safeParse(value).success))
    .pipe(rowsOf.optional()),
]);

/** More are not read one by one within one request. */
const readAtMost = 10;

/**
 * The one whose ExternalReference is ours: lists do not show it, so each is read.
 * @throws ProblemError `outcome-unknown` where the list does not let anybody tell
 */
export const actionOf = async (
  rows: z.infer<typeof actionRows>,
  referenceOf: (actionId: string) => Promise<string | null>,
  reference: string,
): Promise<string | undefined> => {
  if (rows === undefined || rows.length > readAtMost)
    throw new ProblemError('outcome-unknown', {
      detail: 'What the debtor has at Billecta cannot be looked through: a person must see whether it is there.',
      retryable: false,
    });
  for (const { ActionPublicId } of rows) if ((await referenceOf(ActionPublicId)) === reference) return ActionPublicId;
  return undefined;
};
