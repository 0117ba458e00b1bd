import { payeeId, payment } from './addresses.ts';

/** The seed 003's answers that are neither a payment nor a transaction, by its headings. */

/** "Operation paid-payment". Corrected: a trailing comma. */
export const paid = {
  payment,
  paid: {
    id: `${payment}/paid`,
    number: 1234567890,
    transaction: {
      id: '/pspinvoice/payments/7e6cdfc3-1276-44e9-9992-7cf4419750e1/transactions/',
      number: 1234567891,
    },
    payeeReference: 'CD123',
    orderReference: 'AB1234',
    amount: 1500,
  },
};

/** "Operation failed-payment": a problem inside a 200. */
export const failed = {
  problem: {
    type: 'https://api.externalintegration.payex.com/psp/errordetail/invoice/acquirererror',
    title: 'Operation failed',
    status: 403,
    detail: 'Unable to complete Authorization transaction, look at problem node!',
    problems: [{ name: 'ExternalResponse', description: 'REJECTED_BY_ACQUIRER-unknown error, response-code: 51' }],
  },
};

/** "Operation aborted-payment". */
export const aborted = { payment, aborted: { abortReason: 'Aborted by consumer' } };

/** "PayeeInfo". */
export const payeeInfo = {
  payment,
  payeeInfo: {
    id: `${payment}/payeeInfo`,
    payeeId,
    payeeReference: 'EN1234',
    payeeName: 'TestMerchant1',
    productCategory: 'EF1234',
    orderReference: 'or-123456',
  },
};

/** "Prices": the types are the card product's. */
export const prices = {
  payment,
  prices: {
    id: `${payment}/prices`,
    priceList: [
      { type: 'VISA', amount: 2350, vatAmount: 0 },
      { type: 'MasterCard', amount: 2350, vatAmount: 0 },
    ],
  },
};

/** "Metadata". */
export const metadata = {
  payment,
  metadata: { id: `${payment}/metadata`, key1: 'value1', key2: 2, key3: 3.1, key4: false },
};

/** "Delete Token". */
export const instrumentData = {
  instrumentData: {
    id: '/psp/invoice/payments/instrumentData/5a17c24e-d459-4567-bbad-aa0f17a76119',
    paymentToken: '5a17c24e-d459-4567-bbad-aa0f17a76119',
    payeeId,
    isDeleted: true,
  },
};

/** "Problem Example". */
export const problem = {
  type: 'https://api.payex.com/psp/errordetail/<resource>/inputerror',
  title: 'There was an input error',
  detail: 'Please correct the errors and retry the request',
  instance: 'ec2a9b09-601a-42ae-8e33-a5737e1cf177',
  status: 400,
  action: 'RetryNewData',
  problems: [{ name: 'CreditCardParameters.Issuer', description: 'minimum one issuer must be enabled' }],
};
