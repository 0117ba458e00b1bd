import { localPayeeId } from '../../../../local/simulators/swedbank-pay/defaults.ts';

let references = 0;
/** A payeeReference that nothing has used. */
export const newReference = () => `T${(references += 1)}`;

export const urls = {
  completeUrl: 'https://shop.example/done',
  cancelUrl: 'https://shop.example/cancelled',
  termsOfServiceUrl: 'https://shop.example/terms',
};

const payeeInfo = () => ({
  payeeId: localPayeeId,
  payeeReference: newReference(),
  payeeName: 'Provbutiken',
  orderReference: 'order-1',
});

const common = () => ({
  currency: 'SEK',
  description: 'Provköp',
  userAgent: 'Mozilla/5.0',
  language: 'sv-SE',
  payeeInfo: payeeInfo(),
});

/** An invoice of 100.00; `changes` go into `payment`. */
export const financing = (changes: object = {}, invoiceType = 'PayExFinancingSe') => ({
  payment: {
    ...common(),
    operation: 'FinancingConsumer',
    intent: 'Authorization',
    prices: [{ type: 'Invoice', amount: 10000, vatAmount: 2000 }],
    urls,
    ...changes,
  },
  invoice: { invoiceType },
});

export const verification = (changes: object = {}) => ({
  payment: { ...common(), operation: 'Verify', urls, ...changes },
  invoice: { invoiceType: 'PayExFinancingSe' },
});

export const recurrence = (recurrenceToken: unknown, changes: object = {}) => ({
  payment: {
    ...common(),
    operation: 'Recur',
    intent: 'Authorization',
    recurrenceToken,
    amount: 5000,
    vatAmount: 1000,
    ...changes,
  },
});

export const authorization = (changes: object = {}) => ({
  transaction: { activity: 'FinancingConsumer' },
  consumer: { socialSecurityNumber: '600307-1161', msisdn: '+46739000001', ip: '192.0.2.1' },
  legalAddress: {
    addressee: 'Azra Oliveira',
    streetAddress: 'Helgestavägen 9',
    zipCode: '19792',
    city: 'Bro',
    countryCode: 'SE',
  },
  ...changes,
});

const afterPayment = () => ({
  activity: 'FinancingConsumer',
  payeeReference: newReference(),
  description: 'Prov',
});

export const capture = (amount: number, changes: object = {}) => ({
  transaction: {
    ...afterPayment(),
    amount,
    vatAmount: 0,
    itemDescriptions: [{ amount, description: 'Provvara' }],
    vatSummary: [{ amount, vatPercent: 2500, vatAmount: 0 }],
    ...changes,
  },
});

export const cancellation = (changes: object = {}) => ({ transaction: { ...afterPayment(), ...changes } });

export const reversal = (amount: number, changes: object = {}) => ({
  transaction: { ...afterPayment(), amount, vatAmount: 0, ...changes },
});

export const abort = { payment: { operation: 'Abort', abortReason: 'CancelledByConsumer' } };
