/** Field names of Billecta's published views, as billecta.md has them: 1.1, 1.2, 4, 5, 6.2 to 6.7 and 9. */
const views = {
  'billecta.md 1.1': 'PublicId',
  'billecta.md 1.2': 'CurrencyCode Value ValueForView',
  'billecta.md 4, SwishPaymentStatusView': `PaymentRequestToken Status PaidDate Created Amount RefundedAmount ErrorMessage
    ErrorCode`,
  'billecta.md 5, CreditCardAddView': `PublicId CreditorPublicId DebtorPublicId Status AddWindowUrl SuccessUrl FailureUrl
    Created Language`,
  'billecta.md 5, CreditCardPaymentView': `PaymentPublicId CreditorPublicId Status Amount RefundedAmount PaymentDate
    ActionPublicId ActionType Comment PaymentWindowUrl SuccessUrl FailureUrl Created Language Funding Brand`,
  'billecta.md 5, DebtorCreditCardView': 'CreditCardPublicId Created Expires MaskedCardNumber Brand',
  'billecta.md 6.2, DebtorView': `DebtorPublicId CreditorPublicId DebtorExternalId OrgNo Name Attention CareOf Address Address2
    ZipCode City CountryCode Phone Email ContactName ContactEmail IsActive ProtectedIdentity DebtorType EInvoiceBank Notes
    DefaultActionConfig Autogiro CreditCards Created VatNumber DebtorNo GLN`,
  'billecta.md 6.2, DebtorDefaultActionConfigView': `ActivateDefaultActionConfigOverride DeliveryMethod CommunicationLanguage`,
  'billecta.md 6.3, ProductView': `ProductPublicId ArticleNumber ProductExternalId Description Units IsActive UnitPrice VAT
    BookKeepingAccount ProductType`,
  'billecta.md 6.4, InvoiceActionEntryView': `ActionType InvoiceDate DueDate Records OurReference YourReference Message
    ExternalReference InvoiceFee VatIsIncluded PaymentOverride BankGiro PlusGiro ClearingNo AccountNo AutogiroWithdrawalEnabled`,
  'billecta.md 6.4, row': `SequenceNo ArticleDescription Quantity DiscountType DiscountPercentage RecordType`,
  'billecta.md 6.5, InvoiceActionView': `ActionPublicId State Stage InvoiceSentDate AttestedDate ClosedDate IsPaused
    InvoicedAmount CurrentAmount CreditedAmount PaidAmount WriteOffAmount TotalVATAmount CentRoundingAmount Invoices Events
    ContractInvoiceActionPublicId CanCreateCreditInvoice CanRegisterPayment InvoiceNumber OCR InvoiceFile Title EventDate
    EventType HasOccured`,
  'billecta.md 6.1, FileView': 'FilePublicId ContentType Data FileName',
  'billecta.md 6.6': `Comment IsPaymentCreditation Amount Date PaymentMeanCode OvershootingAmountHandling CreditorPublicId
    DebtorPublicIds Types Status ContractInvoiceActions`,
  'billecta.md 6.7, ContractInvoiceActionView': `PaymentTermsInDays AutoAttest RecurrenceDetails GenerateInvoicesOfActionType
    RecurrenceInterval Start NoEndDate End MonthlyRecurrence RecurOnDayInMonth RecurMonthInterval QuarterlyRecurrence
    RecurOnMonth RecurQuarterInterval YearlyRecurrence RecurYearInterval LastRunDate NextRunDate`,
  'billecta.md 9, DebtorAutogiroView': `Active Stage PayerNumber PaymentServiceSupplier AutogiroFirstWithdrawalDate`,
};

export const dtoFields: ReadonlySet<string> = new Set(Object.values(views).join(' ').split(/\s+/));
