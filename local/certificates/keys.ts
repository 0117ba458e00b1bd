import { createPrivateKey, generateKeyPair, type KeyObject, type webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { ExplainedError } from '../system/explained-error.ts';
import { pemBlocks } from './pem.ts';

/** A new RSA key. It exists in memory alone until it is encrypted. */
export const newKey = async (bits: 2048 | 4096): Promise<KeyObject> =>
  (await promisify(generateKeyPair)('rsa', { modulusLength: bits })).privateKey;

/** The key in the form that signs with SHA-256. */
export const signer = (key: KeyObject): webcrypto.CryptoKey =>
  key.toCryptoKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']);

/** The key as encrypted PKCS#8 (AES-256), PEM. */
export const encryptKey = (key: KeyObject, password: string): string =>
  key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password }).toString();

/** Opens a private key, PEM or DER. Throws an explained error that never tells what is in it. */
export const openKey = (bytes: Buffer, password: string, file: string): KeyObject => {
  const block = pemBlocks(bytes).find(({ label }) => label.endsWith('PRIVATE KEY'));
  const pkcs8 = { key: bytes, format: 'der', type: 'pkcs8', passphrase: password } as const;
  try {
    return createPrivateKey(block ? { key: block.pem, format: 'pem', passphrase: password } : pkcs8);
  } catch {
    throw new ExplainedError(
      `${file} does not open: either the password is another one, or this is no private key. The password is the one that was chosen with the request; nobody can restore it.`,
    );
  }
};
