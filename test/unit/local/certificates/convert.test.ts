import { createPrivateKey } from 'node:crypto';
import { statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeAuthority, type Issued } from '../../../../local/certificates/authority.ts';
import { convert } from '../../../../local/certificates/convert.ts';
import { inspect } from '../../../../local/certificates/inspect.ts';
import { encryptKey } from '../../../../local/certificates/keys.ts';
import { makeFolder, PASSWORD } from '../../../fakes/certificate-desk.ts';

let authority: string;
let issued: Issued;

beforeAll(async () => {
  const { certificate, issue } = await makeAuthority({ name: 'Å Root CA' });
  authority = certificate;
  issued = await issue({
    subject: { country: 'SE', organisation: 'Räksmörgås AB', commonName: '1234679304' },
    purpose: 'client',
  });
});

/** A folder with the certificate, its chain, and its key, encrypted and not. */
const received = () => {
  const folder = makeFolder();
  folder.write('leaf.crt', issued.certificate);
  folder.write('root.crt', authority);
  folder.write('clear.key', issued.key);
  folder.write('both.pem', `${encryptKey(createPrivateKey(issued.key), PASSWORD)}${authority}${issued.certificate}`);
  const exported = (file: string, ...how: string[]) =>
    folder.openssl(
      ...['pkcs12', '-export', ...how, '-in', 'leaf.crt', '-inkey', 'clear.key', '-certfile', 'root.crt'],
      ...['-name', 'Räk', '-out', file, '-passout', `pass:${PASSWORD}`],
    );
  return { ...folder, exported };
};

const MODERN = /MAC: sha256[^]*Keybag: PBES2, PBKDF2, AES-256-CBC[^]*Encrypted data: PBES2, PBKDF2, AES-256-CBC/;

describe('converting', () => {
  test.each([
    { age: 'RC2 and 3DES', how: ['-legacy'] },
    { age: '3DES', how: ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'SHA1'] },
    { age: 'certificates in clear', how: ['-certpbe', 'NONE'] },
    { age: 'SHA-1 around AES', how: ['-macalg', 'SHA1'] },
    { age: 'AES already', how: [] },
  ])('makes a modern PKCS#12 file of one with $age', async ({ how }) => {
    const { desk: deskOf, exported, openssl, opensslInfo, read } = received();
    exported('old.p12', ...how);
    const { desk } = deskOf({ flags: { file: 'old.p12' }, lines: [PASSWORD] });
    await convert(desk);

    expect(opensslInfo('old-new.p12')).toMatch(MODERN);
    openssl('pkcs12', '-in', 'old-new.p12', '-passin', `pass:${PASSWORD}`, '-nodes', '-out', 'read.pem');
    expect(
      read('read.pem')
        .toString()
        .match(/BEGIN CERTIFICATE/g),
    ).toHaveLength(2);
    expect(openssl('x509', '-in', 'read.pem', '-noout', '-subject', '-nameopt', 'utf8')).toContain('O=Räksmörgås AB');
    expect(() => createSecureContext({ pfx: read('old-new.p12'), passphrase: PASSWORD })).not.toThrow();
  });

  test('helps with what Node refuses', () => {
    const { exported, read } = received();
    exported('old.p12', '-legacy');

    expect(() => createSecureContext({ pfx: read('old.p12'), passphrase: PASSWORD })).toThrow('Unsupported PKCS12');
  });

  test('makes PEM with an encrypted key and the chain, the leaf first', async () => {
    const { desk: deskOf, exported, openssl, path, read } = received();
    exported('old.p12', '-legacy');
    const { desk, told } = deskOf({ flags: { file: 'old.p12', to: 'pem' }, lines: [PASSWORD] });
    await convert(desk);

    const pem = read('old-new.pem').toString();
    expect(pem.match(/BEGIN [A-Z ]+/g)).toEqual([
      'BEGIN ENCRYPTED PRIVATE KEY',
      'BEGIN CERTIFICATE',
      'BEGIN CERTIFICATE',
    ]);
    expect(pem.indexOf(issued.certificate.trim())).toBeGreaterThan(0);
    expect(openssl('x509', '-in', 'old-new.pem', '-noout', '-subject')).toContain('1234679304');
    expect(openssl('pkey', '-in', 'old-new.pem', '-passin', `pass:${PASSWORD}`, '-noout', '-check')).toContain('valid');
    expect(statSync(path('old-new.pem')).mode & 0o777).toBe(0o600);
    expect(told()).not.toContain('PRIVATE KEY');
    expect(told()).not.toContain(PASSWORD);
  });

  test.each([
    { form: 'PEM with an encrypted key', flags: { file: 'both.pem' }, out: 'both-new.p12' },
    { form: 'PEM and a key in clear', flags: { file: 'leaf.crt', key: 'clear.key' }, out: 'leaf-new.p12' },
  ])('makes a PKCS#12 file of $form', async ({ flags, out }) => {
    const { desk: deskOf, opensslInfo } = received();
    const { desk } = deskOf({ flags, lines: [PASSWORD] });
    await convert(desk);

    expect(opensslInfo(out)).toMatch(MODERN);
  });

  test('gives a key in clear no weak password', async () => {
    const { desk: deskOf } = received();
    const { desk } = deskOf({ flags: { file: 'leaf.crt', key: 'clear.key' }, lines: ['weak'] });

    await expect(convert(desk)).rejects.toThrow('at least 12 characters');
  });

  test.each([
    { what: 'another form', flags: { file: 'both.pem', to: 'jks' }, complaint: '--to takes' },
    { what: 'a wrong password', flags: { file: 'both.pem' }, complaint: 'does not open' },
    { what: 'no PKCS#12 file', flags: { file: 'noise.p12' }, complaint: 'is no PKCS#12 file' },
    {
      what: 'a PKCS#12 file without a key',
      flags: { file: 'keyless.p12' },
      line: PASSWORD,
      complaint: 'no private key',
    },
  ])('refuses $what', async ({ flags, line = 'another-word-1', complaint }) => {
    const { desk: deskOf, openssl, write } = received();
    write('noise.p12', 'noise');
    openssl(...'pkcs12 -export -nokeys -in leaf.crt -out keyless.p12 -passout'.split(' '), `pass:${PASSWORD}`);

    await expect(convert(deskOf({ flags, lines: [line] }).desk)).rejects.toThrow(complaint);
  });
});

describe('looking into', () => {
  test.each([
    { how: ['-legacy'], protection: 'RC2-40 and 3DES, checksum SHA-1 (old: convert it)' },
    { how: ['-macalg', 'SHA1'], protection: 'AES-256, checksum SHA-1 (partly old: convert it)' },
    { how: [], protection: 'AES-256, checksum SHA-256 (modern)' },
  ])('a PKCS#12 file tells how it is protected: $protection', async ({ how, protection }) => {
    const { desk: deskOf, exported } = received();
    exported('some.pfx', ...how);
    const { desk, told } = deskOf({ flags: { file: 'some.pfx' }, lines: [PASSWORD] });
    await inspect(desk);

    expect(told()).toContain(protection);
    expect(told()).toContain('subject      C=SE, O=Räksmörgås AB, CN=1234679304');
    expect(told()).toContain('Swish, number 1234679304');
    expect(told()).toContain('chain        CN=Å Root CA');
    expect(told()).toContain('364 days left');
    expect(told()).not.toContain(PASSWORD);
  });

  test('a certificate shows the fingerprint that OpenSSL shows', async () => {
    const { desk: deskOf, openssl } = received();
    const { desk, told } = deskOf({ flags: { file: 'leaf.crt' } });
    await inspect(desk);

    const fingerprint = openssl('x509', '-in', 'leaf.crt', '-noout', '-fingerprint', '-sha256').trim().split('=')[1];
    expect(told()).toContain(`SHA-256 ${fingerprint}`);
    expect(told()).toContain('key          RSA 2048');
    expect(told()).toContain('chain        without CN=Å Root CA, which was not given');
  });

  test('PEM shows what its key is protected with, and never the key', async () => {
    const { desk: deskOf } = received();
    const { desk, told } = deskOf({ flags: { file: 'both.pem' } });
    await inspect(desk);

    expect(told()).toContain('Private key, encrypted (AES-256)');
    expect(told()).toContain('subject      C=SE, O=Räksmörgås AB');
    expect(told()).not.toContain('BEGIN');
  });

  test.each([
    { file: 'clear.key', text: 'NOT in the encrypted form' },
    { file: 'der.key', text: 'encrypted (3DES)' },
    { file: 'some.csr', text: 'subject      C=SE, O=Räk AB, name=Å, CN=x' },
    { file: 'chain.p7b', text: 'subject      C=SE, O=Räksmörgås AB' },
  ])('$file', async ({ file, text }) => {
    const { desk: deskOf, openssl } = received();
    const request = ['req', '-new', '-utf8', '-key', 'clear.key', '-subj', '/C=SE/O=Räk AB/name=Å/CN=x'];
    openssl(...request, '-out', 'some.csr');
    openssl(...'crl2pkcs7 -nocrl -certfile root.crt -certfile leaf.crt -out chain.p7b'.split(' '));
    const old = 'pkcs8 -topk8 -v1 PBE-SHA1-3DES -in clear.key -outform DER -out der.key -passout'.split(' ');
    openssl(...old, `pass:${PASSWORD}`);
    const { desk, told } = deskOf({ flags: { file } });
    await inspect(desk);

    expect(told()).toContain(text);
    expect(told()).not.toContain('BEGIN');
  });

  test('a request that was altered tells so', async () => {
    const { desk: deskOf, openssl, read, write } = received();
    openssl('req', '-new', '-key', 'clear.key', '-subj', '/CN=shop', '-outform', 'DER', '-out', 'some.p10');
    const bytes = read('some.p10');
    bytes.write('shot', bytes.indexOf('shop'));
    write('some.p10', bytes);

    await expect(inspect(deskOf({ flags: { file: 'some.p10' } }).desk)).rejects.toThrow('its signature is wrong');
  });
});
