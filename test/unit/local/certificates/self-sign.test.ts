import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeRequest } from '../../../../local/certificates/certificate-request.ts';
import { encryptKey, newKey } from '../../../../local/certificates/keys.ts';
import { selfSign } from '../../../../local/certificates/self-sign.ts';
import { makeFolder, PASSWORD } from '../../../fakes/certificate-desk.ts';

const flags = { organisation: 'Ek & Ål AB', 'corporate-number': '5555555555', 'display-name': 'Ek', yes: true };
const subject = 'C = SE, O = Ek & Ål AB, serialNumber = 5555555555, name = Ek, CN = Ek';

describe('a self-signed certificate', () => {
  test('is made at once, and leaves nothing but the PKCS#12 file', async () => {
    const { desk: deskOf, folder, openssl } = makeFolder();
    const now = new Date('2026-03-23T12:00:00Z');
    await selfSign(deskOf({ flags, lines: [PASSWORD], now }).desk, 'test');

    expect(readdirSync(folder)).toEqual(['TEST_Ek_20260323.p12']);
    openssl(...`pkcs12 -in TEST_Ek_20260323.p12 -passin pass:${PASSWORD} -nokeys -out leaf.pem`.split(' '));
    const text = openssl(
      'x509',
      '-in',
      'leaf.pem',
      '-noout',
      '-text',
      '-nameopt',
      'utf8,space_eq,sep_comma_plus_space',
    );
    expect(text).toContain(`Issuer: ${subject}`);
    expect(text).toContain(`Subject: ${subject}`);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature\n/);
    expect(openssl('verify', '-CAfile', 'leaf.pem', 'leaf.pem')).toContain('OK');
  });

  test('is made of a request and its key, with the subject of the request', async () => {
    const { desk: deskOf, openssl, write } = makeFolder();
    const key = await newKey(2048);
    write('ek.key', encryptKey(key, PASSWORD));
    write('ek.p10', await makeRequest({ country: 'SE', organisation: 'Ål AB', commonName: 'Ål' }, key));
    const files = { key: 'ek.key', request: 'ek.p10', out: 'ek.p12' };
    await selfSign(deskOf({ flags: files, lines: [PASSWORD] }).desk, undefined);

    const pem = openssl('pkcs12', '-in', 'ek.p12', '-passin', `pass:${PASSWORD}`, '-nokeys');
    const certificate = new X509Certificate(pem.slice(pem.indexOf('-----BEGIN')));
    expect(certificate.subject).toBe('C=SE\nO=Ål AB\nCN=Ål');
    expect(certificate.checkPrivateKey(createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' })))).toBe(true);
  });

  test('is not made of a request with another key', async () => {
    const { desk: deskOf, write } = makeFolder();
    const [key, another] = await Promise.all([newKey(2048), newKey(2048)]);
    write('ek.key', encryptKey(another, PASSWORD));
    write('ek.p10', await makeRequest({ commonName: 'Ek' }, key));
    const { desk } = deskOf({ flags: { key: 'ek.key', request: 'ek.p10' }, lines: [PASSWORD] });

    await expect(selfSign(desk, undefined)).rejects.toThrow('made with another key');
  });

  test('is not made for production', async () => {
    const { desk } = makeFolder().desk({ flags, lines: [PASSWORD] });

    await expect(selfSign(desk, 'production')).rejects.toThrow('for tests alone');
  });
});
