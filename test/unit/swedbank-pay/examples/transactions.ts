import { api, payment, paymentOrder, transactionGuid } from './addresses.ts';

/** Answers of the seed 003 that carry transactions, by its headings. */

const transaction = {
  id: `${payment}/transactions/${transactionGuid}`,
  created: '2016-09-14T01:01:01.01Z',
  updated: '2016-09-14T01:01:01.03Z',
  type: 'Authorization',
  state: 'Completed',
  number: 1234567890,
  amount: 1000,
  vatAmount: 250,
  description: 'Test transaction',
  payeeReference: 'AH123456',
  isOperational: false,
};
const orderTransaction = { ...transaction, id: `${paymentOrder}/transactions/${transactionGuid}` };
const consumerLinks = (base: string) => ({
  consumer: { id: `${base}/consumer` },
  legalAddress: { id: `${base}/legaladdress` },
  billingAddress: { id: `${base}/billingaddress` },
});
const edit = { href: `${api}${payment}`, rel: 'edit-authorization', method: 'PATCH' };

const problem = {
  type: 'https://api.payex.com/psp/errordetail/invoice/3DSECUREERROR',
  title: 'Error when complete authorization',
  status: 400,
  detail: 'Unable to complete 3DSecure verification!',
  problems: [],
};

/** "Authorizations". */
export const authorizationList = {
  payment: paymentOrder,
  authorizations: {
    id: `${paymentOrder}/authorizations`,
    authorizationList: [
      {
        id: `${paymentOrder}/authorizations/${transactionGuid}`,
        ...consumerLinks(paymentOrder),
        transaction: {
          ...orderTransaction,
          operations: [
            {
              method: 'POST',
              href: `${api}${paymentOrder}/authorizations`,
              rel: 'create-authorization',
              contentType: 'application/json',
            },
            edit,
          ],
        },
      },
    ],
  },
};

/** "Create Authorization transaction", the first of the two. */
export const authorizationInitialized = {
  payment: paymentOrder,
  authorization: {
    id: `${paymentOrder}/authorizations/${transactionGuid}`,
    ...consumerLinks(paymentOrder),
    transaction: { ...orderTransaction, state: 'Initialized', operations: [edit] },
  },
};

/** "Create authorization transaction", the second, under "Verify". */
export const authorizationFailed = {
  payment,
  authorization: {
    id: `${payment}/authorizations/${transactionGuid}`,
    ...consumerLinks(payment),
    transaction: {
      ...transaction,
      state: 'Failed',
      failedReason: 'ExternalResponseError',
      failedActivityName: 'Authorize',
      failedErrorCode: 'ThirdPartyErrorCode',
      failedErrorDescription: 'ThirdPartyErrorMessage',
      isOperational: 'TRUE',
      activities: { id: `${payment}/transactions/${transactionGuid}/activities` },
      operations: [edit],
    },
  },
};

/** "Transactions": nested, where the recorded list is flat. */
export const transactionList = {
  payment,
  transactions: {
    receiptReference: 'AH12355',
    id: `${payment}/transactions`,
    transactionList: [{ id: transaction.id, transaction: { ...transaction, type: 'Transaction', operations: [] } }],
  },
};

/** "Transaction". */
export const captureInitialized = {
  payment,
  transaction: {
    ...transaction,
    type: 'Capture',
    state: 'Initialized',
    failedReason: '',
    isOperational: true,
    operations: [],
  },
};

/** "Transaction Problems". Corrected: a brace was missing behind the problem. */
export const transactionFailed = {
  payment,
  transaction: {
    id: transaction.id,
    itemDescriptions: { id: `${transaction.id}/itemDescriptions` },
    transaction: { ...transaction, type: 'Transaction', state: 'Failed', receiptReference: 'AH12355', problem },
  },
};

/** "Payment Instrument Callback", the answer to GET. Corrected: brace and comma were missing behind the problem. */
export const authorizationOfCallback = {
  payment,
  authorization: {
    id: `${payment}/authorizations/${transactionGuid}`,
    itemDescriptions: { id: `${transaction.id}/itemDescriptions` },
    transaction: {
      ...transaction,
      receiptReference: 'AH12355',
      problem,
      operations: [{ ...edit, href: transaction.id }],
    },
  },
};

/** "Reconciliation". Its address is the card product's. */
export const captureOfReconciliation = {
  payment: '/psp/creditcard/payments/7e6cdfc3-1276-44e9-9992-7cf4419750e1',
  capture: {
    id: `/psp/creditcard/payments/7e6cdfc3-1276-44e9-9992-7cf4419750e1/captures/${transactionGuid}`,
    transaction: {
      ...transaction,
      id: `/psp/creditcard/payments/7e6cdfc3-1276-44e9-9992-7cf4419750e1/transactions/${transactionGuid}`,
      type: 'Capture',
      state: 'Initialized',
      amount: 1500,
      description: 'Test Capture',
      payeeReference: 'ABC123',
      failedReason: '',
      operations: [],
    },
  },
};

/** "Payment Instrument Callback": the ring itself. */
export const callback = {
  payment: { id: payment, number: 222222222 },
  transaction: { id: `${payment}/authorizations/${transactionGuid}`, number: 333333333 },
};
