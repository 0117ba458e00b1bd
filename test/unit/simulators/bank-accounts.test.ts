import { afterEach, beforeEach, expect, it } from 'vitest';
import { localCreditorPublicId } from '../../../local/simulators/billecta/defaults.ts';
import { simulator, type Simulator } from './harness.ts';

const elin = '198507099805';

let billecta: Simulator;
beforeEach(async () => {
  billecta = await simulator();
});
afterEach(() => billecta.close());

const start = (query: string, creditor = localCreditorPublicId) =>
  billecta.call('POST', `/v1/bank/accounts/${creditor}?${query}`);
const poll = async (id: unknown) => (await billecta.call('GET', `/v1/bank/accounts/${String(id)}`)).body;

it('waits with a QR and a token, then gives one account of each kind', async () => {
  const { body: created } = await start(`bank=SEB&ssn=${elin}&other_device=true`);
  expect(Object.keys(created)).toEqual(['PublicId']);
  const id = String(created['PublicId']);
  const waiting = await poll(id);
  expect(waiting).toMatchObject({ Status: 'Waiting', Bank: 'SEB', AccountNumbers: null, FailureCode: null });
  expect(waiting['BankIdAutostartToken']).toMatch(/^[0-9a-f-]{36}$/);

  await billecta.control('scan', { qr: waiting['QR'] });
  expect(await poll(id)).toMatchObject({ Status: 'Waiting', QR: null });

  await billecta.control(`orders/${id}/approve`);
  const { Status: status, AccountNumbers: accounts } = await poll(id);
  expect(status).toBe('Success');
  const owned = { HolderName: 'Elin Övningsdal', ClearingNo: '5000' };
  expect(accounts).toMatchObject([
    {
      ...owned,
      AutogiroCompatible: 'Approved',
      Balance: { CurrencyCode: 'SEK', Value: 1234550, ValueForView: 12345.5 },
    },
    { ...owned, AutogiroCompatible: 'Unapproved' },
    { ...owned, AutogiroCompatible: 'Unknown' },
  ]);
});

it('gives accounts whose IBAN checks out', async () => {
  const { PublicId: id } = (await start(`bank=FSPA&ssn=198001139297`)).body;
  billecta.pass(10);
  const { AccountNumbers: accounts } = await poll(id);
  for (const { Iban: iban } of accounts as { Iban: string }[]) {
    expect(iban).toMatch(/^SE\d{22}$/);
    expect(BigInt(`${iban.slice(4)}2814${iban.slice(2, 4)}`) % 97n).toBe(1n);
  }
});

it('needs the token and shows no QR on the same device', async () => {
  const { PublicId: id } = (await start(`bank=NB&ssn=${elin}&other_device=false`)).body;
  expect(await poll(id)).toMatchObject({ QR: null, IsBankIdAutostartTokenRequired: true });
});

it('fails with a code when the person declines', async () => {
  const { PublicId: id } = (await start(`bank=SHB&ssn=${elin}`)).body;
  await billecta.control(`orders/${String(id)}/decline`);
  expect(await poll(id)).toMatchObject({
    Status: 'Failed',
    FailureCode: 'userCancel',
    FailureMessage: expect.any(String) as string,
    AccountNumbers: null,
  });
});

it.each([
  ['198001139297', 10, 'Success'],
  ['19800113-9297', 10, 'Success'],
  ['197001239297', 10, 'Failed'],
  ['196001062626', 2, 'Failed'],
])('test person %s after %i s: %s', async (personalNumber, seconds, status) => {
  const { PublicId: id } = (await start(`bank=SEB&ssn=${personalNumber}`)).body;
  billecta.pass(seconds - 1);
  expect((await poll(id))['Status']).toBe('Waiting');
  billecta.pass(1);
  expect((await poll(id))['Status']).toBe(status);
});

it('reads query names in any case', async () => {
  expect((await start(`Bank=SEB&SSN=${elin}&Other_Device=true`)).status).toBe(200);
});

it.each([
  ['an unknown bank', `bank=FINN&ssn=${elin}`],
  ['a bank that is an inherited name', `bank=toString&ssn=${elin}`],
  ['no bank', `ssn=${elin}`],
  ['a bad personal number', 'bank=SEB&ssn=198507099806'],
  ['a bad device', `bank=SEB&ssn=${elin}&other_device=maybe`],
])('refuses %s', async (_, query) => {
  expect((await start(query)).status).toBe(400);
});

it('knows neither another creditor nor another job', async () => {
  expect((await start(`bank=SEB&ssn=${elin}`, '11111111-1111-4111-8111-111111111111')).status).toBe(404);
  expect((await billecta.call('GET', `/v1/bank/accounts/${localCreditorPublicId}`)).status).toBe(404);
});
