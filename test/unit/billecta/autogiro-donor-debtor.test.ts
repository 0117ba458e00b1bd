import { describe, expect, it } from 'vitest';
import { ProviderRejected, ProviderUnavailable } from '../../../shared/provider-error.ts';
import { watchedKey } from '../../../shared/watched-object.ts';
import { Donors, vera } from '../../fakes/donors.ts';

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
