import * as z from 'zod';
import { json } from '../../http.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import { billectaError, unknownCreditor } from '../errors.ts';
import type { View } from './store.ts';

/** MonthlyAutogiroContractInvoiceView, whose amount is in kronor; what it must have is inferred (billecta.md 6.7, 12.13, 13). */
const monthlyAutogiro = z.object({
  CreditorPublicId: z.string(),
  Name: z.string().min(1),
  Address: z.string().nullish(),
  Address2: z.string().nullish(),
  ZipCode: z.string().nullish(),
  City: z.string().nullish(),
  Email: z.string().nullish(),
  Phone: z.string().nullish(),
  DebtorExternalId: z.string().nullish(),
  SSN: z.string().nullish(),
  ClearingNumber: z.string().regex(/^\d{4,5}$/),
  AccountNumber: z.string().regex(/^\d{1,10}$/),
  Bank: z.string().nullish(),
  Amount: z.number().positive(),
  WithdrawalDay: z.int().min(1).max(31),
  StartDate: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
  EndDate: z.string().nullish(),
});
type MonthlyAutogiro = z.infer<typeof monthlyAutogiro>;

interface Setup {
  /** Each answers the id of what it has stored. */
  addDebtor: (view: View) => string;
  addContract: (view: View) => string;
}

/** Debtor, approval and monthly contract in one call (billecta.md 6.7). */
export const monthlyAutogiroRoute = (creditorPublicId: string, { addDebtor, addContract }: Setup): ProviderRoute => ({
  method: 'POST',
  path: '/v1/contractinvoice/monthlyrecurringautogiro',
  operation: 'contracts.monthly-autogiro',
  handle({ body }) {
    const { success, data, error } = monthlyAutogiro.safeParse(body);
    if (!success) throw billectaError(400, `Invalid request: ${z.prettifyError(error)}`);
    if (data.CreditorPublicId !== creditorPublicId) throw unknownCreditor();
    return json(200, { PublicId: addContract(contractOf(data, addDebtor(debtorOf(data)))) });
  },
});

const debtorOf = (asked: MonthlyAutogiro): View => {
  const { CreditorPublicId, Name, Address, Address2, ZipCode, City, Email, Phone, DebtorExternalId } = asked;
  return {
    ...{ CreditorPublicId, Name, Address, Address2, ZipCode, City, Email, Phone, DebtorExternalId },
    OrgNo: asked.SSN ?? null,
    DebtorType: 'Private',
    Autogiro: {
      Active: true,
      ClearingNo: asked.ClearingNumber,
      AccountNo: asked.AccountNumber,
      PaymentServiceSupplier: asked.Bank ?? null,
    },
  };
};

/** That it bills on the day of the withdrawal itself is inferred. */
const contractOf = (
  { CreditorPublicId, Amount, WithdrawalDay, StartDate, EndDate }: MonthlyAutogiro,
  DebtorPublicId: string,
): View => ({
  CreditorPublicId,
  DebtorPublicId,
  PaymentTermsInDays: 0,
  DeliveryMethod: 'Manually',
  AutoAttest: true,
  AutogiroWithdrawalEnabled: true,
  Records: [
    {
      ArticleDescription: 'Autogiro',
      Quantity: 1,
      UnitPrice: { CurrencyCode: 'SEK', Value: Math.round(Amount * 100) },
      VAT: 0,
    },
  ],
  RecurrenceDetails: {
    RecurrenceInterval: 'Monthly',
    Start: StartDate,
    NoEndDate: !EndDate,
    End: EndDate ?? null,
    MonthlyRecurrence: { RecurOnDayInMonth: WithdrawalDay, RecurMonthInterval: 1 },
  },
});
