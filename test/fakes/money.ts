/** SwishPaymentStatusView as Billecta answers it (billecta.md 4). */
export const swishPayment = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  PaymentRequestToken: null,
  Status: 'Created',
  PaidDate: null,
  Created: '2026-11-21T11:00:00+01:00',
  Amount: { CurrencyCode: 'SEK', Value: 12_550, ValueForView: 125.5 },
  RefundedAmount: null,
  ErrorMessage: null,
  ErrorCode: null,
  ...fields,
});

/** CreditCardPaymentView (billecta.md 5). */
export const cardPayment = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  PaymentPublicId: 'payment-1',
  CreditorPublicId: '00000000-0000-4000-8000-00000000cafe',
  Status: 'Pending',
  Amount: { CurrencyCode: 'SEK', Value: 12_550, ValueForView: 125.5 },
  RefundedAmount: null,
  PaymentDate: '0001-01-01T00:00:00',
  ActionPublicId: '1234567890',
  PaymentWindowUrl: 'https://cards.example/window/payment-1',
  Created: '2026-11-21T11:00:00',
  Funding: null,
  Brand: null,
  ...fields,
});

/** CreditCardAddView (billecta.md 5). */
export const cardAdd = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  PublicId: 'intent-1',
  CreditorPublicId: '00000000-0000-4000-8000-00000000cafe',
  DebtorPublicId: '00000000-0000-4000-8000-0000000000de',
  Status: 'Pending',
  AddWindowUrl: 'https://cards.example/window/intent-1',
  Created: '2026-11-21T11:00:00',
  ...fields,
});

/** DebtorCreditCardView (billecta.md 5). */
export const savedCard = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  CreditCardPublicId: '00000000-0000-4000-8000-0000000000ca',
  Created: '2026-11-21T11:00:30',
  Expires: '2029-12-31T00:00:00',
  MaskedCardNumber: '************4242',
  Brand: 'visa',
  ...fields,
});
