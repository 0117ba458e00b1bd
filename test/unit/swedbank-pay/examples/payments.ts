import { api, ecom, payment } from './addresses.ts';

/** Answers of the seeds that are a payment, by seed and heading. */

const links = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { id: `${payment}/${name}` }]));
const operation = (rel: string, method: string, path: string, contentType?: string) => ({
  href: `${api}${payment}${path}`,
  rel,
  method,
  ...(contentType === undefined ? {} : { contentType }),
});
const json = 'application/json';

const base = {
  id: payment,
  number: 1234567890,
  created: '2016-09-14T13:21:29.3182115Z',
  updated: '2016-09-14T13:21:57.6627579Z',
  state: 'Ready',
  currency: 'SEK',
  userAgent: 'Mozilla/5.0...',
  language: 'sv-SE',
};

/** 002, "Financing Consumer Response". Its remaining amounts are impossible beside an amount of 0 (section 15). */
export const financingConsumer = {
  payment: {
    ...base,
    instrument: 'Invoice',
    operation: 'FinancingConsumer',
    intent: 'Authorization',
    amount: 0,
    remainingCaptureAmount: 1000,
    remainingCancellationAmount: 1000,
    remainingReversalAmount: 500,
    description: 'Test Purchase',
    ...links('prices', 'transactions', 'authorizations', 'captures', 'reversals', 'cancellations', 'payeeInfo'),
    payers: { id: '/psp/trustly/payments/7e6cdfc3-1276-44e9-9992-7cf4419750e1/payers' },
    ...links('urls', 'settings'),
    approvedLegalAddress: { id: `${payment}/approvedlegaladdress` },
    maskedApprovedLegalAddress: { id: `${payment}/maskedapprovedlegaladdress` },
  },
  operations: [
    operation('update-payment-abort', 'PATCH', ''),
    operation('create-authorize', 'POST', '/authorizations'),
    operation('create-approved-legal-address', 'POST', '/approvedlegaladdress'),
  ],
};

/** 003, "Payment Resource": a catalogue of operations, not a state that a payment can be in (section 6). */
export const paymentResource = {
  payment: {
    ...base,
    operation: 'Purchase',
    intent: 'Authorization',
    amount: 1500,
    remainingCaptureAmount: 1500,
    remainingCancellationAmount: 1500,
    remainingReversalAmount: 0,
    description: 'Test Purchase',
    payerReference: 'AB1234',
    initiatingSystemUserAgent: 'PostmanRuntime/3.0.1',
    ...links('prices', 'payeeInfo', 'urls', 'transactions', 'authorizations', 'captures', 'reversals', 'cancellations'),
  },
  operations: [
    operation('create-authorization', 'POST', '/operation=authorize', json),
    operation('view-authorization', 'GET', '/operation=authorize', 'application/javascript'),
    operation('redirect-authorization', 'GET', '', 'text/html'),
    operation('update-payment-abort', 'PATCH', '', json),
    operation('create-capture', 'POST', '/captures', json),
    operation('paid-payment', 'GET', '/paid', json),
    operation('failed-payment', 'GET', '/failed', json),
  ],
};

/** 003, "Verify". */
export const verify = {
  payment: {
    ...base,
    operation: 'Verify',
    currency: 'NOK',
    amount: 0,
    description: 'Test Verification',
    payerReference: 'AB1234',
    initiatingSystemUserAgent: 'PostmanRuntime/3.0.1',
    language: 'nb-NO',
    ...links('transactions', 'verifications', 'urls', 'payeeInfo', 'settings'),
  },
  operations: [
    operation('create-approved-legal-address', 'POST', '/approvedlegaladdress', json),
    operation('create-authorization', 'POST', '/authorizations', json),
    operation('update-payment-abort', 'PATCH', '', json),
    {
      method: 'GET',
      href: `${ecom}/invoice/payments/authorize/5a17c24e-d459-4567-bbad-aa0f17a76119`,
      rel: 'redirect-authorization',
      contentType: 'text/html',
    },
  ],
};
