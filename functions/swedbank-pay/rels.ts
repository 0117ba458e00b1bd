import * as z from 'zod';
import { OperationNotOffered } from '../../shared/provider-error.ts';
import { word } from './reading.ts';

/** What can be done with a payment, by the names that Swedbank Pay's real answers use (swedbank-pay.md section 6). */
export const rels = [
  'create-approved-legal-address',
  'create-authorization',
  'create-verification',
  'create-capture',
  'create-cancellation',
  'create-reversal',
  'update-payment-abort',
  'redirect-authorization',
  'view-authorization',
  'redirect-verification',
  'view-verification',
  'paid-payment',
  'failed-payment',
  'aborted-payment',
] as const;
export type Rel = (typeof rels)[number];

/** Other names for the same, printed in some of the documents. */
const aliases: ReadonlyMap<string, Rel> = new Map([
  ['create-authorize', 'create-authorization'],
  ['create-cancel', 'create-cancellation'],
]);

/** The one name of an operation; one that we do not know keeps its own. */
export const canonicalRel = (rel: string): string => aliases.get(rel) ?? rel;

const operation = z.looseObject({ rel: word.transform(canonicalRel), href: z.string(), method: z.string() });

export interface OfferedOperation {
  readonly rel: string;
  readonly href: string;
  readonly method: string;
}

/** The operations of an answer; what cannot be read is left out, since unknown ones are to be ignored (fundamental rule). */
export const operations = z
  .array(z.unknown())
  .nullish()
  .transform((entries) =>
    (entries ?? []).flatMap((entry): OfferedOperation[] => {
      const parsed = operation.safeParse(entry);
      if (!parsed.success) return [];
      const { rel, href, method } = parsed.data;
      return [{ rel, href, method: method.toUpperCase() }];
    }),
  );

interface Offering {
  readonly operations: readonly OfferedOperation[];
}

/** An operation that the payment offers now, or undefined. */
export const findOperation = (payment: Offering, rel: Rel): OfferedOperation | undefined =>
  payment.operations.find((offered) => offered.rel === rel);

/** @throws OperationNotOffered, with what is offered */
export const operationOf = (payment: Offering, rel: Rel): OfferedOperation => {
  const found = findOperation(payment, rel);
  if (found === undefined) {
    throw new OperationNotOffered(
      rel,
      payment.operations.map((offered) => offered.rel),
    );
  }
  return found;
};
