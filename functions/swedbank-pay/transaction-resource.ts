import * as z from 'zod';
import { transactionState, transactionType } from '../../shared/payment.ts';
import { ledgerTransactionOf } from './ledger.ts';
import { failure, showProblem } from './problem-resource.ts';
import type { TransactionItem } from './transaction-answers.ts';

const text = z.string().nullable();

/** A transaction as Swedbank Pay tells of it, in our words; tokens and addresses of resources are left out. */
export const transactionResource = z
  .strictObject({
    number: z.int(),
    type: transactionType,
    state: transactionState,
    providerState: z.string().meta({ description: "In Swedbank Pay's own word; `state` follows from it" }),
    amount: z.int().meta({ description: 'Minor units' }),
    vatAmount: z.int().meta({ description: 'Minor units' }),
    description: text,
    payeeReference: text,
    receiptReference: text.meta({ description: 'The number of the invoice or receipt that the payer got' }),
    reconciliationNumber: z.int().nullable().meta({ description: "Of the settlement's batch" }),
    created: z.string(),
    updated: z.string().meta({ description: 'As Swedbank Pay writes it: it may lie before `created`' }),
    failure: z
      .strictObject({
        reason: text.meta({ examples: ['ExternalResponseError'] }),
        activity: text,
        errorCode: text,
        errorDescription: text,
        problem: failure.nullable(),
      })
      .nullable()
      .meta({ description: 'Why it failed; null unless `state` is `failed`' }),
  })
  .meta({ id: 'SwedbankPayTransaction' });

export const showTransaction = (item: TransactionItem): z.infer<typeof transactionResource> => {
  const { transaction: it } = item;
  const { type, state } = ledgerTransactionOf(item);
  return {
    number: it.number,
    type,
    state,
    providerState: it.state,
    amount: it.amount,
    vatAmount: it.vatAmount,
    description: it.description ?? null,
    payeeReference: it.payeeReference ?? null,
    receiptReference: it.receiptReference ?? null,
    reconciliationNumber: it.reconciliationNumber ?? null,
    created: it.created,
    updated: it.updated,
    failure:
      state === 'failed'
        ? {
            reason: it.failedReason ?? null,
            activity: it.failedActivityName ?? null,
            errorCode: it.failedErrorCode ?? null,
            errorDescription: it.failedErrorDescription ?? null,
            problem: it.problem ? showProblem(it.problem) : null,
          }
        : null,
  };
};
