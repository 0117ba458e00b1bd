import { createPublicKey, type KeyObject } from 'node:crypto';
import { CertificationRequest, PublicKeyInfo } from 'pkijs';
import { ExplainedError } from '../system/explained-error.ts';
import { engine } from './engine.ts';
import { signer } from './keys.ts';
import { distinguishedName, type Subject } from './names.ts';
import { pemBlocks, pemOf } from './pem.ts';

/** A certificate request (PKCS#10, SHA-256) for this key, PEM. */
export const makeRequest = async (subject: Subject, key: KeyObject): Promise<string> => {
  const request = new CertificationRequest({ version: 0, subject: distinguishedName(subject), attributes: [] });
  request.subjectPublicKeyInfo = PublicKeyInfo.fromBER(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  await request.sign(signer(key), 'SHA-256', engine);
  return pemOf('CERTIFICATE REQUEST', request.toSchema().toBER());
};

/** Reads a certificate request, PEM or DER. Throws an explained error for anything else, and for one that was altered. */
export const readRequest = async (bytes: Buffer, file: string) => {
  const block = pemBlocks(bytes).find(({ label }) => label.endsWith('CERTIFICATE REQUEST'));
  const request = (() => {
    try {
      return CertificationRequest.fromBER(block?.der ?? bytes);
    } catch {
      throw new ExplainedError(`${file} is no certificate request (PKCS#10).`);
    }
  })();
  if (!(await request.verify(engine).catch(() => false)))
    throw new ExplainedError(`${file} is damaged: its signature is wrong. Make a new request.`);
  const publicKey = Buffer.from(request.subjectPublicKeyInfo.toSchema().toBER());
  return { subject: request.subject, publicKey };
};
