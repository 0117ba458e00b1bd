import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeAuthority, type Issued } from '../../../../local/certificates/authority.ts';
import { bundle } from '../../../../local/certificates/bundle.ts';
import { encryptKey } from '../../../../local/certificates/keys.ts';
import { request } from '../../../../local/certificates/request.ts';
import { wantedBankid } from '../../../../local/certificates/requested.ts';
import { makeFolder, PASSWORD } from '../../../fakes/certificate-desk.ts';

type Authority = Awaited<ReturnType<typeof makeAuthority>>;

const subject = {
  country: 'SE',
  organisation: 'Räksmörgås AB',
  serialNumber: '5555555555',
  name: 'Räksmörgås',
  commonName: 'Å',
};
const DAY = 24 * 60 * 60 * 1000;
let bank: Authority;
let issued: Issued;
let other: Issued;

beforeAll(async () => {
  bank = await makeAuthority({ name: 'Sparbanken Å RP CA v1' });
  [issued, other] = await Promise.all([
    bank.issue({ subject, purpose: 'client', days: 30 }),
    bank.issue({ subject: { commonName: 'other' }, purpose: 'client' }),
  ]);
});

/** A folder with the key, and the certificate as its issuer might send it. */
const received = (certificate = issued.certificate) => {
  const folder = makeFolder();
  folder.write('KEY_shop.key', encryptKey(createPrivateKey(issued.key), PASSWORD));
  folder.write('issued.crt', certificate);
  folder.write('bank.pem', bank.certificate);
  const flags = { key: 'KEY_shop.key', certificate: 'issued.crt' };
  return {
    ...folder,
    flags,
    deskWith: (more: object) => folder.desk({ flags: { ...flags, ...more }, lines: [PASSWORD] }),
  };
};

describe('a bundle', () => {
  test('is a PKCS#12 file that OpenSSL opens, modern in every part, with the chain in order', async () => {
    const { deskWith, openssl, path } = received(`${bank.certificate}${issued.certificate}`);
    const { desk, told } = deskWith({ environment: 'production' });
    await bundle(desk, 'production');

    const pass = ['-in', 'shop.p12', '-passin', `pass:${PASSWORD}`];
    const names = openssl('pkcs12', ...pass, '-nokeys').match(/^(?:subject|localKeyID| +localKeyID).*$/gm);
    expect(names?.map((line) => line.trim().split(/[:=,]/)[0])).toEqual(['localKeyID', 'subject', 'subject']);
    expect(openssl('pkcs12', ...pass, '-nocerts', '-nodes')).toContain('BEGIN PRIVATE KEY');
    expect(openssl('asn1parse', '-inform', 'DER', '-in', 'shop.p12')).toContain(':sha256');
    expect(statSync(path('shop.p12')).mode & 0o777).toBe(0o600);
    expect(told()).toContain('BankID, shown to people as "Räksmörgås"');
    expect(told()).not.toContain(PASSWORD);
    expect(told()).not.toContain('PRIVATE KEY');
  });

  test('encrypts key and certificates with AES-256 and checks them with SHA-256', async () => {
    const { deskWith, opensslInfo } = received();
    await bundle(deskWith({}).desk, undefined);

    const info = opensslInfo('shop.p12');
    expect(info).toMatch(/MAC: sha256, /);
    expect(info).toMatch(/Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, .*hmacWithSHA256/);
    expect(info).toMatch(/Encrypted data: PBES2, PBKDF2, AES-256-CBC, .*hmacWithSHA256/);
  });

  test.each([
    { form: 'DER', args: ['x509', '-in', 'issued.crt', '-outform', 'DER', '-out', 'from-bank.cer'] },
    {
      form: 'PKCS#7 in PEM',
      args: ['crl2pkcs7', '-nocrl', '-certfile', 'bank.pem', '-certfile', 'issued.crt', '-out', 'from-bank.p7b'],
    },
    {
      form: 'PKCS#7 in DER',
      args: ['crl2pkcs7', '-nocrl', '-certfile', 'issued.crt', '-outform', 'DER', '-out', 'from-bank.p7c'],
    },
  ])('takes a certificate as $form', async ({ args }) => {
    const { deskWith, openssl } = received();
    openssl(...args);
    await bundle(deskWith({ certificate: args.at(-1), chain: 'bank.pem' }).desk, undefined);

    const out = openssl('pkcs12', '-in', 'shop.p12', '-passin', `pass:${PASSWORD}`, '-nokeys');
    expect(out.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });

  test('takes a key and a certificate that OpenSSL made from our request', async () => {
    const { desk: deskOf, openssl } = makeFolder();
    const flags = { organisation: 'Ek AB', 'corporate-number': '5555555555', 'display-name': 'Ek', yes: true };
    const { desk } = deskOf({ flags: { ...flags, key: 'KEY_ek.key', request: 'ek.p10' }, lines: [PASSWORD] });
    await request(desk, await wantedBankid(desk));
    openssl(...'req -x509 -newkey rsa:2048 -nodes -keyout ca.pem -out ca.crt -subj /CN=Bank'.split(' '));
    openssl(...'x509 -req -in ek.p10 -CA ca.crt -CAkey ca.pem -days 9 -out ek.crt'.split(' '));

    const { desk: another, told } = deskOf({
      flags: { key: 'KEY_ek.key', certificate: 'ek.crt', chain: 'ca.crt' },
      lines: [PASSWORD],
    });
    await bundle(another, undefined);
    expect(told()).toContain('chain        CN=Bank');
  });

  test('is accepted by a TLS server that demands the certificate', async () => {
    const { deskWith, read } = received();
    await bundle(deskWith({ chain: 'bank.pem' }).desk, undefined);
    const server = await bank.issue({ subject: { commonName: 'server' }, purpose: 'server', hosts: ['127.0.0.1'] });

    const tls = createServer(
      { cert: server.certificate, key: server.key, ca: bank.certificate, requestCert: true, rejectUnauthorized: true },
      (socket) => socket.end(socket.getPeerX509Certificate()?.subject ?? ''),
    ).listen(0, '127.0.0.1');
    await once(tls, 'listening');
    const client = connect({
      host: '127.0.0.1',
      port: (tls.address() as AddressInfo).port,
      ca: bank.certificate,
      pfx: read('shop.p12'),
      passphrase: PASSWORD,
    });
    const [seen] = (await once(client.setEncoding('utf8'), 'data')) as [string];
    tls.close();

    expect(seen).toBe(new X509Certificate(issued.certificate).subject);
  });

  test('is made on a terminal by the numbers of the files, with another try at the password', async () => {
    const { desk: deskOf, openssl } = received();
    const { desk, told } = deskOf({ isTerminal: true, lines: ['', 'wrong', PASSWORD, '2', 'mine.p12'] });
    await bundle(desk, undefined);

    expect(told()).toContain('1  KEY_shop.key');
    expect(told()).toContain('1  bank.pem');
    expect(told()).toContain('2  issued.crt');
    expect(told()).toContain('does not open');
    expect(openssl('pkcs12', '-in', 'mine.p12', '-passin', `pass:${PASSWORD}`, '-nokeys')).toContain('subject');
  });
});

describe('no bundle is made', () => {
  test('of a certificate that belongs to another key', async () => {
    const { deskWith } = received(other.certificate);

    await expect(bundle(deskWith({}).desk, undefined)).rejects.toThrow('does not belong to this key');
  });

  test.each([
    { when: 'has expired', after: 31, complaint: 'expired on' },
    { when: 'is not yet valid', after: -1, complaint: 'not valid before' },
  ])('of a certificate that $when', async ({ after, complaint }) => {
    const { deskWith } = received();
    const { desk } = deskWith({});
    const now = new Date(Date.now() + after * DAY);

    await expect(bundle({ ...desk, now }, undefined)).rejects.toThrow(complaint);
  });

  test.each(['Testbank A RP CA v1 for BankID Test', 'BankID RP CA v1 for BankID TEST', 'Swish Root CA v2 Test'])(
    'for production of a certificate that %s issued',
    async (name) => {
      const authority = await makeAuthority({ name });
      const test = await authority.issue({ subject, purpose: 'client' });
      const { deskWith, write } = received(test.certificate);
      write('KEY_shop.key', encryptKey(createPrivateKey(test.key), PASSWORD));

      await expect(bundle(deskWith({}).desk, 'production')).rejects.toThrow('test authority');
      await expect(bundle(deskWith({}).desk, 'test')).resolves.toBeUndefined();
    },
  );

  test('for production of a self-signed certificate', async () => {
    const { deskWith, openssl } = received();
    const pass = ['-key', 'KEY_shop.key', '-passin', `pass:${PASSWORD}`];
    openssl('req', '-x509', ...pass, '-subj', '/CN=shop', '-days', '9', '-out', 'issued.crt');

    await expect(bundle(deskWith({}).desk, 'production')).rejects.toThrow('self-signed');
  });

  test.each([
    { what: 'the password is another one', flags: {}, line: 'wrong-password-1', complaint: 'does not open' },
    { what: 'nothing is given', flags: {}, line: undefined, complaint: 'nothing was given' },
    { what: 'the file is no certificate', flags: { certificate: 'KEY_shop.key' }, complaint: 'holds no certificate' },
    { what: 'a file is missing', flags: { certificate: 'none.crt' }, complaint: 'does not exist' },
    { what: 'the name ends otherwise', flags: { out: 'shop.txt' }, complaint: 'must end in .p12' },
    { what: 'the folder is missing', flags: { out: 'none/shop.p12' }, complaint: 'make the folder' },
  ])('when $what', async ({ flags, complaint, ...given }) => {
    const { desk: deskOf, flags: files } = received();
    const lines = 'line' in given ? [given.line].filter((line) => line !== undefined) : [PASSWORD];

    await expect(bundle(deskOf({ flags: { ...files, ...flags }, lines }).desk, undefined)).rejects.toThrow(complaint);
  });

  test('over a file that is there', async () => {
    const { deskWith, read, write } = received();
    write('shop.p12', 'another one');

    await expect(bundle(deskWith({}).desk, undefined)).rejects.toThrow('exists already');
    expect(read('shop.p12').toString()).toBe('another one');
  });
});
