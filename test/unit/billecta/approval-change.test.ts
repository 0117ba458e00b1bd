import { expect, it } from 'vitest';
import { approvalAfter } from '../../../functions/billecta/approval-change.ts';
import { approvalView } from '../../../functions/billecta/debtor-request.ts';

const before = {
  Active: true,
  Stage: 'Approved',
  ClearingNo: '5000',
  AccountNo: '0000018',
  PayerNumber: '198001139297',
  AutogiroFirstWithdrawalDate: '2026-12-01T00:00:00',
  FutureField: 1,
};
const given = (accountNumber: string) => approvalView({ clearingNumber: '5000', accountNumber, bank: 'SEB' });

it('of the same account stays what the bank has made of it', () => {
  expect(approvalAfter(before, given('0000018'))).toEqual({ ...before, PaymentServiceSupplier: 'SEB' });
});

it('that is ended keeps all else', () => {
  expect(approvalAfter(before, { Active: false })).toEqual({ ...before, Active: false });
});

it.each([
  ['of another account', before, '0000026'],
  ['after one that was ended', { ...before, Active: false, Stage: 'Removed' }, '0000018'],
  ['after one that failed', { ...before, Stage: 'Failed' }, '0000018'],
  ['after one that failed, by its number', { ...before, Stage: 2 }, '0000018'],
])('%s begins anew: nothing that the bank has said goes with it', (_, former, accountNumber) => {
  expect(approvalAfter(former, given(accountNumber))).toEqual({
    Active: true,
    ClearingNo: '5000',
    AccountNo: accountNumber,
    PaymentServiceSupplier: 'SEB',
    PayerNumber: '198001139297',
    FutureField: 1,
  });
});

it('is the first one of a debtor without any', () => {
  expect(approvalAfter({}, given('0000018'))).toEqual(given('0000018'));
});
