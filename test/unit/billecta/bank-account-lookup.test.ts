import { describe, expect, it } from 'vitest';
import { bankAccountLookup } from '../../../functions/billecta/bank-account-lookup.ts';
import { listBanks } from '../../../functions/billecta/banks.ts';
import { billectaClient } from '../../../functions/billecta/client.ts';
import { billecta } from '../../../functions/billecta/provider.ts';
import { ProviderContractBroken, ProviderRejected, RefusedForPayer } from '../../../shared/provider-error.ts';
import { FakeProvider, qr } from '../../fakes/provider.ts';
import { access, rejection, World } from '../../fakes/world.ts';

const answering = (answer: unknown) => {
  const provider = new FakeProvider();
  provider.answer = () => {
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { provider, client: billectaClient(provider.send, access) };
};
const none = { returnUrl: undefined, memory: {}, now: 0 };
const poll = (answer: unknown) => bankAccountLookup.poll(answering(answer).client, 'job/1', none);
const request = { personalNumber: '198001139297', bank: 'SEB', sameDevice: false };

describe('the start', () => {
  it.each([
    [false, 'true'],
    [true, 'false'],
  ])('sameDevice %s asks for other_device=%s, all in the query (billecta.md 3)', async (sameDevice, otherDevice) => {
    const { provider, client } = answering({ PublicId: 'job/1' });
    const started = await bankAccountLookup.start(client, { ...request, sameDevice }, none);
    const [sent] = provider.requests;
    expect(sent).toMatchObject({ method: 'POST', operation: 'bank-accounts.start', body: undefined });
    expect(sent?.url.pathname).toBe(`/v1/bank/accounts/${access.creditorPublicId}`);
    expect(Object.fromEntries(sent?.url.searchParams ?? [])).toEqual({
      bank: 'SEB',
      ssn: '198001139297',
      other_device: otherDevice,
    });
    const { personalNumber } = request;
    expect(started).toEqual({ reference: 'job/1', hint: 'bank-connecting', view: {}, memory: { personalNumber } });
  });

  it.each([[{}], [{ PublicId: null }], [{ PublicId: '' }]])('the answer %j breaks the contract', async (answer) => {
    const started = bankAccountLookup.start(answering(answer).client, request, none);
    expect(await rejection(started)).toBeInstanceOf(ProviderContractBroken);
  });

  it.each([
    ['a bank', {}, true],
    ['a savings bank', { bank: 'FSPASB' }, true],
    ['one of the e-invoice banks', { bank: 'DNB' }, false],
    ['small letters', { bank: 'seb' }, false],
    ['nobody', { personalNumber: undefined }, false],
    ['an unknown field', { other_device: true }, false],
  ])('takes %s or not: %#', (_, difference, taken) => {
    expect(bankAccountLookup.request.safeParse({ ...request, ...difference }).success).toBe(taken);
  });
});

describe('a look', () => {
  it.each([
    ['Waiting', { QR: qr(), BankIdAutostartToken: 'auto-1' }, 'outstanding-transaction'],
    ['Waiting', { QR: null, BankIdAutostartToken: null }, 'bank-connecting'],
    ['SomethingNew', { QR: qr() }, 'unknown-status'],
  ])('%s with %j is pending as %s', async (Status, fields, hint) => {
    expect(await poll({ Status, ...fields })).toMatchObject({ status: 'pending', hint });
  });

  it('shows code and links while it waits', async () => {
    expect(await poll({ Status: 'Waiting', QR: qr(2), BankIdAutostartToken: 'auto-1' })).toMatchObject({
      view: {
        qr: qr(2),
        autoStartToken: 'auto-1',
        launch: { desktop: 'bankid:///?autostarttoken=auto-1&redirect=null' },
      },
    });
  });

  it.each(['Failed', 'Unknown'])("%s is failed, without the provider's words", async (Status) => {
    const outcome = await poll({ Status, FailureMessage: 'Vera Exempel 19800113-9297', FailureCode: '7' });
    expect(outcome).toEqual({ status: 'failed', hint: 'lookup-failed' });
  });

  it.each([
    ['startFailed', 'unattended', 'start-failed'],
    ['userCancel', 'failed', 'user-cancel'],
    ['toString', 'failed', 'lookup-failed'],
    [null, 'failed', 'lookup-failed'],
  ])('Failed with the code %j is %s as %s', async (FailureCode, status, hint) => {
    expect(await poll({ Status: 'Failed', FailureCode })).toEqual({ status, hint });
  });

  it('brings back every account, and no balance', async () => {
    const outcome = await poll({
      Status: 'Success',
      SSN: '19800113-9297',
      AccountNumbers: [
        {
          Number: '50001234567',
          ClearingNo: '5000',
          AccountNo: '1234567',
          Iban: 'SE3550000000054910000003',
          Name: 'Lönekonto',
          Type: 'Privatkonto',
          HolderName: 'Vera Exempel',
          AutogiroCompatible: 'Approved',
          Balance: { CurrencyCode: 'SEK', Value: 123456789, ValueForView: 1234567.89 },
        },
        { AutogiroCompatible: 'Unapproved', ClearingNo: null },
        { AutogiroCompatible: 'SomethingNew' },
        {},
      ],
    });
    expect(outcome).toMatchObject({
      status: 'complete',
      result: {
        personalNumber: '198001139297',
        accounts: [
          {
            clearingNumber: '5000',
            accountNumber: '1234567',
            iban: 'SE3550000000054910000003',
            name: 'Lönekonto',
            type: 'Privatkonto',
            holderName: 'Vera Exempel',
            autogiro: 'approved',
          },
          { autogiro: 'unapproved', clearingNumber: null },
          { autogiro: 'unknown' },
          { autogiro: 'unknown' },
        ],
      },
    });
    expect(JSON.stringify(outcome)).not.toMatch(/123456789|1234567\.89|SEK|Balance/i);
    expect(bankAccountLookup.result.safeParse('result' in outcome ? outcome.result : undefined).success).toBe(true);
  });

  it.each([
    ['198001139297', 'complete'],
    [null, 'complete'],
    ['198507099805', 'failed'],
  ])('a success about %s, where 198001139297 was asked for, is %s', async (SSN, status) => {
    const { client } = answering({ Status: 'Success', SSN, AccountNumbers: [] });
    const asked = { ...none, memory: { personalNumber: '198001139297' } };
    const outcome = await bankAccountLookup.poll(client, 'job/1', asked);
    expect(outcome).toMatchObject(status === 'failed' ? { status, hint: 'wrong-person' } : { status });
  });

  it.each([[null], [undefined], [[]]])('a success with the accounts %j is an empty list', async (AccountNumbers) => {
    expect(await poll({ Status: 'Success', SSN: '198001139297', AccountNumbers })).toMatchObject({
      result: { accounts: [] },
    });
  });
});

describe("Billecta's refusals (billecta.md 1.4)", () => {
  it.each([
    ['alreadyInProgress', 'already-in-progress'],
    ['canceled', 'cancelled-by-system'],
  ])('%s is the person’s to mend', async (code, hint) => {
    const error = await rejection(poll(new ProviderRejected(400, code)));
    expect(error).toBeInstanceOf(RefusedForPayer);
    expect(error).toMatchObject({ hint });
  });

  it.each([['invalidParameters'], [undefined], ['constructor']])('%s is ours', async (code) => {
    const rejected = new ProviderRejected(400, code);
    expect(await rejection(poll(rejected))).toBe(rejected);
  });

  it.each([
    [{ Message: '19800113-9297', ExternalErrorCode: 'alreadyInProgress' }, 'alreadyInProgress'],
    [{ ExternalErrorCode: null }, undefined],
    [{}, undefined],
    ['<html>', undefined],
    [undefined, undefined],
  ])('the code in %j is %s', async (body, code) => {
    let found: string | undefined;
    const client = billectaClient((sent) => {
      found = sent.errorCode(body);
      return Promise.reject(new Error('seen'));
    }, access);
    await rejection(bankAccountLookup.poll(client, 'job', none));
    expect(found).toBe(code);
  });
});

it('the banks are those that a lookup takes', async () => {
  const { banks } = await listBanks.call(() => Promise.reject(new Error('calls nobody')), {}, {}, new World().alone);
  expect(banks.map(({ code }) => code)).toEqual([
    'OEB',
    'SHB',
    'ICA',
    'LFB',
    'NB',
    'SBAB',
    'SEB',
    'SKB',
    'SYD',
    'FSPA',
    'FSPASB',
  ]);
  for (const { code } of banks)
    expect(bankAccountLookup.request.safeParse({ ...request, bank: code }).success).toBe(true);
});

describe('every flow of Billecta', () => {
  it.each(billecta.flows.map((flow) => [flow.name, flow] as const))(
    '%s keeps the promises of its machine',
    (_, flow) => {
      expect(flow.giveUpAfterSeconds).toBeLessThanOrEqual(flow.machine === 'express' ? 285 : Infinity);
      expect(flow.keepForSeconds).toBeLessThanOrEqual(85_500);
      expect(flow.keepForSeconds).toBeGreaterThan(flow.giveUpAfterSeconds);
    },
  );
});
