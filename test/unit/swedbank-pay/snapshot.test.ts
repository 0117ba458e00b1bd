import { describe, expect, it } from 'vitest';
import { paymentAnswer } from '../../../functions/swedbank-pay/answers.ts';
import { snapshotOf } from '../../../functions/swedbank-pay/snapshot.ts';
import { ProviderContractBroken } from '../../../shared/provider-error.ts';
import { payment, transactionGuid } from './examples/addresses.ts';
import { financingConsumer, verify } from './examples/payments.ts';
import { captureInitialized } from './examples/transactions.ts';

const read = (changes: object) => paymentAnswer.parse({ ...verify, payment: { ...verify.payment, ...changes } });

describe('a snapshot', () => {
  it('holds amounts, operations and transactions', () => {
    expect(
      snapshotOf(
        read({
          amount: 1000,
          remainingReversalAmount: 1000,
          transactions: { id: `${payment}/transactions`, transactionList: [captureInitialized.transaction] },
        }),
      ),
    ).toEqual({
      providerPaymentId: payment,
      number: 1234567890,
      state: 'Ready',
      operation: 'Verify',
      currency: 'NOK',
      amount: 1000,
      remainingCapture: 0,
      remainingCancellation: 0,
      remainingReversal: 1000,
      operations: [
        'create-approved-legal-address',
        'create-authorization',
        'update-payment-abort',
        'redirect-authorization',
      ],
      transactions: [
        {
          id: transactionGuid,
          number: 1234567890,
          type: 'Capture',
          state: 'Initialized',
          amount: 1000,
          vatAmount: 250,
          payeeReference: 'AH123456',
          created: '2016-09-14T01:01:01.01Z',
        },
      ],
    });
  });

  it('has no transactions where the payment has none yet', () => {
    expect(snapshotOf(read({ transactions: undefined })).transactions).toEqual([]);
  });

  it('is refused where the transactions were only linked to', () => {
    expect(() => snapshotOf(paymentAnswer.parse(financingConsumer))).toThrow(ProviderContractBroken);
  });

  it('carries nothing that a person wrote or that can charge somebody', () => {
    const canary = 'canary';
    const expanded = {
      description: canary,
      userAgent: canary,
      payerReference: canary,
      paymentToken: canary,
      recurrenceToken: canary,
      metadata: { id: `${payment}/metadata`, canary },
      payeeInfo: { id: `${payment}/payeeinfo`, payeeReference: 'PR1', orderReference: canary },
      transactions: {
        id: `${payment}/transactions`,
        transactionList: [
          {
            ...captureInitialized.transaction,
            description: canary,
            receiptReference: canary,
            failedReason: canary,
            failedErrorDescription: canary,
            problem: { type: canary, title: canary, problems: [{ name: canary, description: canary }] },
            canary,
          },
        ],
      },
      canary,
    };
    expect(JSON.stringify(snapshotOf(read(expanded)))).not.toContain(canary);
  });
});
