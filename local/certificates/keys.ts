import { generateKeyPair, type KeyObject, type webcrypto } from 'node:crypto';
import { promisify } from 'node:util';

/** A new RSA key. It exists in memory alone until it is encrypted. */
export const newKey = async (bits: 2048 | 4096): Promise<KeyObject> =>
  (await promisify(generateKeyPair)('rsa', { modulusLength: bits })).privateKey;

/** The key in the form that signs with SHA-256. */
export const signer = (key: KeyObject): webcrypto.CryptoKey =>
  key.toCryptoKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']);
