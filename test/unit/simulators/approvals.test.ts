import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localCreditorPublicId } from '../../../local/simulators/billecta/defaults.ts';
import { account, day, invoicing, type Invoicing } from './invoicing.ts';

let billecta: Invoicing;
beforeEach(async () => {
  billecta = await invoicing();
});
afterEach(() => billecta.close());

const Autogiro = { ...account, Active: true, Stage: 'Approved' };
const control = async (debtorId: string, action: string) => {
  const { status, body } = await billecta.control(`approvals/${debtorId}/${action}`);
  return [status, body['stage'] ?? body['message']];
};
const put = async (debtorId: string, change: object) =>
  billecta.call('PUT', '/v1/debtors/debtor', { ...(await billecta.readDebtor(debtorId)), ...change });

it('is pending whatever was posted, and approved on the third bank day', async () => {
  const debtorId = await billecta.debtor({ Autogiro });
  expect((await billecta.readDebtor(debtorId))['Autogiro']).toEqual({
    ...account,
    Active: true,
    Stage: 'Pending',
    PayerNumber: '198507099805',
    AutogiroFirstWithdrawalDate: null,
  });
  // Wednesday begins at 23:00 UTC on Tuesday.
  await billecta.pass(3 * day + 13 * 3600 - 1);
  expect(await billecta.stage(debtorId)).toBe('Pending');
  await billecta.pass(1);
  expect(await billecta.stage(debtorId)).toBe('Approved');
});

it('waits while banks are closed', async () => {
  await billecta.pass(32 * day);
  const debtorId = await billecta.debtor({ Autogiro });
  await billecta.pass(6 * day);
  expect(await billecta.stage(debtorId)).toBe('Pending');
  await billecta.pass(day);
  expect(await billecta.stage(debtorId)).toBe('Approved');
});

describe('with an account that was shown in BankID', () => {
  const lookUp = async (personalNumber: string) => {
    const started = await billecta.call(
      'POST',
      `/v1/bank/accounts/${localCreditorPublicId}?bank=SEB&ssn=${personalNumber}`,
    );
    await billecta.control(`orders/${String(started.body['PublicId'])}/approve`);
  };

  it('is approved at once', async () => {
    await lookUp('198507099805');
    expect(await billecta.stage(await billecta.debtor({ Autogiro }))).toBe('Approved');
  });

  it.each([
    ['somebody else has shown it', '197010632391', account],
    ['autogiro cannot use it', '198507099805', { ...account, AccountNo: '0000026' }],
    ['it is another one', '198507099805', { ...account, ClearingNo: '6000' }],
  ])('is pending when %s', async (_, personalNumber, posted) => {
    await lookUp(personalNumber);
    expect(await billecta.stage(await billecta.debtor({ Autogiro: { ...Autogiro, ...posted } }))).toBe('Pending');
  });

  it('is pending when the lookup is not finished, or forgotten', async () => {
    await billecta.call('POST', `/v1/bank/accounts/${localCreditorPublicId}?bank=SEB&ssn=198507099805`);
    expect(await billecta.stage(await billecta.debtor({ Autogiro }))).toBe('Pending');
    await billecta.control('reset');
    await lookUp('198507099805');
    await billecta.pass(day);
    expect(await billecta.stage(await billecta.debtor({ Autogiro }))).toBe('Pending');
  });
});

describe('when the debtor is written again', () => {
  it('stays as it is with the same account', async () => {
    const debtorId = await billecta.payer();
    await put(debtorId, { City: 'Exempelstad' });
    expect(await billecta.stage(debtorId)).toBe('Approved');
  });

  it('goes on waiting for its own day', async () => {
    const debtorId = await billecta.debtor({ Autogiro });
    await billecta.pass(3 * day);
    await put(debtorId, { City: 'Exempelstad' });
    await billecta.pass(day);
    expect(await billecta.stage(debtorId)).toBe('Approved');
  });

  it('begins anew with another account', async () => {
    const debtorId = await billecta.payer();
    await put(debtorId, { Autogiro: { ...Autogiro, AccountNo: '0000034' } });
    expect(await billecta.stage(debtorId)).toBe('Pending');
    await billecta.pass(4 * day);
    expect(await billecta.stage(debtorId)).toBe('Approved');
  });

  it('is removed when it is no longer active, and begins anew when it is again', async () => {
    const debtorId = await billecta.payer();
    await put(debtorId, { Autogiro: { ...Autogiro, Active: false } });
    expect(await billecta.stage(debtorId)).toBe('Removed');
    await put(debtorId, { Autogiro });
    expect(await billecta.stage(debtorId)).toBe('Pending');
  });

  it('is gone when it is left out', async () => {
    const debtorId = await billecta.debtor({ Autogiro });
    await put(debtorId, { Autogiro: null });
    await billecta.pass(4 * day);
    expect((await billecta.readDebtor(debtorId))['Autogiro']).toBeNull();
  });
});

describe('by control', () => {
  it('is approved before its day, and removed', async () => {
    const debtorId = await billecta.debtor({ Autogiro });
    expect(await control(debtorId, 'approve')).toEqual([200, 'Approved']);
    expect(await control(debtorId, 'approve')).toEqual([409, 'The approval is Approved']);
    expect(await control(debtorId, 'remove')).toEqual([200, 'Removed']);
    expect((await billecta.readDebtor(debtorId))['Autogiro']).toMatchObject({ Active: false, Stage: 'Removed' });
    expect((await control(debtorId, 'remove'))[0]).toBe(409);
  });

  it('fails, and stays so', async () => {
    const debtorId = await billecta.debtor({ Autogiro });
    expect(await control(debtorId, 'fail')).toEqual([200, 'Failed']);
    await billecta.pass(10 * day);
    await put(debtorId, { City: 'Exempelstad' });
    expect(await billecta.stage(debtorId)).toBe('Failed');
  });

  it('is unknown for who has none', async () => {
    expect((await control(await billecta.debtor(), 'approve'))[0]).toBe(404);
    expect((await control('unknown', 'approve'))[0]).toBe(404);
  });
});
