import { Integer } from 'asn1js';
import { randomBytes, type KeyObject } from 'node:crypto';
import { Certificate, PublicKeyInfo, type Extension, type RelativeDistinguishedNames } from 'pkijs';
import { engine } from './engine.ts';
import { signer } from './keys.ts';
import { pemOf } from './pem.ts';

const DAY = 24 * 60 * 60 * 1000;

interface Signing {
  subject: RelativeDistinguishedNames;
  publicKey: KeyObject;
  issuer: RelativeDistinguishedNames;
  issuerKey: KeyObject;
  days: number;
  extensions: Extension[];
}

/** Signs a certificate (SHA-256) that is valid from a minute ago, for clocks that are a little behind. */
export const signCertificate = async ({ subject, publicKey, issuer, issuerKey, days, extensions }: Signing) => {
  const certificate = new Certificate({ version: 2, issuer, subject, extensions });
  certificate.serialNumber = Integer.fromBigInt(`0x${randomBytes(16).toString('hex')}`);
  certificate.notBefore.value = new Date(Date.now() - 60_000);
  certificate.notAfter.value = new Date(Date.now() + days * DAY);
  certificate.subjectPublicKeyInfo = PublicKeyInfo.fromBER(publicKey.export({ type: 'spki', format: 'der' }));
  await certificate.sign(signer(issuerKey), 'SHA-256', engine);
  return pemOf('CERTIFICATE', certificate.toSchema().toBER());
};
