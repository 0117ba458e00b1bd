import { describe, expect, it } from 'vitest';
import { paymentAnswer, providerPaymentId, tokensOf } from '../../../functions/swedbank-pay/answers.ts';
import { payerLinksOf, resources } from '../../../functions/swedbank-pay/calls.ts';
import {
  abortedAnswer,
  approvedLegalAddressAnswer,
  failedAnswer,
  instrumentDataAnswer,
  itemDescriptionsAnswer,
  metadataAnswer,
  paidAnswer,
  payeeInfoAnswer,
  pricesAnswer,
  urlsAnswer,
} from '../../../functions/swedbank-pay/resource-answers.ts';
import { transactionAnswer, transactionListAnswer } from '../../../functions/swedbank-pay/transaction-answers.ts';
import { payeeId, payment, transactionGuid } from './examples/addresses.ts';
import * as payments from './examples/payments.ts';
import * as examples from './examples/resources.ts';
import * as transactions from './examples/transactions.ts';

describe("the seeds' payments", () => {
  it.each([
    [
      'FinancingConsumer',
      payments.financingConsumer,
      'FinancingConsumer',
      ['update-payment-abort', 'create-authorization', 'create-approved-legal-address'],
    ],
    [
      'the payment resource',
      payments.paymentResource,
      'Purchase',
      [
        'create-authorization',
        'view-authorization',
        'redirect-authorization',
        'update-payment-abort',
        'create-capture',
        'paid-payment',
        'failed-payment',
      ],
    ],
    [
      'Verify',
      payments.verify,
      'Verify',
      ['create-approved-legal-address', 'create-authorization', 'update-payment-abort', 'redirect-authorization'],
    ],
  ])('%s', (_, example, operation, rels) => {
    const read = paymentAnswer.parse(example);
    expect(read).toMatchObject({ id: payment, number: 1234567890, operation, state: 'Ready' });
    expect(read.operations.map(({ rel }) => rel)).toEqual(rels);
  });

  it('absent remaining amounts are 0', () => {
    const { remainingCaptureAmount, remainingCancellationAmount, remainingReversalAmount } = paymentAnswer.parse(
      payments.verify,
    );
    expect([remainingCaptureAmount, remainingCancellationAmount, remainingReversalAmount]).toEqual([0, 0, 0]);
  });

  it('resources are found by their links and operations', () => {
    const read = paymentAnswer.parse(payments.paymentResource);
    expect(resources.captures.hrefOf(read)).toBe(`${payment}/captures`);
    expect(resources.paid.hrefOf(read)).toMatch(/\/paid$/);
    expect(resources.aborted.hrefOf(read)).toBeUndefined();
    expect(resources.verifications.hrefOf(read)).toBeUndefined();
  });

  it('the payer is led to the hosted page, or to the script of the seamless view', () => {
    expect(payerLinksOf(paymentAnswer.parse(payments.verify))).toEqual({
      redirectUrl:
        'https://ecom.externalintegration.payex.com/invoice/payments/authorize/5a17c24e-d459-4567-bbad-aa0f17a76119',
      scriptUrl: undefined,
    });
  });
});

describe("the seeds' transactions", () => {
  it.each([
    ['an authorization that is initialized', transactions.authorizationInitialized, 'Authorization', 'Initialized'],
    ['an authorization that failed', transactions.authorizationFailed, 'Authorization', 'Failed'],
    ['a flat transaction', transactions.captureInitialized, 'Capture', 'Initialized'],
    ['a transaction nested in itself', transactions.transactionFailed, 'Transaction', 'Failed'],
    ["a callback's authorization", transactions.authorizationOfCallback, 'Authorization', 'Completed'],
    ['a capture', transactions.captureOfReconciliation, 'Capture', 'Initialized'],
  ])('%s', (_, example, type, state) => {
    expect(transactionAnswer.parse(example).transaction).toMatchObject({ id: transactionGuid, type, state });
  });

  it.each([
    ['authorizations', transactions.authorizationList],
    ['transactions, nested', transactions.transactionList],
    ['transactions, flat', { transactions: { transactionList: [transactions.captureInitialized.transaction] } }],
    ['captures, a bare array', { captures: [transactions.captureOfReconciliation.capture] }],
    [
      'cancellations under their other name',
      { cancellations: { cancelList: [transactions.captureOfReconciliation.capture] } },
    ],
  ])('a list of %s', (_, example) => {
    expect(transactionListAnswer.parse(example).map(({ transaction }) => transaction.id)).toEqual([transactionGuid]);
  });

  it('a cancellation is one by either name', () => {
    const { transaction } = transactions.captureInitialized;
    expect(
      transactionAnswer.parse({ cancel: { transaction: { ...transaction, type: 'Cancel' } } }).transaction.type,
    ).toBe('Cancellation');
  });

  it('why it failed is told, and an empty reason is none', () => {
    expect(transactionAnswer.parse(transactions.transactionFailed).transaction).toMatchObject({
      receiptReference: 'AH12355',
      problem: { type: '3dsecureerror', code: 'provider-refused', fields: [] },
    });
    expect(transactionAnswer.parse(transactions.authorizationFailed).transaction).toMatchObject({
      failedReason: 'ExternalResponseError',
      isOperational: true,
    });
    expect(transactionAnswer.parse(transactions.captureInitialized).transaction.failedReason).toBeUndefined();
  });

  it('the callback names the payment by the path that is stored', () => {
    expect(providerPaymentId.parse(transactions.callback.payment.id)).toBe(payment);
  });
});

describe("the seeds' other resources", () => {
  it('paid', () => {
    expect(paidAnswer.parse(examples.paid)).toEqual({
      number: 1234567890,
      transactionNumber: 1234567891,
      payeeReference: 'CD123',
      orderReference: 'AB1234',
      amount: 1500,
      tokens: [],
    });
  });

  it.each([
    ['in an envelope', examples.failed],
    ['bare', examples.failed.problem],
  ])('failed, %s', (_, example) => {
    expect(failedAnswer.parse(example)).toMatchObject({
      code: 'provider-forbidden',
      type: 'acquirererror',
      httpStatus: 403,
      retryable: false,
      fields: [{ field: 'ExternalResponse' }],
    });
  });

  it('aborted', () => {
    expect(abortedAnswer.parse(examples.aborted)).toEqual({ abortReason: 'Aborted by consumer' });
  });

  it('payeeInfo', () => {
    expect(payeeInfoAnswer.parse(examples.payeeInfo)).toMatchObject({ payeeId, payeeReference: 'EN1234' });
  });

  it('prices', () => {
    expect(pricesAnswer.parse(examples.prices)).toHaveLength(2);
  });

  it("metadata, without the resource's id", () => {
    expect(metadataAnswer.parse(examples.metadata)).toEqual({ key1: 'value1', key2: 2, key3: 3.1, key4: false });
  });

  it('a deleted token', () => {
    expect(instrumentDataAnswer.parse(examples.instrumentData)).toMatchObject({ isDeleted: true });
  });

  it('urls, without the one that rings us', () => {
    const read = urlsAnswer.parse({
      payment,
      urls: { id: `${payment}/urls`, completeUrl: 'https://shop.example/done', callbackUrl: 'https://sluss.example/x' },
    });
    expect(read).toMatchObject({ hostUrls: [], completeUrl: 'https://shop.example/done' });
    expect(JSON.stringify(read)).not.toContain('sluss.example');
  });

  it("an invoice's lines", () => {
    const items = [{ amount: 1500, description: 'Tent' }];
    const vatSummary = [{ amount: 1500, vatPercent: 2500, vatAmount: 300 }];
    expect(itemDescriptionsAnswer.parse({ itemDescriptions: { itemDescriptionList: items, vatSummary } })).toEqual({
      items,
      vatSummary,
    });
  });

  it('an approved legal address', () => {
    expect(
      approvedLegalAddressAnswer.parse({
        payment,
        approvedLegalAddress: { addressee: 'Azra Oliveira', zipCode: '19792', city: 'Bro', countryCode: 'se' },
      }),
    ).toMatchObject({ addressee: 'Azra Oliveira', countryCode: 'SE' });
  });
});

describe('tolerance', () => {
  const withPayment = (changes: object) => ({ payment: { ...payments.verify.payment, ...changes }, operations: null });

  it('numbers may be text, and 64 bits long', () => {
    expect(paymentAnswer.parse(withPayment({ number: '70100366758' })).number).toBe(70100366758);
  });

  it('an operation that cannot be read is left out', () => {
    const operations = [{ rel: 'create-capture' }, null, { rel: 'create-cancel', href: '/x', method: 'post' }];
    expect(paymentAnswer.parse({ ...payments.verify, operations }).operations).toEqual([
      { rel: 'create-cancellation', href: '/x', method: 'POST' },
    ]);
  });

  it('states and types that nobody knows are kept, but no free text', () => {
    expect(paymentAnswer.parse(withPayment({ state: 'Dormant' })).state).toBe('Dormant');
    expect(paymentAnswer.safeParse(withPayment({ state: 'Azra Oliveira, 600307' })).success).toBe(false);
  });

  it.each([
    'https://evil.example/psp/invoice/payments/7e6cdfc3-1276-44e9-9992-7cf4419750e1',
    '/psp/invoice/payments/..',
    '/x',
  ])('the id %s is none', (id) => {
    expect(paymentAnswer.safeParse(withPayment({ id })).success).toBe(false);
  });

  it('tokens are found on authorizations, verifications or the payment', () => {
    const item = { transaction: transactions.captureInitialized.transaction, paymentToken: 'token-1' };
    expect(tokensOf(paymentAnswer.parse(withPayment({ authorizations: { authorizationList: [item] } })))).toEqual({
      paymentToken: 'token-1',
      recurrenceToken: undefined,
    });
    expect(tokensOf(paymentAnswer.parse(withPayment({ verifications: { verificationList: [item] } })))).toMatchObject({
      paymentToken: 'token-1',
    });
    expect(tokensOf(paymentAnswer.parse(withPayment({ recurrenceToken: 'token-2' })))).toEqual({
      paymentToken: undefined,
      recurrenceToken: 'token-2',
    });
  });
});
