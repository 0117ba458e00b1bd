import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { RelativeDistinguishedNames } from 'pkijs';
import type { EnvironmentName } from '../../infra/environments.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { writeBundle } from './bundle.ts';
import { readRequest } from './certificate-request.ts';
import { digitalSignature } from './extensions.ts';
import { readBytes } from './files.ts';
import { newKey } from './keys.ts';
import { distinguishedName } from './names.ts';
import { chosenKey } from './open-identity.ts';
import { givenFile, newPassword, type Desk } from './questions.ts';
import { agreeOn, stemOf } from './request.ts';
import { wantedBankid } from './requested.ts';
import { signCertificate } from './sign-certificate.ts';

const DAYS = 2 * 365;

interface Signed {
  key: KeyObject;
  subject: RelativeDistinguishedNames;
  password: string;
  stem: string;
}

const fromRequest = async (desk: Desk, requestFile: string): Promise<Signed> => {
  const { subject, publicKey } = await readRequest(await readBytes(requestFile), requestFile);
  const { file: keyFile, key, password } = await chosenKey(desk);
  if (!createPublicKey(key).export({ type: 'spki', format: 'der' }).equals(publicKey))
    throw new ExplainedError(
      `${requestFile} was made with another key than ${keyFile}: choose the two of one request.`,
    );
  return { key, subject, password, stem: 'self-signed' };
};

const atOnce = async (desk: Desk): Promise<Signed> => {
  const wanted = await wantedBankid(desk);
  const password = await newPassword(desk, 'Password for the PKCS#12 file');
  await agreeOn(desk, wanted);
  const subject = distinguishedName(wanted.subject);
  return { key: await newKey(wanted.bits), subject, password, stem: stemOf(wanted.name, desk.now) };
};

/**
 * Makes a self-signed BankID certificate in a PKCS#12 file, which is enough for Billecta's test environment (bankid.md 3.3).
 */
export const selfSign = async (desk: Desk, environment: EnvironmentName | undefined): Promise<void> => {
  if (environment === 'production')
    throw new ExplainedError(
      'A self-signed certificate is for tests alone: in production the bank issues it (request).',
    );
  const [requestFile] = givenFile(desk, 'request');
  const { key, subject, ...signed } = await (requestFile === undefined ? atOnce(desk) : fromRequest(desk, requestFile));
  const certificate = await signCertificate({
    subject,
    publicKey: createPublicKey(key),
    issuer: subject,
    issuerKey: key,
    days: DAYS,
    extensions: [digitalSignature()],
  });
  const identity = { key, chain: [new X509Certificate(certificate)] } satisfies Parameters<typeof writeBundle>[1];
  await writeBundle(desk, identity, signed.password, `TEST_${signed.stem}.p12`);
};
