import { createPrivateKey } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { request } from '../../../../local/certificates/request.ts';
import { wantedBankid, wantedSwish } from '../../../../local/certificates/requested.ts';
import { makeFolder, PASSWORD } from '../../../fakes/certificate-desk.ts';

const now = new Date('2026-03-23T12:00:00Z');
const flags = {
  organisation: 'Räksmörgås & Co AB',
  'corporate-number': '5555555555',
  'display-name': 'Räksmörgås på nätet',
  yes: true,
};
const stem = 'Räksmörgås_på_nätet_20260323';

const requestBankid = async (desk: Parameters<typeof request>[0]) => request(desk, await wantedBankid(desk));

describe('a request for BankID', () => {
  test('is what OpenSSL takes for a request with the attributes and string types of a BankID certificate', async () => {
    const { desk: deskOf, openssl } = makeFolder();
    await requestBankid(deskOf({ flags, lines: [PASSWORD], now }).desk);

    const subject = openssl(
      ...[
        'req',
        '-in',
        `CSR_${stem}.p10`,
        '-verify',
        '-noout',
        '-subject',
        '-nameopt',
        'utf8,show_type,sep_comma_plus',
      ],
    );
    expect(subject.trim()).toBe(
      'subject=C=PRINTABLESTRING:SE,O=UTF8STRING:Räksmörgås & Co AB,serialNumber=PRINTABLESTRING:5555555555,' +
        'name=UTF8STRING:Räksmörgås på nätet,CN=UTF8STRING:Räksmörgås på nätet',
    );
    const text = openssl('req', '-in', `CSR_${stem}.p10`, '-noout', '-text');
    expect(text).toContain('Public-Key: (2048 bit)');
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption');
  });

  test('comes with a key that OpenSSL opens with the password alone, and that belongs to it', async () => {
    const { desk: deskOf, openssl, read } = makeFolder();
    await requestBankid(deskOf({ flags, lines: [PASSWORD], now }).desk);

    const key = read(`KEY_${stem}.key`).toString();
    expect(key).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
    expect(() => createPrivateKey({ key, passphrase: `${PASSWORD}x` })).toThrow('bad decrypt');
    expect(openssl('asn1parse', '-in', `KEY_${stem}.key`)).toContain('aes-256-cbc');
    expect(openssl('pkey', '-in', `KEY_${stem}.key`, '-passin', `pass:${PASSWORD}`, '-pubout')).toBe(
      openssl('req', '-in', `CSR_${stem}.p10`, '-noout', '-pubkey'),
    );
  });

  test('leaves two files that only their owner reads, and says nothing that is secret', async () => {
    const { desk: deskOf, folder, path } = makeFolder();
    const { desk, told } = deskOf({ flags, lines: [PASSWORD], now });
    await requestBankid(desk);

    expect(readdirSync(folder).sort()).toEqual([`CSR_${stem}.p10`, `KEY_${stem}.key`]);
    for (const file of readdirSync(folder)) expect(statSync(path(file)).mode & 0o777).toBe(0o600);
    expect(told()).toContain('Räksmörgås & Co AB');
    expect(told()).not.toContain(PASSWORD);
    expect(told()).not.toContain('PRIVATE KEY');
  });

  test('is asked for on a terminal, until each answer can be', async () => {
    const { desk: deskOf, folder } = makeFolder();
    const wrong = { organisation: 'Å'.repeat(65), number: '5555555556', name: '' };
    const { desk, told } = deskOf({
      isTerminal: true,
      now,
      lines: [
        ...[wrong.organisation, 'Ek AB', '555555-5555', wrong.number, '5555555555', wrong.name, 'Ek'],
        ...['short1', 'NoDigitsAtAll', '123456789012', PASSWORD, 'another', PASSWORD, PASSWORD, 'Y'],
        ...['mine.pem', 'mine.key', ''],
      ],
    });
    await requestBankid(desk);

    expect(readdirSync(folder).sort()).toEqual(['CSR_Ek_20260323.p10', 'mine.key']);
    for (const complaint of [
      '1 to 64',
      '10 digits',
      'Its last digit',
      '1 to 40',
      '12 characters',
      'not the same',
      '.key',
    ])
      expect(told()).toContain(complaint);
  });

  test('is not made without a yes', async () => {
    const { desk: deskOf, folder } = makeFolder();
    const { desk } = deskOf({ flags: { ...flags, yes: false }, isTerminal: true, lines: [PASSWORD, PASSWORD, 'n'] });

    await expect(requestBankid(desk)).rejects.toThrow('Nothing was changed');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('replaces no key that is there, unless it is told to', async () => {
    const { desk: deskOf, read, write } = makeFolder();
    write(`KEY_${stem}.key`, 'the only copy');
    const again = () => deskOf({ flags, lines: [PASSWORD], now }).desk;

    await expect(requestBankid(again())).rejects.toThrow('exists already');
    expect(read(`KEY_${stem}.key`).toString()).toBe('the only copy');
    await requestBankid({ ...again(), flags: { ...flags, overwrite: true } });
    expect(read(`KEY_${stem}.key`).toString()).toContain('ENCRYPTED PRIVATE KEY');
  });

  test('warns of a display name that banks refuse', async () => {
    const { desk, told } = makeFolder().desk({ flags: { ...flags, 'display-name': 'Login with bankId' } });
    await wantedBankid(desk);

    expect(told()).toContain('banks refuse');
  });

  test.each([
    { flag: 'organisation', value: '', complaint: '1 to 64' },
    { flag: 'organisation', value: 'line\nbreak', complaint: '1 to 64' },
    { flag: 'corporate-number', value: '555555555', complaint: '10 digits' },
    { flag: 'corporate-number', value: '5555555554', complaint: 'last digit' },
    { flag: 'display-name', value: 'x'.repeat(41), complaint: '1 to 40' },
    { flag: 'display-name', value: undefined, complaint: 'Say --display-name' },
  ])('refuses --$flag $value', async ({ flag, value, complaint }) => {
    const { desk } = makeFolder().desk({ flags: { ...flags, [flag]: value } });

    await expect(wantedBankid(desk)).rejects.toThrow(complaint);
  });
});

test('a request for Swish is of 4096 bits, and names organisation and number', async () => {
  const { desk: deskOf, openssl } = makeFolder();
  const { desk } = deskOf({
    flags: { 'corporate-number': '5555555555', 'swish-number': '1234679304', yes: true },
    lines: [PASSWORD],
    now,
  });
  const wanted = await wantedSwish(desk);
  expect(wanted.bits).toBe(4096);

  // The size is all that is different; making 4096 bits takes seconds.
  await request(desk, { ...wanted, bits: 2048 });
  expect(openssl('req', '-in', 'CSR_1234679304_20260323.csr', '-verify', '-noout', '-subject')).toContain(
    'C = SE, O = 5555555555, CN = 1234679304',
  );
});
