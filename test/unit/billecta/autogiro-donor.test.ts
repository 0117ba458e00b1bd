import { describe, expect, it } from 'vitest';
import { autogiroDonor } from '../../../functions/billecta/autogiro-donor.ts';
import { checked } from '../../../shared/http.ts';
import { ProviderRejected, ProviderUnavailable } from '../../../shared/provider-error.ts';
import { watchedKey } from '../../../shared/watched-object.ts';
import { bankAccount, donation, Donors, vera } from '../../fakes/donors.ts';

/** A debtor that is there already. */
const debtor = (Autogiro: object | null, more: object = {}) => ({
  Name: 'Vera Exempel',
  OrgNo: vera,
  DebtorExternalId: null,
  IsActive: true,
  Autogiro,
  ...more,
});
const approval = (more: object = {}) => ({
  Active: true,
  Stage: 'Approved',
  ClearingNo: '6000',
  AccountNo: '0000042',
  PaymentServiceSupplier: 'SHB',
  ...more,
});

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

describe('a donor who is a debtor already', () => {
  it('and has an active approval confirms with BankID all the same, and gives from its account', async () => {
    const world = new Donors();
    const debtorId = world.billecta.add(debtor(approval()));
    const flowId = await world.asked();
    expect(world.provider.count('bank-accounts.start')).toBe(1);
    expect(world.item(flowId)?.view?.approval).toMatchObject({
      accounts: [{ bank: 'SHB', clearingNumber: '6000', accountNumber: '0000042' }],
      text: { sv: expect.stringContaining('Du har redan godkänt autogiro') as unknown },
    });
    await world.confirm(flowId);
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({
      status: 'complete',
      result: { debtorId, firstWithdrawal: '2026-11-27', approval: { account: { accountNumber: '0000042' } } },
    });
    expect(world.provider.requests.map(({ operation }) => operation)).not.toContain('debtors.create');
    expect(world.provider.requests.map(({ operation }) => operation)).not.toContain('debtors.update');
    expect(world.billecta.contracts).toMatchObject([{ DebtorPublicId: debtorId }]);
  });

  it('and whose approval is ended meanwhile hears that it is', async () => {
    const world = new Donors();
    const debtorId = world.billecta.add(debtor(approval()));
    const flowId = await world.asked();
    await world.confirm(flowId);
    world.billecta.debtor(debtorId)['Autogiro'] = approval({ Active: false, Stage: 'Removed' });
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'failed', hint: 'debtor-refused', result: { debtorId: null } });
    expect(world.billecta.contracts).toEqual([]);
  });

  it.each([
    ['none', null],
    ['one that has ended', approval({ Active: false, Stage: 'Removed' })],
    ['one that failed', approval({ Stage: 'Failed' })],
  ])('and has no active approval (%s) gets one on that debtor', async (_, autogiro) => {
    const world = new Donors();
    const debtorId = world.billecta.add(debtor(autogiro, { Notes: 'stays' }));
    const flowId = await world.asked();
    await world.confirm(flowId);
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'complete', result: { debtorId } });
    expect(world.billecta.debtors).toHaveLength(1);
    expect(world.billecta.debtor(debtorId)).toMatchObject({ Notes: 'stays', Autogiro: { AccountNo: '0000018' } });
    const sent = world.provider.requests.find(({ operation }) => operation === 'debtors.update');
    expect(JSON.stringify(sent?.body)).not.toContain('Stage');
  });

  it.each([
    ['refused', new ProviderRejected(400), { status: 'failed', hint: 'contract-refused' }],
    ['unclear', new ProviderUnavailable('no answer'), { status: 'pending' }],
  ])('and whose contract is %s has an approval that is watched', async (_, before, flow) => {
    const world = new Donors();
    const debtorId = world.billecta.add(debtor(null));
    const flowId = await world.asked();
    await world.confirm(flowId);
    world.billecta.fate = (operation) => (operation === 'contracts.create' ? { before } : {});
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject(flow);
    const watched = watchedKey('billecta', { kind: 'autogiro-approval', id: debtorId });
    expect(await world.watched.find(watched)).toMatchObject({ id: debtorId });
  });

  it('is found by the external id before the personal number', async () => {
    const world = new Donors();
    world.billecta.add(debtor(approval()));
    const debtorId = world.billecta.add(debtor(null, { DebtorExternalId: 'donor-7' }));
    const flowId = await world.asked({ externalId: 'donor-7' });
    await world.confirm(flowId);
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ result: { debtorId } });
  });

  it.each([
    ['is another person', [debtor(null, { OrgNo: '197001239297', DebtorExternalId: 'donor-7' })]],
    ['is two', [debtor(null, { DebtorExternalId: 'donor-7' }), debtor(null, { DebtorExternalId: 'donor-7' })]],
  ])('by an external id that %s, nothing is made', async (_, debtors) => {
    const world = new Donors();
    for (const each of debtors) world.billecta.add(each);
    const flowId = await world.asked({ externalId: 'donor-7' });
    expect(world.item(flowId)).toMatchObject({ status: 'failed', hint: 'donor-unclear' });
    expect(world.billecta.debtors).toHaveLength(debtors.length);
  });
});

describe('a donor who becomes a debtor while the text is read', () => {
  const own = { ClearingNo: '5000', AccountNo: '0000018', PaymentServiceSupplier: 'SEB' };

  it.each([
    ['without an external id', {}, {}],
    ['under the external id', { externalId: 'donor-7' }, { DebtorExternalId: 'donor-7' }],
    ['under another external id', { externalId: 'donor-7' }, { DebtorExternalId: 'customer-7' }],
  ])('%s gets the approval on that debtor', async (_, asked, there) => {
    const world = new Donors();
    const flowId = await world.asked(asked);
    await world.confirm(flowId);
    const debtorId = world.billecta.add(debtor(null, there));
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'complete', result: { debtorId } });
    expect(world.billecta.debtors).toMatchObject([{ ...there, Autogiro: { Active: true, AccountNo: '0000018' } }]);
    expect(world.billecta.contracts).toMatchObject([{ DebtorPublicId: debtorId }]);
  });

  it.each(['Pending', 'Approved'])('with an approval of this account (%s) keeps it as it is', async (Stage) => {
    const world = new Donors();
    const flowId = await world.asked();
    await world.confirm(flowId);
    world.billecta.add(debtor(null));
    const debtorId = world.billecta.add(debtor(approval({ ...own, Stage })));
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'complete', result: { debtorId } });
    expect(world.provider.count('debtors.create') + world.provider.count('debtors.update')).toBe(0);
  });

  it.each([
    ['a new debtor', []],
    ['one that was there without', [debtor(null)]],
  ])('with an approval of another account (%s) hears that nothing was set up', async (_, there) => {
    const world = new Donors();
    for (const each of there) world.billecta.add(each);
    const flowId = await world.asked();
    await world.confirm(flowId);
    world.billecta.debtors.length = 0;
    world.billecta.add(debtor(approval()));
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'failed', hint: 'debtor-refused', result: { debtorId: null } });
    expect(world.billecta.debtors).toMatchObject([{ Autogiro: approval() }]);
    expect(world.billecta.contracts).toEqual([]);
  });

  it('as another person under the external id hears that nothing was set up', async () => {
    const world = new Donors();
    const flowId = await world.asked({ externalId: 'donor-7' });
    await world.confirm(flowId);
    world.billecta.add(debtor(null, { OrgNo: '197001239297', DebtorExternalId: 'donor-7' }));
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'failed', hint: 'donor-unclear' });
    expect(world.billecta.debtors).toMatchObject([{ Autogiro: null }]);
  });
});

describe('an answer about the debtor that is lost', () => {
  const noAnswer = new ProviderUnavailable('no answer');
  const confirmed = async (asked: object = {}, ...there: ReturnType<typeof debtor>[]) => {
    const world = new Donors();
    for (const each of there) world.billecta.add(each);
    const flowId = await world.asked(asked);
    await world.confirm(flowId);
    return { world, flowId };
  };

  it('is found in the debtor that got the approval', async () => {
    const { world, flowId } = await confirmed({}, debtor(null));
    world.billecta.fate = (operation) => (operation === 'debtors.update' ? { after: noAnswer } : {});
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
    expect(world.provider.count('debtors.update')).toBe(1);
  });

  it('is found after a crash too, and the approval is not asked for again', async () => {
    const { world, flowId } = await confirmed({}, debtor(null));
    world.billecta.fate = (operation) => (operation === 'debtors.update' ? { after: new Error('dead') } : {});
    await expect(world.poll(flowId)).rejects.toThrow('dead');
    world.pass(36);
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
    expect(world.provider.count('debtors.update')).toBe(1);
  });

  it('is not answered by a debtor of others while it may still arrive, and is once it cannot', async () => {
    const { world, flowId } = await confirmed();
    let debtorId = '';
    world.billecta.fate = (operation) => {
      if (operation !== 'debtors.create') return {};
      debtorId = world.billecta.add(debtor(approval({ ClearingNo: '5000', AccountNo: '0000018' })));
      return { before: noAnswer };
    };
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'pending', waitSeconds: 35 });
    world.pass(36);
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
    expect(world.item(flowId)).toMatchObject({ result: { debtorId } });
    expect(world.provider.count('debtors.create')).toBe(1);
  });

  it('is found by our own reference before a debtor that others have made since', async () => {
    const { world, flowId } = await confirmed();
    world.billecta.fate = (operation) => (operation === 'debtors.create' ? { after: new Error('dead') } : {});
    await expect(world.poll(flowId)).rejects.toThrow('dead');
    const [made] = world.billecta.debtors;
    world.billecta.debtors.unshift({ ...made, DebtorPublicId: 'another', DebtorExternalId: null });
    world.pass(36);
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
    expect(world.item(flowId)).toMatchObject({ result: { debtorId: made?.['DebtorPublicId'] } });
  });

  it('is left to a person where another has the external id by then, and is not asked for again', async () => {
    const { world, flowId } = await confirmed({ externalId: 'donor-7' });
    world.billecta.fate = (operation) => (operation === 'debtors.create' ? { after: new Error('dead') } : {});
    await expect(world.poll(flowId)).rejects.toThrow('dead');
    world.billecta.add(debtor(null, { DebtorExternalId: 'donor-7' }));
    for (const age of [36, 600]) {
      world.pass(age);
      await world.poll(flowId);
      expect(world.item(flowId)).toMatchObject({ status: 'pending', hint: 'outcome-unknown' });
    }
    expect(world.provider.count('debtors.create')).toBe(1);
    expect(world.billecta.contracts).toEqual([]);
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
