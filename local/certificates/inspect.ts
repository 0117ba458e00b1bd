import { createPublicKey, type X509Certificate } from 'node:crypto';
import { extname } from 'node:path';
import { readRequest } from './certificate-request.ts';
import { describeChain } from './describe.ts';
import { readBytes } from './files.ts';
import { chainFrom, identityOf, leafOf } from './identity.ts';
import { describeName } from './names.ts';
import { pemBlocks } from './pem.ts';
import { readPkcs12 } from './pkcs12-read.ts';
import { keyScheme, pkcs12Scheme } from './pkcs12-scheme.ts';
import { chosenFile, unlock, type Desk } from './questions.ts';
import { readCertificates } from './read-certificates.ts';

const extensions = ['.cer', '.crt', '.csr', '.der', '.key', '.p10', '.p12', '.p7b', '.p7c', '.pem', '.pfx'];

const chains = (desk: Desk, certificates: X509Certificate[]): string[] => {
  const leaf = leafOf(certificates);
  return leaf ? [describeChain(chainFrom(leaf, certificates), desk.now)] : [];
};

const describePkcs12 = async (desk: Desk, bytes: Buffer, file: string): Promise<string> => {
  const { text, isModern, needsOldReader } = pkcs12Scheme(bytes, file);
  const advice = needsOldReader ? 'old: convert it' : isModern ? 'modern' : 'partly old: convert it';
  const { opened } = await unlock(desk, 'Its password', (password) => readPkcs12(bytes, password, file));
  const { certificates } = opened;
  const [key] = opened.keys;
  return [
    `PKCS#12 with ${key ? 'a private key' : 'no private key'}, ${certificates.length} in the chain`,
    `  protection   ${text} (${advice})`,
    ...(key ? [describeChain(identityOf(key, certificates).chain, desk.now)] : chains(desk, certificates)),
  ].join('\n');
};

const describeRequest = async (bytes: Buffer, file: string): Promise<string> => {
  const { subject, publicKey } = await readRequest(bytes, file);
  const bits = createPublicKey({ key: publicKey, format: 'der', type: 'spki' }).asymmetricKeyDetails?.modulusLength;
  return `Certificate request, undamaged\n  subject      ${describeName(subject)}\n  key          RSA ${bits ?? '?'}`;
};

/** Keys are described by their protection alone. */
const describeKey = (label: string, der: Buffer, file: string): string =>
  label === 'ENCRYPTED PRIVATE KEY'
    ? `Private key, encrypted (${keyScheme(der, file)})`
    : `Private key (${label}), NOT in the encrypted form that "request" writes: convert it, and delete this file`;

const describeCertificates = (desk: Desk, bytes: Buffer, file: string): string => {
  return ['Certificate', ...chains(desk, readCertificates(bytes, file))].join('\n');
};

const describe = async (desk: Desk, bytes: Buffer, file: string): Promise<string[]> => {
  const extension = extname(file).toLowerCase();
  const blocks = pemBlocks(bytes);
  const has = (pattern: RegExp) => blocks.some(({ label }) => pattern.test(label));
  if (['.p12', '.pfx'].includes(extension)) return [await describePkcs12(desk, bytes, file)];
  if (has(/REQUEST$/) || ['.p10', '.csr'].includes(extension)) return [await describeRequest(bytes, file)];
  const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY'));
  if (extension === '.key' && keys.length === 0) return [describeKey('ENCRYPTED PRIVATE KEY', bytes, file)];
  return [
    ...keys.map(({ label, der }) => describeKey(label, der, file)),
    ...(keys.length === 0 || has(/CERTIFICATE$|PKCS7|CMS/) ? [describeCertificates(desk, bytes, file)] : []),
  ];
};

/** Says what is in a file of certificates, requests or keys: never key material. */
export const inspect = async (desk: Desk): Promise<void> => {
  const file = await chosenFile(desk, 'file', 'The file to look into', extensions);
  desk.say(`${file}\n${(await describe(desk, await readBytes(file), file)).join('\n')}`);
};
