import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeAuthority, type Issued } from '../../../../local/certificates/authority.ts';
import { writePkcs12 } from '../../../../local/certificates/pkcs12-write.ts';
import { store } from '../../../../local/certificates/store.ts';
import { leafCertificateOf } from '../../../../shared/certificate-expiry.ts';
import { clientCertificate, tlsOptionsOf } from '../../../../shared/client-certificate.ts';
import { makeFolder, PASSWORD } from '../../../fakes/certificate-desk.ts';
import { FakeSecretsManager } from '../../../fakes/secrets-manager.ts';

let authority: string;
let old: Issued;
let renewed: Issued;
let pkcs12: Buffer;

beforeAll(async () => {
  const { certificate, issue } = await makeAuthority({ name: 'Nordea Customer CA1 v2 for Swish' });
  authority = certificate;
  const swish = (organisation: string) =>
    issue({ subject: { country: 'SE', organisation, commonName: '1234679304' }, purpose: 'client' });
  [old, renewed] = await Promise.all([swish('5555555555'), swish('5555555556')]);
  const chain = [renewed.certificate, authority].map((pem) => new X509Certificate(pem));
  pkcs12 = await writePkcs12(createPrivateKey(renewed.key), chain, PASSWORD);
});

const inSecret = ({ certificate, key }: Issued) => ({ certificate, key, ca: authority });
const storedIn = (client: FakeSecretsManager) => clientCertificate.parse(JSON.parse(client.text));
const placeOf = (client: FakeSecretsManager, environment: 'test' | 'production' = 'test') => ({
  client,
  secretId: 'sluss/test/swish',
  environment,
});

describe('storing a certificate', () => {
  let folder: ReturnType<typeof makeFolder>;
  beforeEach(() => {
    folder = makeFolder();
    folder.write('new.p12', pkcs12);
    folder.write('new.pem', renewed.certificate + authority);
    folder.write('new.key', renewed.key);
    folder.write('server-ca.pem', old.certificate);
    const legacy = 'pkcs12 -export -legacy -in new.pem -inkey new.key -out old.p12 -passout'.split(' ');
    folder.openssl(...legacy, `pass:${PASSWORD}`);
  });

  test.each([
    { form: 'a PKCS#12 file', flags: { file: 'new.p12' } },
    { form: 'an old PKCS#12 file, which Node refuses', flags: { file: 'old.p12' } },
    { form: 'PEM and a key in clear', flags: { file: 'new.pem', key: 'new.key' } },
  ])('makes a secret that TLS takes of $form', async ({ flags }) => {
    const client = new FakeSecretsManager();
    const { desk, told } = folder.desk({ flags, lines: [PASSWORD] });
    await store(desk, placeOf(client));

    const secret = storedIn(client);
    expect(() => createSecureContext(tlsOptionsOf(secret))).not.toThrow();
    expect(leafCertificateOf(secret).subject).toBe('C=SE\nO=5555555556\nCN=1234679304');
    expect(secret).toMatchObject({ certificate: expect.stringContaining(authority) as string });
    expect(client.text).not.toContain(PASSWORD);
    expect(told()).not.toContain(PASSWORD);
    expect(told()).not.toContain('PRIVATE KEY');
    expect(told()).not.toContain('passphrase' in secret ? secret.passphrase : undefined);
  });

  test('shows both before it replaces one, and keeps the authority of the server', async () => {
    const client = new FakeSecretsManager(inSecret(old));
    const { desk, told } = folder.desk({ flags: { file: 'new.p12' }, isTerminal: true, lines: [PASSWORD, 'y'] });
    await store(desk, placeOf(client));

    expect(told()).toMatch(/holds C=SE, O=5555555555, CN=1234679304, valid to \d{4}-/);
    expect(told()).toMatch(/The new one:\n {2}subject {6}C=SE, O=5555555556/);
    expect(leafCertificateOf(storedIn(client)).subject).toContain('O=5555555556');
    expect(storedIn(client).ca).toBe(authority);
  });

  test('takes the authority of the server from a file', async () => {
    const client = new FakeSecretsManager(inSecret(old));
    const { desk } = folder.desk({ flags: { file: 'new.p12', ca: 'server-ca.pem', yes: true }, lines: [PASSWORD] });
    await store(desk, placeOf(client));

    expect(storedIn(client).ca).toBe(old.certificate);
  });

  test.each([
    { what: 'a no', given: { isTerminal: true, lines: [PASSWORD, 'n'] }, complaint: 'Nothing was changed' },
    { what: 'nobody to ask', given: { lines: [PASSWORD] }, complaint: 'Say --yes' },
  ])('replaces nothing after $what', async ({ given, complaint }) => {
    const client = new FakeSecretsManager(inSecret(old));
    const { desk } = folder.desk({ flags: { file: 'new.p12' }, ...given });

    await expect(store(desk, placeOf(client))).rejects.toThrow(complaint);
    expect(storedIn(client)).toEqual(inSecret(old));
  });

  test('asks before it replaces what is no certificate, too', async () => {
    const client = new FakeSecretsManager({ swish: 'a password' });
    const { desk, told } = folder.desk({ flags: { file: 'new.p12' }, isTerminal: true, lines: [PASSWORD, 'y'] });
    await store(desk, placeOf(client));

    expect(told()).toContain('holds something that is no certificate');
    expect(told()).not.toContain('a password');
    expect(leafCertificateOf(storedIn(client)).subject).toContain('O=5555555556');
  });

  test('refuses an expired one', async () => {
    const { desk } = folder.desk({ flags: { file: 'new.p12' }, lines: [PASSWORD], now: new Date('2099-01-01') });

    await expect(store(desk, placeOf(new FakeSecretsManager()))).rejects.toThrow('expired on');
  });

  test('refuses one of a test authority in production', async () => {
    const { issue } = await makeAuthority({ name: 'Swish Root CA v2 Test' });
    const { certificate, key } = await issue({ subject: { commonName: '1234679304' }, purpose: 'client' });
    folder.write('test.pem', certificate + key);
    const { desk } = folder.desk({ flags: { file: 'test.pem' } });

    await expect(store(desk, placeOf(new FakeSecretsManager(), 'production'))).rejects.toThrow('test authority');
  });

  test("refuses another key's", async () => {
    folder.write('other.key', old.key);
    const { desk } = folder.desk({ flags: { file: 'new.pem', key: 'other.key' } });

    await expect(store(desk, placeOf(new FakeSecretsManager()))).rejects.toThrow('does not belong');
  });
});

describe('the certificate in a secret', () => {
  const fingerprint = ({ certificate }: Issued) => new X509Certificate(certificate).fingerprint256;

  test('is told of a PKCS#12 file and of PEM alike', () => {
    const pfx = pkcs12.toString('base64');

    expect(leafCertificateOf({ pfx, passphrase: PASSWORD }).fingerprint256).toBe(fingerprint(renewed));
    expect(leafCertificateOf(inSecret(old)).fingerprint256).toBe(fingerprint(old));
  });

  test('is not told with a wrong passphrase', () => {
    const pfx = pkcs12.toString('base64');

    expect(() => leafCertificateOf({ pfx, passphrase: 'other' })).toThrow('mac verify failure');
  });

  test.each([
    { pfx: 'no base64!', passphrase: '' },
    { certificate: 'x', key: 'y' },
    { pfx: 'AAAA', passphrase: '', certificate: '-----BEGIN CERTIFICATE-----', key: '-----BEGIN PRIVATE KEY-----' },
  ])('has one of two forms, unlike %j', (secret) => {
    expect(clientCertificate.safeParse(secret).success).toBe(false);
  });
});
