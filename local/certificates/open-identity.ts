import { createPrivateKey, type KeyObject } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { ExplainedError } from '../system/explained-error.ts';
import { readBytes } from './files.ts';
import { identityOf, type Identity } from './identity.ts';
import { openKey } from './keys.ts';
import { pemBlocks } from './pem.ts';
import { readPkcs12 } from './pkcs12-read.ts';
import { chosenFile, unlock, type Desk } from './questions.ts';
import { readCertificates } from './read-certificates.ts';

/** The key of a PEM file that needs no password. */
const clearKey = (bytes: Buffer): KeyObject | undefined => {
  try {
    return createPrivateKey(bytes);
  } catch {
    return undefined;
  }
};

/** A key file that is chosen, opened with its password. Throws an explained error. */
export const chosenKey = async (desk: Desk) => {
  const file = await chosenFile(desk, 'key', 'The key', ['.key']);
  const bytes = await readBytes(file);
  const { password, opened: key } = await unlock(desk, 'Password of the key', (given) => openKey(bytes, given, file));
  return { file, key, password };
};

/**
 * The key and chain of a PKCS#12 file, or of a PEM file with its key, or with the key in a file of its own.
 * @returns also the password, where there is one
 * @throws ExplainedError
 */
export const openIdentity = async (
  desk: Desk,
  file: string,
  keyFile: string | undefined,
): Promise<{ identity: Identity; password?: string }> => {
  const bytes = await readBytes(file);
  if (pemBlocks(bytes).length === 0 && keyFile === undefined) {
    const { password, opened } = await unlock(desk, 'Its password', (given) => readPkcs12(bytes, given, file));
    const [key] = opened.keys;
    if (!key) throw new ExplainedError(`${file} holds no private key: bundle the key and the certificate anew.`);
    return { identity: identityOf(key, opened.certificates), password };
  }
  const certificates = readCertificates(bytes, file);
  const keyBytes = keyFile === undefined ? bytes : await readBytes(keyFile);
  const clear = clearKey(keyBytes);
  if (clear) return { identity: identityOf(clear, certificates) };
  const { password, opened } = await unlock(desk, 'Password of the key', (given) =>
    openKey(keyBytes, given, keyFile ?? file),
  );
  return { identity: identityOf(opened, certificates), password };
};

/** Throws an explained error when Node's TLS does not take what it is to show to a server. */
export const assertTlsTakes = (options: Parameters<typeof createSecureContext>[0]): void => {
  try {
    createSecureContext(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'no reason given';
    throw new ExplainedError(`Node's TLS does not take it (${reason}), so nothing was written.`);
  }
};
