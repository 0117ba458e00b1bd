import { describe, expect, it } from 'vitest';
import { type BillectaClient, billectaClient } from '../../../functions/billecta/client.ts';
import { watchedApproval } from '../../../functions/billecta/watched-approval.ts';
import { watchedInvoice } from '../../../functions/billecta/watched-invoice.ts';
import { ProviderContractBroken, ProviderRejected } from '../../../shared/provider-error.ts';
import type { Send } from '../../../shared/provider-http.ts';
import { type MakerKind, objectChanged, type WatchedKind } from '../../../shared/watched-object.ts';
import { access, rejection } from '../../fakes/world.ts';

const debtorId = '5adc265f-f87f-4313-577e-08d3dca1a26c';
const kronor = (Value: number) => ({ CurrencyCode: 'SEK', Value });
const event = (EventType: string | number, more: object = {}) => ({
  EventType,
  HasOccured: true,
  EventDate: '2026-11-21 10:00:00+01:00',
  Title: 'Vera Exempel',
  ...more,
});
const invoice = (more: object = {}, Stage: string | number = 'InvoiceSent') => ({
  ActionPublicId: '0000000042',
  DebtorPublicId: debtorId,
  Debtor: { Name: 'Vera Exempel', OrgNo: '198001139297' },
  State: { Stage },
  InvoicedAmount: kronor(25_100),
  CurrentAmount: kronor(25_100),
  CreditedAmount: kronor(0),
  PaidAmount: kronor(0),
  WriteOffAmount: null,
  ...more,
});
const debtor = (Autogiro?: object | null) => ({
  DebtorPublicId: debtorId,
  Name: 'Vera Exempel',
  OrgNo: '198001139297',
  Autogiro,
});

/** What a kind makes of an answer of Billecta's; undefined is a 404. */
const seen = (kind: MakerKind<BillectaClient>, answer: unknown) => {
  const send: Send = (request) => {
    if (answer === undefined) return Promise.reject(new ProviderRejected(404, undefined));
    const parsed = request.answer.safeParse(answer);
    return parsed.success ? Promise.resolve(parsed.data) : Promise.reject(new ProviderContractBroken('x'));
  };
  return kind.read(billectaClient(send, access), 'an-id', 0);
};

describe('an invoice', () => {
  it('is told with stage and amounts, and nothing of its debtor', async () => {
    expect(await seen(watchedInvoice, invoice())).toEqual({
      isClosed: false,
      makerId: null,
      state: {
        contractId: null,
        stage: 'sent',
        total: 25_100,
        left: 25_100,
        paid: 0,
        credited: 0,
        writtenOff: null,
        isOverpaid: false,
        withdrawal: 'none',
        isRejected: false,
        deliveryNotices: 0,
      },
    });
  });

  it.each([
    ['Created', 'created', false],
    ['Attested', 'attested', false],
    [16, 'debt-collection', false],
    ['SomethingNew', 'unknown', false],
    ['Completed', 'completed', true],
    [7, 'cancelled', true],
  ])('in stage %s is %s', async (theirs, stage, isClosed) => {
    expect(await seen(watchedInvoice, invoice({}, theirs))).toMatchObject({ isClosed, state: { stage } });
  });

  it('that is gone was a draft, and is closed', async () => {
    expect(await seen(watchedInvoice, undefined)).toMatchObject({
      isClosed: true,
      state: { stage: 'deleted', left: null },
    });
  });

  it.each([
    ['an overpayment', [event('OverPayment')], { isOverpaid: true }],
    ['an overpayment, as a number', [event(59)], { isOverpaid: true }],
    ['an e-invoice that the bank refused', [event(63)], { isRejected: true }],
    ['notices of its delivery', [event('EmailEvent'), event('SmsEvent'), event(85)], { deliveryNotices: 3 }],
    ['a withdrawal', [event('AutogiroWithdrawal')], { withdrawal: 'made' }],
    [
      'the newest of two withdrawals, whatever their order',
      [
        event('AutogiroCancelledWithdrawal', { EventDate: '2026-11-23 09:00:00+01:00' }),
        event('AutogiroPaymentPostponed', { EventDate: '2026-11-22 09:00:00+01:00' }),
      ],
      { withdrawal: 'cancelled' },
    ],
    ['nothing that is only planned', [event('OverPayment', { HasOccured: false })], { isOverpaid: false }],
  ])('shows %s by its events', async (_, Events, expected) => {
    expect((await seen(watchedInvoice, invoice({ Events }))).state).toMatchObject(expected);
  });

  it('that does not say how much is left is a fault, and no state', async () => {
    expect(await rejection(seen(watchedInvoice, { ActionPublicId: '1' }))).toBeInstanceOf(ProviderContractBroken);
  });
});

describe('an approval', () => {
  it.each([
    [{ Active: true, Stage: 'Pending', AccountNo: '12345678' }, { stage: 'pending', isActive: true }, false],
    [{ Active: true, Stage: 1 }, { stage: 'approved', isActive: true }, false],
    [{ Active: true, Stage: 'Failed' }, { stage: 'failed', isActive: true }, true],
    [{ Active: false, Stage: 'Removed' }, { stage: 'removed', isActive: false }, true],
    [null, { stage: null, isActive: false }, false],
  ])('%j is %j', async (theirs, state, isClosed) => {
    expect(await seen(watchedApproval, debtor(theirs))).toEqual({ state, isClosed });
  });

  it('of a debtor that is gone is removed', async () => {
    expect(await seen(watchedApproval, undefined)).toEqual({
      state: { stage: 'removed', isActive: false },
      isClosed: true,
    });
  });
});

it.each<[WatchedKind<never>, unknown]>([
  [watchedInvoice, invoice({ Events: [event('OverPayment')] })],
  [watchedInvoice, undefined],
  [watchedApproval, debtor({ Active: true, Stage: 'Approved', AccountNo: '12345678' })],
  [watchedApproval, undefined],
])('every state of %o fits its event, which has no other field', async (kind, answer) => {
  const { state } = await seen(kind, answer);
  const about = { eventId: 'e', provider: 'billecta', merchant: 'shop', at: '2026-11-21T10:00:00.000Z' };
  const schema = objectChanged(kind);
  expect(schema.parse({ ...about, ...state, [kind.idField]: '1' })).toMatchObject(state);
  expect(schema.safeParse({ ...about, ...state, [kind.idField]: '1', name: 'Vera' }).success).toBe(false);
});
