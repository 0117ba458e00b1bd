import * as z from 'zod';
import { problemOf } from './problems.ts';
import { amountOrZero, flag, linkOf, listOf, membersOf, optionalText, under, whole, word } from './reading.ts';

/** The last segment of an address: the same for a transaction under `/transactions/` and, say, `/captures/`. */
const lastSegment = (href: string): string => href.replace(/\/+$/, '').split('/').at(-1) ?? href;

/** One transaction, of any kind (swedbank-pay.md section 8). */
export const transaction = z
  .looseObject({
    id: z.string().min(1),
    number: whole,
    created: z.string(),
    updated: z.string(),
    type: word,
    state: word,
    amount: amountOrZero,
    vatAmount: amountOrZero,
    description: optionalText,
    payeeReference: optionalText,
    receiptReference: optionalText,
    isOperational: flag,
    reconciliationNumber: whole.nullish(),
    failedReason: optionalText,
    failedActivityName: optionalText,
    failedErrorCode: optionalText,
    failedErrorDescription: optionalText,
    problem: z.unknown().optional(),
  })
  .transform((it) => ({
    /** The provider's GUID of the transaction, whatever the address under which it was read. */
    id: lastSegment(it.id),
    href: it.id,
    number: it.number,
    /** Kept as given: with seven decimals, and `updated` may be the earlier one. */
    created: it.created,
    updated: it.updated,
    type: it.type === 'Cancel' ? 'Cancellation' : it.type,
    state: it.state,
    amount: it.amount,
    vatAmount: it.vatAmount,
    description: it.description,
    payeeReference: it.payeeReference,
    receiptReference: it.receiptReference,
    isOperational: it.isOperational,
    reconciliationNumber: it.reconciliationNumber ?? undefined,
    failedReason: it.failedReason,
    failedActivityName: it.failedActivityName,
    failedErrorCode: it.failedErrorCode,
    failedErrorDescription: it.failedErrorDescription,
    problem: it.problem === undefined || it.problem === null ? undefined : problemOf(it.problem),
  }));

/**
 * A transaction with what stands beside it: tokens on authorizations and verifications, a copy of the invoice on
 * captures. Flat in what was recorded, nested as `{id, transaction}` in the documents (swedbank-pay.md section 14).
 */
const item = z.preprocess(
  (value) => (membersOf(value)['transaction'] === undefined ? { transaction: value } : value),
  z
    .looseObject({
      transaction,
      paymentToken: optionalText,
      recurrenceToken: optionalText,
      receiptReference: optionalText,
      invoiceCopy: z.unknown().optional(),
      itemDescriptions: z.unknown().optional(),
    })
    .transform((it) => ({
      transaction: { ...it.transaction, receiptReference: it.transaction.receiptReference ?? it.receiptReference },
      /** Whoever holds a token can charge the payer: it is stored encrypted and never logged. */
      paymentToken: it.paymentToken,
      recurrenceToken: it.recurrenceToken,
      invoiceCopyHref: linkOf(it.invoiceCopy),
      itemDescriptionsHref: linkOf(it.itemDescriptions),
    })),
);
export type TransactionItem = z.output<typeof item>;

/** The list inside a payment's expanded sub-resource, or of a list's own answer. */
export const transactionItems = listOf(item);

const envelopes = ['authorization', 'capture', 'cancellation', 'cancel', 'reversal', 'verification', 'transaction'];
const lists = ['transactions', 'authorizations', 'captures', 'cancellations', 'reversals', 'verifications'];

/** The answer of every POST that makes a transaction, and of a GET of one, under whichever name. */
export const transactionAnswer = under(envelopes, item);

/** The answer of a GET of `transactions`, `captures` and so on. */
export const transactionListAnswer = under(lists, transactionItems);
