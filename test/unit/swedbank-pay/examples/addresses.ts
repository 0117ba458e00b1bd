/** The ids of the seeds' examples. */
export const payment = '/psp/invoice/payments/7e6cdfc3-1276-44e9-9992-7cf4419750e1';
export const transactionGuid = 'ec2a9b09-601a-42ae-8e33-a5737e1cf177';
export const api = 'https://api.externalintegration.payex.com';
export const ecom = 'https://ecom.externalintegration.payex.com';

/** Where the seed's authorization examples say that they are: a copy of another product's (swedbank-pay.md 24, trap 9). */
export const paymentOrder = '/psp/paymentorders/payments/7e6cdfc3-1276-44e9-9992-7cf4419750e1';

export const payeeId = '5cabf558-5283-482f-b252-4d58e06f6f3b';
