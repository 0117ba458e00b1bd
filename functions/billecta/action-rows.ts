import * as z from 'zod';
import { ProblemError } from '../../shared/problem.ts';

const rowsOf = z.array(z.looseObject({ ActionPublicId: z.string() }));

/**
 * Rows of a list: an array, or the only one in an object, should Billecta wrap it (billecta.md 6.1). Undefined where there
 * is no array, or more than one: then the list says nothing.
 */
export const actionRows = z.union([
  rowsOf,
  z
    .record(z.string(), z.unknown())
    .transform((view) => {
      const lists = Object.values(view).filter(Array.isArray);
      return lists.length === 1 ? lists[0] : undefined;
    })
    .pipe(rowsOf.optional()),
]);

/**
 * SearchResultView (billecta.md 6.1): a list for each kind of action, or null, and of these the contracts. Undefined where
 * it has no such field: then the search says nothing.
 */
export const contractRows = z
  .looseObject({ ContractInvoiceActions: rowsOf.nullable().optional() })
  .transform(({ ContractInvoiceActions: rows }) => (rows === null ? [] : rows));

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
