import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { debtor, type Invoicing, invoicing } from './invoicing.ts';

let shop: Invoicing;
beforeEach(async () => {
  shop = await invoicing();
});
afterEach(() => shop.close());

const autogiro = { clearingNumber: '5000', accountNumber: '0000018', bank: 'SEB' };
const makeDebtor = async (fields: object = {}): Promise<string> =>
  String((await shop.ask('POST /v1/billecta/debtors', { body: { ...debtor, ...fields } })).body['debtorId']);
const monthly = (debtorId: string) => ({
  debtorId,
  merchantReference: 'gift-1',
  rows: [{ description: 'Gåva', quantity: 1, unitPrice: 20_000, vat: 0 }],
  interval: 'monthly',
  dayOfMonth: 25,
  start: '2026-11-21',
  paymentTermsInDays: 2,
  autogiro: true,
});
const create = (body: object, key = 'gift-1') => shop.ask('POST /v1/billecta/contracts', { key, body });
const on = (route: string, contractId: unknown, body?: unknown) =>
  shop.ask(route, { parameters: { contractId: String(contractId) }, body });
const read = async (contractId: unknown) => (await on('GET /v1/billecta/contracts/{contractId}', contractId)).body;
const open = (debtorId: string) =>
  shop.provider(`/v1/invoice/openbydebtor/${debtorId}`) as Promise<{ Stage: string }[]>;
const day = 86_400;

describe('a contract invoice', () => {
  it('bills when its day has come, and never on the day on which it was made', async () => {
    const debtorId = await makeDebtor();
    const { contractId } = (await create(monthly(debtorId))).body;
    expect(await read(contractId)).toMatchObject({
      merchantReference: 'gift-1',
      interval: 'monthly',
      start: '2026-11-21',
      end: null,
      lastRun: null,
      nextRun: '2026-11-25',
      autogiro: true,
      attestsItself: true,
      isPaused: false,
    });
    expect(await open(debtorId)).toEqual([]);
    await shop.control('clock', { advanceSeconds: 4 * day });
    expect(await open(debtorId)).toHaveLength(1);
    expect(await read(contractId)).toMatchObject({ lastRun: '2026-11-25', nextRun: '2026-12-25' });
    await shop.control('clock', { advanceSeconds: 31 * day });
    expect((await open(debtorId)).map(({ Stage }) => Stage)).toEqual(['Attested', 'Attested']);
  });

  it('does not while it is paused', async () => {
    const debtorId = await makeDebtor();
    const { contractId } = (await create(monthly(debtorId))).body;
    const pause = () => on('POST /v1/billecta/contracts/{contractId}/pauses', contractId, {});
    expect((await pause()).body).toMatchObject({ isPaused: true });
    expect((await pause()).body).toMatchObject({ isPaused: true });
    await shop.control('clock', { advanceSeconds: 5 * day });
    expect(await open(debtorId)).toEqual([]);
    const resumed = await on('DELETE /v1/billecta/contracts/{contractId}/pauses', contractId);
    expect(resumed.body).toMatchObject({ isPaused: false, nextRun: '2026-12-25' });
  });

  it.each([
    [true, 1],
    [false, 2],
  ])('whose answer was lost (made: %s) is one in the end', async (committed, calls) => {
    const debtorId = await makeDebtor();
    await shop.fail('500', 'contracts.create', { committed });
    await create(monthly(debtorId));
    shop.pass(36);
    const { status, body } = await create(monthly(debtorId));
    expect([status, (await shop.calls())['contracts.create']]).toEqual([201, calls]);
    expect(await read(body['contractId'])).toMatchObject({ debtorId });
  });

  it.each([
    ['a month in a monthly one', { month: 2 }, 'month'],
    ['a yearly one without its month', { interval: 'yearly' }, 'month'],
    ['a fourth month of a quarter', { interval: 'quarterly', month: 4 }, 'month'],
    ['an end before its start', { end: '2026-11-20' }, 'end'],
  ])('is refused with %s', async (_, fields, field) => {
    const { status, body } = await create({ ...monthly(debtor.personalNumber), debtorId: undefined, ...fields });
    expect([status, (body['fields'] as { field: string }[]).map((each) => each.field)]).toEqual([422, ['debtorId']]);
    const second = await create({ ...monthly('11111111-1111-4111-8111-111111111111'), ...fields });
    expect([second.status, second.body['fields']]).toEqual([422, [expect.objectContaining({ field })]]);
  });
});

describe('an autogiro approval', () => {
  const approval = (method: string, debtorId: string) =>
    shop.ask(`${method} /v1/billecta/debtors/{debtorId}/autogiro-approval`, { parameters: { debtorId } });

  it('is pending, approved after three bank days, and ended', async () => {
    const debtorId = await makeDebtor({ autogiro });
    expect((await approval('GET', debtorId)).body).toEqual({
      debtorId,
      approval: { ...autogiro, isActive: true, stage: 'pending', payerNumber: '198001139297', firstWithdrawal: null },
    });
    // From a Saturday: Wednesday is the third.
    await shop.control('clock', { advanceSeconds: 3 * day });
    expect((await approval('GET', debtorId)).body).toMatchObject({ approval: { stage: 'pending' } });
    await shop.control('clock', { advanceSeconds: day });
    expect((await approval('GET', debtorId)).body).toMatchObject({ approval: { stage: 'approved' } });
    const ended = { approval: { ...autogiro, isActive: false, stage: 'removed' } };
    expect((await approval('DELETE', debtorId)).body).toMatchObject(ended);
    expect((await approval('DELETE', debtorId)).body).toMatchObject(ended);
    expect((await shop.calls())['debtors.update']).toBe(1);
  });

  it('is null for who has given none', async () => {
    const debtorId = await makeDebtor();
    expect((await approval('GET', debtorId)).body).toEqual({ debtorId, approval: null });
    expect((await approval('DELETE', debtorId)).body).toEqual({ debtorId, approval: null });
  });
});

it.each([
  ['197010632391', false],
  ['191212121212', true],
])('whom Kivra reaches is asked of Billecta: %s %s', async (personalNumber, isReachable) => {
  const debtorId = await makeDebtor({ personalNumber });
  const answer = await shop.ask('GET /v1/billecta/debtors/{debtorId}/kivra', { parameters: { debtorId } });
  expect(answer).toMatchObject({ status: 200, body: { debtorId, isReachable } });
});
