/** The seed 003's other request bodies, by its headings. */

const address = { addressee: 'Olivia Nyhuus', streetAddress: 'SaltnesToppen 43', zipCode: '1642', city: 'Saltnes' };
const consumer = {
  customerNumber: '123456',
  email: 'olivia.nyhuus@payex.com',
  msisdn: '+4798765432',
  ip: '127.0.0.1',
};

/** "Create Authorization transaction", the first. Corrected: a number for the placeholder, countryCode in capitals. */
export const authorization = {
  request: {
    country: 'NO',
    identityNumber: '26026708248',
    name: 'Olivia Nyhuus',
    ...consumer,
    legalAddress: address,
    billingAddress: { ...address, coAddress: 'Bernt Nyhuus' },
  },
  body: {
    transaction: { activity: 'FinancingConsumer' },
    consumer: { socialSecurityNumber: '26026708248', name: 'Olivia Nyhuus', ...consumer },
    legalAddress: { ...address, countryCode: 'NO' },
    billingAddress: { ...address, coAddress: 'Bernt Nyhuus', countryCode: 'NO' },
  },
};

/** "Create authorization transaction", under "Verify". Corrected: countryCode in capitals. */
export const authorizationWithoutName = {
  request: {
    country: 'NO',
    activity: 'FinancingConsumer',
    identityNumber: '26026708248',
    ...consumer,
    legalAddress: address,
    billingAddress: address,
  },
  body: {
    transaction: { activity: 'FinancingConsumer' },
    consumer: { socialSecurityNumber: '26026708248', ...consumer },
    legalAddress: { ...address, countryCode: 'NO' },
    billingAddress: { ...address, countryCode: 'NO' },
  },
};

/** "Reconciliation". Corrected: the activity that the table of reversals requires (section 11). */
export const reversal = {
  request: { amount: 1500, vatAmount: 0, description: 'Test Reversal' },
  payeeReference: 'ABC123',
  body: {
    transaction: {
      activity: 'FinancingConsumer',
      amount: 1500,
      vatAmount: 0,
      description: 'Test Reversal',
      payeeReference: 'ABC123',
    },
  },
};

/** "Delete Token". */
export const tokenDeletion = {
  request: { token: 'paymentToken', comment: 'Comment on why the deletion is happening' },
  body: { state: 'Deleted', comment: 'Comment on why the deletion is happening' },
};
