import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localCreditorPublicId } from '../../../local/simulators/billecta/defaults.ts';
import { day, invoicing, monthly, type Invoicing } from './invoicing.ts';

let billecta: Invoicing;
beforeEach(async () => {
  billecta = await invoicing();
});
afterEach(() => billecta.close());

const hour = 3600;
const refuse = (debtorId: string, count: number) =>
  billecta.control(`approvals/${debtorId}/refuse-withdrawals`, { count });
const only = async () => {
  const invoices = await billecta.listed('invoices');
  expect(invoices).toHaveLength(1);
  return billecta.invoice(String(invoices[0]?.['invoiceId']));
};

describe('a contract', () => {
  it('bills at midnight of its day, and its invoice is paid on the due date', async () => {
    const contractId = await billecta.contract(await billecta.payer());
    await billecta.pass(3 * day + 13 * hour - 1);
    expect(await billecta.listed('invoices')).toEqual([]);
    await billecta.pass(1);
    expect(await billecta.listed('invoices')).toMatchObject([
      { contractId, stage: 'Attested', left: 20_000, events: ['Created', 'Attested'] },
    ]);
    expect((await only()).view).toMatchObject({
      InvoiceDate: '2026-11-25T00:00:00',
      DueDate: '2026-11-27T00:00:00',
      ContractInvoiceActionPublicId: contractId,
    });
    await billecta.pass(2 * day);
    const { stage, left, paid, events } = await only();
    expect([stage, left, paid]).toEqual(['Completed', 0, 20_000]);
    expect(events).toEqual([
      'Created 2026-11-24T23:00:00',
      'Attested 2026-11-24T23:00:00',
      'AutogiroWithdrawal 2026-11-26T23:00:00',
      'Paid 2026-11-26T23:00:00',
      'Completed 2026-11-26T23:00:00',
    ]);
  });

  it('has its facts at their own times, however far the clock moves at once', async () => {
    await billecta.contract(await billecta.debtor({ Autogiro: { ClearingNo: '5000', AccountNo: '18' } }));
    await billecta.pass(70 * day);
    const invoices = await billecta.listed('invoices');
    expect(invoices.map(({ stage }) => stage)).toEqual(['Completed', 'Completed', 'Completed']);
    const { events } = await billecta.invoice(String(invoices[1]?.['invoiceId']));
    // Due on 27 December, a Sunday.
    expect(events.at(-1)).toBe('Completed 2026-12-27T23:00:00');
  });

  it('leaves a draft when it does not attest', async () => {
    await billecta.contract(await billecta.payer(), { AutoAttest: false });
    await billecta.pass(10 * day);
    expect((await only()).stage).toBe('Created');
  });

  it.each([
    ['without an approval', {}, {}],
    ['with one that has failed', { Autogiro: { ClearingNo: '5000', AccountNo: '18' } }, {}],
    [
      'that is not told to',
      { Autogiro: { ClearingNo: '5000', AccountNo: '18' } },
      { AutogiroWithdrawalEnabled: false },
    ],
  ])('%s takes no money', async (name, fields, contract) => {
    const debtorId = await billecta.debtor(fields);
    if (name.includes('failed')) await billecta.control(`approvals/${debtorId}/fail`);
    await billecta.contract(debtorId, contract);
    await billecta.pass(20 * day);
    expect(await only()).toMatchObject({ stage: 'Attested', left: 20_000 });
  });

  it('does not bill while it is paused, nor afterwards for that time', async () => {
    const contractId = await billecta.contract(await billecta.payer());
    await billecta.call('PUT', `/v1/contractinvoice/pause/${contractId}`);
    await billecta.pass(40 * day);
    expect(await billecta.listed('invoices')).toEqual([]);
    await billecta.call('PUT', `/v1/contractinvoice/resume/${contractId}`);
    expect(await billecta.nextRun(contractId)).toBe('2027-01-25T00:00:00');
    await billecta.pass(30 * day);
    expect(await billecta.listed('invoices')).toHaveLength(1);
  });

  it('ends after its last day', async () => {
    const end = { NoEndDate: false, End: '2026-12-25 00:00:00+01:00' };
    const contractId = await billecta.contract(await billecta.payer(), {}, monthly(25, end));
    await billecta.pass(100 * day);
    expect(await billecta.listed('invoices')).toHaveLength(2);
    expect(await billecta.nextRun(contractId)).toBeNull();
  });

  it('has its due date at the end of the month where it says so', async () => {
    await billecta.contract(await billecta.payer(), { PayLastDayOfMonth: true });
    await billecta.pass(5 * day);
    expect((await only()).view['DueDate']).toBe('2026-11-30T00:00:00');
  });
});

describe('the next run', () => {
  const quarterly = (RecurOnDayInMonth: number, RecurOnMonth: number, RecurQuarterInterval = 1) => ({
    ...{ RecurrenceInterval: 'Quarterly', Start: '2026-11-21' },
    QuarterlyRecurrence: { RecurOnDayInMonth, RecurOnMonth, RecurQuarterInterval },
  });
  const yearly = (RecurOnDayInMonth: number, RecurOnMonth: number, RecurYearInterval = 1) => ({
    ...{ RecurrenceInterval: 'Yearly', Start: '2026-11-21' },
    YearlyRecurrence: { RecurOnDayInMonth, RecurOnMonth, RecurYearInterval },
  });

  it.each([
    ['monthly', monthly(25), '2026-11-25 2026-12-25 2027-01-25'],
    ['monthly on the 31st', monthly(31), '2026-11-30 2026-12-31 2027-01-31 2027-02-28 2027-03-31'],
    ['monthly from today', monthly(21), '2026-12-21 2027-01-21'],
    [
      'every sixth month',
      monthly(1, { MonthlyRecurrence: { RecurOnDayInMonth: 1, RecurMonthInterval: 6 } }),
      '2026-12-01 2027-06-01',
    ],
    ['monthly later', monthly(30, { Start: '2027-02-01T00:00:00' }), '2027-02-28 2027-03-30'],
    ['that of a contract whose start is unset', monthly(25, { Start: '0001-01-01T00:00:00' }), '2026-11-25 2026-12-25'],
    ['quarterly', quarterly(31, 2), '2026-11-30 2027-02-28 2027-05-31'],
    ['quarterly in the month that has passed', quarterly(1, 1), '2027-01-01 2027-04-01'],
    ['every second quarter', quarterly(1, 3, 2), '2026-12-01 2027-06-01'],
    ['yearly', yearly(29, 2), '2027-02-28 2028-02-29'],
    ['every second year', yearly(1, 12, 2), '2026-12-01 2028-12-01'],
  ])('is %s', async (_, recurrence, days) => {
    const contractId = await billecta.contract(await billecta.debtor(), {}, recurrence);
    for (const wanted of days.split(' ')) {
      const next = String(await billecta.nextRun(contractId)).slice(0, 10);
      expect(next).toBe(wanted);
      const { now } = (await billecta.pass(0)).body;
      await billecta.pass((Date.parse(`${next}T12:00:00Z`) - Date.parse(String(now))) / 1000);
    }
  });
});

it.each([
  ['a start that is no day', { Start: 'soon' }],
  ['a day that no month has', { MonthlyRecurrence: { RecurOnDayInMonth: 32 } }],
])('a contract is refused with %s', async (_, recurrence) => {
  const debtorId = await billecta.debtor();
  await expect(billecta.contract(debtorId, {}, monthly(1, recurrence))).rejects.toThrow(/refused/);
});

describe('a withdrawal that the bank refuses', () => {
  it('is tried again on the next bank day', async () => {
    const debtorId = await billecta.payer();
    await refuse(debtorId, 1);
    await billecta.contract(debtorId);
    await billecta.pass(9 * day);
    // Friday the 27th, then Monday.
    expect((await only()).events.slice(2)).toEqual([
      'AutogiroPaymentPostponed 2026-11-26T23:00:00',
      'AutogiroWithdrawal 2026-11-29T23:00:00',
      'Paid 2026-11-29T23:00:00',
      'Completed 2026-11-29T23:00:00',
    ]);
  });

  it('is given up when the bank refuses it again', async () => {
    const debtorId = await billecta.payer();
    await refuse(debtorId, 2);
    await billecta.contract(debtorId);
    await billecta.pass(20 * day);
    const { stage, left, events } = await only();
    expect([stage, left]).toEqual(['Attested', 20_000]);
    expect(events.slice(2)).toEqual([
      'AutogiroPaymentPostponed 2026-11-26T23:00:00',
      'AutogiroCancelledWithdrawal 2026-11-29T23:00:00',
    ]);
  });
});

describe('the shortcut for monthly autogiro', () => {
  const asked = {
    ...{ CreditorPublicId: localCreditorPublicId, Name: 'Elin Övningsdal', SSN: '198507099805', City: 'Exempelstad' },
    ...{ ClearingNumber: '5000', AccountNumber: '0000018', Bank: 'SEB', Amount: 150.5, WithdrawalDay: 27 },
    ...{ StartDate: '2026-11-21', EndDate: null },
  };
  const path = '/v1/contractinvoice/monthlyrecurringautogiro';

  it('makes a debtor with an approval that is pending, and a contract that is paid', async () => {
    const contractId = await billecta.created(path, asked);
    expect(contractId).toMatch(/^\d{10}$/);
    const [debtor] = await billecta.listed('debtors');
    expect(debtor).toMatchObject({
      ...{ Name: 'Elin Övningsdal', OrgNo: '198507099805', City: 'Exempelstad', DebtorType: 'Private' },
      Autogiro: { Stage: 'Pending', ClearingNo: '5000', AccountNo: '0000018', PaymentServiceSupplier: 'SEB' },
    });
    expect(await billecta.listed('contracts')).toMatchObject([
      { ActionPublicId: contractId, DebtorPublicId: debtor?.['DebtorPublicId'], AutoAttest: true },
    ]);
    expect(await billecta.nextRun(contractId)).toBe('2026-11-27T00:00:00');
    await billecta.pass(7 * day);
    // Rounded to whole kronor, like every invoice.
    expect(await only()).toMatchObject({ stage: 'Completed', paid: 15_100 });
  });

  it.each([
    ['clearing number', { ClearingNumber: '50' }],
    ['account number', { AccountNumber: 'SE45' }],
    ['day', { WithdrawalDay: 32 }],
    ['day', { WithdrawalDay: 0 }],
    ['name', { Name: '' }],
    ['amount', { Amount: 0 }],
  ])('refuses a wrong %s: %j', async (_, wrong) => {
    const { status, body } = await billecta.call('POST', path, { ...asked, ...wrong });
    expect([status, body['Message']]).toEqual([400, expect.stringContaining(Object.keys(wrong)[0] ?? '')]);
    expect(await billecta.listed('debtors')).toEqual([]);
  });

  it('knows no other creditor', async () => {
    const { status } = await billecta.call('POST', path, { ...asked, CreditorPublicId: 'unknown' });
    expect(status).toBe(404);
  });
});
