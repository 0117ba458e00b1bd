/** The ledger's indexes for lists, both by `createdAt` and with keys only: each payment is written into them once. */
export const merchantIndex = { name: 'by-merchant', partitionKey: 'merchant' } as const;
/** Sparse, and of all merchants: whose a payment is says its item. */
export const referenceIndex = { name: 'by-reference', partitionKey: 'merchantReference' } as const;
