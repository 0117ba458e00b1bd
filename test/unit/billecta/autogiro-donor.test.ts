import { describe, expect, it } from 'vitest';
import { autogiroDonor } from '../../../functions/billecta/autogiro-donor.ts';
import { checked } from '../../../shared/http.ts';
import { ProviderRejected } from '../../../shared/provider-error.ts';
import { bankAccount, donation, Donors, vera } from '../../fakes/donors.ts';

describe('the request', () => {
  it.each([
    ['no bank', { bank: undefined }],
    ['no amount', { amount: 0 }],
    ['half an öre', { amount: 1.5 }],
    ['a day that some months lack', { dayOfMonth: 29 }],
    ['another period', { interval: 'weekly' }],
    ['a product without text', { product: { productId: donation.product.productId } }],
    ['a field that is not ours', { approval: true }],
  ])('with %s is refused', (_, change) => {
    expect(autogiroDonor.request.safeParse({ ...donation, ...change }).success).toBe(false);
  });

  it.each([15_050, 1.5, 0, 50])('for %d öre is refused, for Billecta would withdraw another amount', (amount) => {
    const refused = expect.objectContaining({
      code: 'invalid-request',
      extras: { fields: [{ field: 'amount', message: 'must be whole kronor in öre, such as 15000 for 150 kr' }] },
    }) as unknown;
    expect(() => checked({ ...donation, amount }, autogiroDonor.request)).toThrow(refused);
  });
});

describe('a donor', () => {
  it('identifies, reads, confirms, and is set up', async () => {
    const world = new Donors();
    const flowId = await world.give({ email: 'vera@example.com', externalId: 'donor-7' });
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({
      hint: 'outstanding-transaction',
      view: { qr: expect.any(String) as unknown },
    });
    world.billecta.identify();
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({
      status: 'pending',
      hint: 'confirm-approval',
      question: 'open',
      view: {
        approval: {
          accounts: [
            {
              accountId: '1',
              bank: 'SEB',
              name: 'Privatkonto',
              holderName: 'Vera Exempel',
              clearingNumber: '5000',
              accountNumber: '0000018',
              autogiro: 'approved',
            },
          ],
        },
      },
    });
    const text = world.item(flowId)?.view?.approval?.text;
    expect(await world.confirm(flowId)).toMatchObject({ status: 200, body: { flowId, status: 'pending' } });
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
    expect(world.item(flowId)?.result).toEqual({
      debtorId: world.billecta.debtors[0]?.['DebtorPublicId'],
      contractId: '2000000001',
      firstWithdrawal: '2026-12-27',
      approval: {
        personalNumber: vera,
        at: '2026-11-21T10:00:00.000Z',
        account: {
          bank: 'SEB',
          name: 'Privatkonto',
          holderName: 'Vera Exempel',
          clearingNumber: '5000',
          accountNumber: '0000018',
          autogiro: 'approved',
        },
        bankIdReference: 'lookup-1',
        text,
      },
    });
    expect(world.billecta.debtors).toMatchObject([
      {
        Name: 'Vera Exempel',
        OrgNo: vera,
        DebtorType: 'Private',
        DebtorExternalId: 'donor-7',
        Email: 'vera@example.com',
        Autogiro: { Active: true, ClearingNo: '5000', AccountNo: '0000018', PaymentServiceSupplier: 'SEB' },
      },
    ]);
    expect(world.billecta.contracts).toMatchObject([
      {
        DebtorPublicId: world.billecta.debtors[0]?.['DebtorPublicId'],
        AutogiroWithdrawalEnabled: true,
        AutoAttest: true,
        PaymentTermsInDays: 0,
        ExternalReference: expect.stringMatching(/^spring#[0-9a-f]{24}$/) as unknown,
        Records: [
          {
            ProductPublicId: donation.product.productId,
            ArticleDescription: 'Rent vatten',
            UnitPrice: { CurrencyCode: 'SEK', Value: 15_000 },
            Quantity: 1,
            VAT: 0,
          },
        ],
        RecurrenceDetails: {
          RecurrenceInterval: 'Monthly',
          Start: '2026-12-27 00:00:00+01:00',
          NoEndDate: true,
          MonthlyRecurrence: { RecurOnDayInMonth: 27, RecurMonthInterval: 1 },
        },
      },
    ]);
  });

  it('reads who withdraws what, when, from where and how to end it, in both languages', async () => {
    const world = new Donors();
    const flowId = await world.asked({ amount: 15_100, interval: 'quarterly' });
    const { sv = '', en = '' } = world.item(flowId)?.view?.approval?.text ?? {};
    for (const part of [
      'Exempelhjälpen (organisationsnummer 555555-5555, bankgiro 5555-5551)',
      'Du ger 151 kr',
      'varje kvartal',
      'Rent vatten',
      'den 27 i månaden',
      'första gången 2026-12-27',
      'avsluta det hos Exempelhjälpen eller hos din bank',
      'Bankgirot',
    ])
      // prettier-ignore
      expect(sv).toContain(part);
    for (const part of [
      'Exempelhjälpen (organisation number 555555-5555, bankgiro 5555-5551)',
      'You give SEK 151 ',
      'every quarter',
      'Rent vatten',
      'day 27',
      'first time on 2026-12-27',
      'end it at any time, with Exempelhjälpen or with your bank',
    ])
      // prettier-ignore
      expect(en).toContain(part);
  });

  it('is offered what takes autogiro first, then what may, and never what does not', async () => {
    const world = new Donors();
    world.billecta.accounts = [
      bankAccount('0000034', 'Unknown'),
      bankAccount('0000026', 'Unapproved'),
      bankAccount('0000018', 'Approved'),
      bankAccount('0000042', 'Approved', { ClearingNo: null }),
    ];
    const flowId = await world.asked();
    expect(world.item(flowId)?.view?.approval?.accounts).toMatchObject([
      { accountId: '1', accountNumber: '0000018', autogiro: 'approved' },
      { accountId: '2', accountNumber: '0000034', autogiro: 'unknown' },
    ]);
    expect(JSON.stringify([...world.dynamo.items])).not.toContain('123456');
    await world.confirm(flowId, { accountId: '2', confirms: true });
    await world.poll(flowId);
    expect(world.billecta.debtors).toMatchObject([{ Autogiro: { AccountNo: '0000034' } }]);
  });

  it.each([
    ['no account that takes autogiro', [bankAccount('0000026', 'Unapproved')], vera, 'no-suitable-account'],
    ['no account at all', [], vera, 'no-suitable-account'],
    ['another person', [bankAccount('0000018')], '197001239297', 'wrong-person'],
  ])('%s ends it, and nothing is made', async (_, accounts, ssn, hint) => {
    const world = new Donors();
    const flowId = await world.give();
    world.billecta.accounts = accounts;
    world.billecta.identify(ssn);
    expect(await world.poll(flowId)).toMatchObject({ status: 'failed', announcement: { hint } });
    expect(world.item(flowId)).not.toHaveProperty('memory');
    expect([world.billecta.debtors, world.billecta.contracts]).toEqual([[], []]);
  });

  it.each([
    ['monthly', { MonthlyRecurrence: { RecurOnDayInMonth: 5 } }],
    ['quarterly', { QuarterlyRecurrence: { RecurOnDayInMonth: 5, RecurOnMonth: 2 } }],
    ['yearly', { YearlyRecurrence: { RecurOnDayInMonth: 5, RecurOnMonth: 2 } }],
  ])('%s: the first withdrawal is not before the day that was asked for', async (interval, recurrence) => {
    const world = new Donors();
    const flowId = await world.asked({ interval, dayOfMonth: 5, start: '2027-01-06' });
    await world.confirm(flowId);
    await world.poll(flowId);
    expect(world.item(flowId)?.result).toMatchObject({ firstWithdrawal: '2027-02-05' });
    expect(world.billecta.contracts).toMatchObject([
      { RecurrenceDetails: { Start: '2027-02-05 00:00:00+01:00', ...recurrence } },
    ]);
  });

  it('is named by the merchant, or by the bank, or as a donor', async () => {
    for (const [more, HolderName, expected] of [
      [{ name: 'Vera B Exempel' }, 'Vera Exempel', 'Vera B Exempel'],
      [{}, 'Vera Exempel', 'Vera Exempel'],
      [{}, null, 'Givare'],
    ] as const) {
      const world = new Donors();
      world.billecta.accounts = [bankAccount('0000018', 'Approved', { HolderName })];
      const flowId = await world.asked(more);
      await world.confirm(flowId);
      await world.poll(flowId);
      expect(world.billecta.debtors).toMatchObject([{ Name: expected }]);
    }
  });
});

describe('a refusal of Billecta', () => {
  it.each([
    ['debtors.create', 'debtor-refused', 0, null],
    ['contracts.create', 'contract-refused', 1, '00000000-0000-4000-8000-000000000001'],
  ])('at %s ends it, with the proof and what exists', async (refused, hint, debtors, debtorId) => {
    const world = new Donors();
    const flowId = await world.asked();
    await world.confirm(flowId);
    world.billecta.fate = (operation) => (operation === refused ? { before: new ProviderRejected(400) } : {});
    expect(await world.poll(flowId)).toMatchObject({ status: 'failed', announcement: { hint } });
    expect(world.billecta.debtors).toHaveLength(debtors);
    expect(world.item(flowId)?.result).toMatchObject({
      debtorId,
      contractId: null,
      approval: { personalNumber: vera },
    });
  });

  it('stands, though another look comes before the flow has ended', async () => {
    const world = new Donors();
    const flowId = await world.asked();
    await world.confirm(flowId);
    let refusals = 0;
    world.billecta.fate = (operation) =>
      operation === 'contracts.create' && ++refusals === 1 ? { before: new ProviderRejected(400) } : {};
    let others = 0;
    world.dynamo.before = async ({ kind, keys }) => {
      if (kind === 'Update' && keys[0] === `flow#${flowId}` && refusals === 1 && ++others === 1)
        await world.poll(flowId);
    };
    expect(await world.poll(flowId)).toMatchObject({ status: 'failed', announcement: { hint: 'contract-refused' } });
    expect(others).toBeGreaterThan(0);
    expect(world.billecta.contracts).toHaveLength(0);
  });

  it.each([401, 403])('of our credentials (%i) ends nothing', async (status) => {
    const world = new Donors();
    const flowId = await world.asked();
    await world.confirm(flowId);
    world.billecta.fate = () => ({ before: new ProviderRejected(status) });
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'pending', hint: 'provider-unavailable' });
    world.billecta.fate = () => ({});
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
  });
});
