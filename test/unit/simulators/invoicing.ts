import { localCreditorPublicId } from '../../../local/simulators/billecta/defaults.ts';
import { simulator } from './harness.ts';

type Fields = Record<string, unknown>;

export const day = 86_400;
export const account = { ClearingNo: '5000', AccountNo: '0000018' };
export const row = {
  ArticleDescription: 'Gåva',
  Quantity: 1,
  UnitPrice: { CurrencyCode: 'SEK', Value: 20_000 },
  VAT: 0,
};
const CreditorPublicId = localCreditorPublicId;

/** A simulator on Saturday 21 November 2026, 11 in Stockholm, and what a creditor does with it. Ids are in `PublicId`. */
export async function invoicing() {
  const billecta = await simulator();
  const { call, control } = billecta;
  const created = async (path: string, body: Fields): Promise<string> => {
    const answer = await call('POST', path, body);
    if (answer.status !== 200) throw new Error(`It was refused: ${JSON.stringify(answer.body)}`);
    return String(answer.body['PublicId']);
  };
  const read = async (path: string) => (await call('GET', path)).body;
  return {
    ...billecta,
    created,
    /** Lets the simulator's clock run, and waits for what comes due. */
    pass: (seconds: number) => control('clock', { advanceSeconds: seconds }),
    debtor: (fields: Fields = {}) =>
      created('/v1/debtors/debtor', {
        ...{ CreditorPublicId, Name: 'Elin Övningsdal', OrgNo: '19850709-9805', Email: 'elin@example.com' },
        ...fields,
      }),
    /** A debtor who pays by autogiro, with the bank's word on it. */
    async payer(): Promise<string> {
      const debtorId = await this.debtor({ Autogiro: { ...account, Active: true } });
      await control(`approvals/${debtorId}/approve`);
      return debtorId;
    },
    readDebtor: (debtorId: string) => read(`/v1/debtors/debtor/${debtorId}`),
    async stage(debtorId: string): Promise<unknown> {
      return ((await this.readDebtor(debtorId))['Autogiro'] as Fields)['Stage'];
    },
    /** An invoice over 200.00, as a draft. */
    draft: (debtorId: string, fields: Fields = {}) =>
      created('/v1/invoice/action', {
        ...{ CreditorPublicId, DebtorPublicId: debtorId, ActionType: 'InvoiceAction', Records: [row] },
        ...{ InvoiceDate: '2026-11-21', DueDate: '2026-12-01', DeliveryMethod: 'Manually' },
        ...fields,
      }),
    async attested(debtorId: string, fields: Fields = {}): Promise<string> {
      const invoiceId = await this.draft(debtorId, fields);
      await call('PUT', `/v1/invoice/attest/${invoiceId}`);
      return invoiceId;
    },
    async invoice(invoiceId: string) {
      const view = await read(`/v1/invoice/action/${invoiceId}`);
      const öre = (name: string) => (view[name] as { Value: number }).Value;
      return {
        view,
        stage: (view['State'] as Fields)['Stage'],
        left: öre('CurrentAmount'),
        paid: öre('PaidAmount'),
        /** Each with the day and time in UTC. */
        events: (view['Events'] as { Title: string; EventDate: string }[]).map(
          ({ Title, EventDate }) => `${Title} ${EventDate.slice(0, 19)}`,
        ),
      };
    },
    /** A contract over 200.00 a month, from tomorrow on the 25th. */
    contract: (debtorId: string, fields: Fields = {}, recurrence: Fields = monthly(25)) =>
      created('/v1/contractinvoice/action', {
        ...{ CreditorPublicId, DebtorPublicId: debtorId, Records: [row], PaymentTermsInDays: 2, AutoAttest: true },
        ...{ AutogiroWithdrawalEnabled: true, RecurrenceDetails: recurrence },
        ...fields,
      }),
    nextRun: async (contractId: string) =>
      ((await read(`/v1/contractinvoice/action/${contractId}`))['State'] as Fields)['NextRunDate'],
    /** What the control API lists, the newest first. */
    listed: async (name: 'debtors' | 'invoices' | 'contracts') => (await read(`/_simulator/${name}`))[name] as Fields[],
  };
}

export type Invoicing = Awaited<ReturnType<typeof invoicing>>;

export const monthly = (RecurOnDayInMonth: number, more: Fields = {}) => ({
  RecurrenceInterval: 'Monthly',
  Start: '2026-11-21',
  NoEndDate: true,
  MonthlyRecurrence: { RecurOnDayInMonth, RecurMonthInterval: 1 },
  ...more,
});
