import type * as z from 'zod';
import type { CreateFacts } from '../../../../functions/swedbank-pay/builders.ts';
import type { createRequest } from '../../../../functions/swedbank-pay/requests.ts';
import { payeeId } from './addresses.ts';

/** The seeds' requests that create a payment, beside what we are asked for them. */
interface Creation {
  readonly name: string;
  readonly request: z.input<typeof createRequest>;
  readonly facts: CreateFacts;
  readonly body: unknown;
}

const callbackUrl = 'https://example.com/payment-callback';
const userAgent = 'Mozilla/5.0...';
const payee = { payeeName: 'Merchant1', subsite: 'MySubsite' };
const metadata = { key1: 'value1', key2: 2, key3: 3.1, key4: false };

export const creations: readonly Creation[] = [
  {
    // Corrected: a trailing comma, and `invoice` stood inside `payment` (traps 5 and 10).
    name: 'FinancingConsumer in Sweden (002)',
    request: {
      operation: 'FinancingConsumer',
      country: 'SE',
      amount: 1500,
      vatAmount: 0,
      description: 'Test Purchase',
      generatePaymentToken: false,
      userAgent,
      urls: {
        completeUrl: 'https://example.com/payment-completed',
        cancelUrl: 'https://example.com/payment-cancelled',
        logoUrl: 'https://example.com/logo.png',
        termsOfServiceUrl: 'https://example.com/terms.pdf',
      },
      ...payee,
      productCategory: 'PC1234',
    },
    facts: { payeeId, payeeReference: 'PR123', callbackUrl, payerReference: 'AB1234' },
    body: {
      payment: {
        operation: 'FinancingConsumer',
        intent: 'Authorization',
        currency: 'SEK',
        prices: [{ type: 'Invoice', amount: 1500, vatAmount: 0 }],
        description: 'Test Purchase',
        generatePaymentToken: false,
        userAgent,
        language: 'sv-SE',
        urls: {
          completeUrl: 'https://example.com/payment-completed',
          cancelUrl: 'https://example.com/payment-cancelled',
          callbackUrl,
          logoUrl: 'https://example.com/logo.png',
          termsOfServiceUrl: 'https://example.com/terms.pdf',
        },
        payeeInfo: { payeeId, payeeReference: 'PR123', ...payee, productCategory: 'PC1234' },
        payer: { payerReference: 'AB1234' },
      },
      invoice: { invoiceType: 'PayExFinancingSe' },
    },
  },
  {
    // Corrected: intent, a boolean for the text "false", https for the terms, the payer's reference in its newer place.
    name: 'FinancingConsumer in Norway (003, "Financing Consumer")',
    request: {
      operation: 'FinancingConsumer',
      country: 'NO',
      currency: 'NOK',
      language: 'nb-NO',
      amount: 1500,
      vatAmount: 0,
      description: 'Test Purchase',
      generateRecurrenceToken: false,
      userAgent,
      urls: {
        completeUrl: 'https://example.com/payment-completed',
        cancelUrl: 'https://example.com/payment-canceled',
        logoUrl: 'https://example.com/logo.png',
        termsOfServiceUrl: 'https://example.com/terms.pdf',
      },
      ...payee,
      productCategory: 'PC1234',
    },
    facts: { payeeId, payeeReference: 'PR123', callbackUrl, payerReference: 'SomeReference' },
    body: {
      payment: {
        operation: 'FinancingConsumer',
        intent: 'Authorization',
        currency: 'NOK',
        prices: [{ type: 'Invoice', amount: 1500, vatAmount: 0 }],
        description: 'Test Purchase',
        payer: { payerReference: 'SomeReference' },
        generateRecurrenceToken: false,
        userAgent,
        language: 'nb-NO',
        urls: {
          completeUrl: 'https://example.com/payment-completed',
          cancelUrl: 'https://example.com/payment-canceled',
          callbackUrl,
          logoUrl: 'https://example.com/logo.png',
          termsOfServiceUrl: 'https://example.com/terms.pdf',
        },
        payeeInfo: { payeeId, payeeReference: 'PR123', ...payee, productCategory: 'PC1234' },
      },
      invoice: { invoiceType: 'PayExFinancingNo' },
    },
  },
  {
    name: 'Recur (003, "Recur")',
    request: {
      operation: 'Recur',
      country: 'NO',
      recurrenceTokenOf: 'payment-that-made-it',
      amount: 1500,
      vatAmount: 0,
      description: 'Test Recurrence',
      userAgent,
      ...payee,
      productCategory: 'A123',
      orderReference: 'or-12456',
      metadata,
    },
    facts: { payeeId, payeeReference: 'CD1234', callbackUrl, token: '7e6cdfc3-1276-44e9-9992-7cf4419750e1' },
    body: {
      payment: {
        operation: 'Recur',
        intent: 'Authorization',
        recurrenceToken: '7e6cdfc3-1276-44e9-9992-7cf4419750e1',
        currency: 'NOK',
        amount: 1500,
        vatAmount: 0,
        description: 'Test Recurrence',
        userAgent,
        language: 'nb-NO',
        urls: { callbackUrl },
        payeeInfo: {
          payeeId,
          payeeReference: 'CD1234',
          ...payee,
          productCategory: 'A123',
          orderReference: 'or-12456',
        },
        metadata,
      },
    },
  },
  {
    // Corrected: cancelUrl and paymentUrl exclude each other (section 3), callbackUrl is mandatory (5.2), newer payer.
    name: 'Verify (003, "Verify")',
    request: {
      operation: 'Verify',
      country: 'NO',
      description: 'Test Verification',
      payerReference: 'customer 17',
      userAgent,
      generatePaymentToken: true,
      generateRecurrenceToken: false,
      urls: {
        hostUrls: ['https://example.com'],
        completeUrl: 'https://example.com/payment-completed',
        paymentUrl: 'https://example.com/perform-payment',
        logoUrl: 'https://example.com/payment-logo.png',
        termsOfServiceUrl: 'https://example.com/payment-terms.html',
      },
      ...payee,
      productCategory: 'A123',
      orderReference: 'or-12456',
    },
    facts: { payeeId, payeeReference: 'CD1234', callbackUrl, payerReference: 'AB1234' },
    body: {
      payment: {
        operation: 'Verify',
        currency: 'NOK',
        description: 'Test Verification',
        payer: { payerReference: 'AB1234' },
        userAgent,
        language: 'nb-NO',
        generatePaymentToken: true,
        generateRecurrenceToken: false,
        urls: {
          hostUrls: ['https://example.com'],
          completeUrl: 'https://example.com/payment-completed',
          paymentUrl: 'https://example.com/perform-payment',
          callbackUrl,
          logoUrl: 'https://example.com/payment-logo.png',
          termsOfServiceUrl: 'https://example.com/payment-terms.html',
        },
        payeeInfo: {
          payeeId,
          payeeReference: 'CD1234',
          ...payee,
          productCategory: 'A123',
          orderReference: 'or-12456',
        },
      },
      invoice: { invoiceType: 'PayExFinancingNo' },
    },
  },
  {
    // Corrected: the card product's operation, no prices, invoice nor callbackUrl, a trailing comma, newer payer.
    name: 'metadata and prefill (003, "Metadata")',
    request: {
      operation: 'FinancingConsumer',
      country: 'SE',
      amount: 1500,
      vatAmount: 0,
      description: 'Test Purchase',
      userAgent,
      urls: { hostUrls: ['https://example.com'], completeUrl: 'https://example.com/payment-completed' },
      metadata,
      prefill: { msisdn: '+4798765432' },
    },
    facts: { payeeId, payeeReference: 'CD1234', callbackUrl, payerReference: 'AB1234' },
    body: {
      payment: {
        operation: 'FinancingConsumer',
        intent: 'Authorization',
        currency: 'SEK',
        prices: [{ type: 'Invoice', amount: 1500, vatAmount: 0 }],
        description: 'Test Purchase',
        payer: { payerReference: 'AB1234' },
        userAgent,
        language: 'sv-SE',
        urls: {
          hostUrls: ['https://example.com'],
          completeUrl: 'https://example.com/payment-completed',
          callbackUrl,
        },
        payeeInfo: { payeeId, payeeReference: 'CD1234' },
        metadata,
        prefillInfo: { msisdn: '+4798765432' },
      },
      invoice: { invoiceType: 'PayExFinancingSe' },
    },
  },
];
