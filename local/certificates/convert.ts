import { parse } from 'node:path';
import { ExplainedError } from '../system/explained-error.ts';
import { writeBundle } from './bundle.ts';
import { describeChain } from './describe.ts';
import { writeSafely } from './files.ts';
import { encryptKey } from './keys.ts';
import { assertTlsTakes, openIdentity } from './open-identity.ts';
import { chosenFile, givenFile, newFile, newPassword, type Desk } from './questions.ts';

const forms = ['p12', 'pem'] as const;

/**
 * Writes a PKCS#12 file of any age, or PEM, as a modern PKCS#12 file, or as PEM with an encrypted key. The password stays;
 * where there was none, one is chosen.
 */
export const convert = async (desk: Desk): Promise<void> => {
  const to = forms.find((form) => form === (desk.flags.to ?? 'p12'));
  if (to === undefined) throw new ExplainedError(`--to takes ${forms.join(' or ')}.`);
  const file = await chosenFile(desk, 'file', 'The file to convert', ['.p12', '.pem', '.pfx']);
  const [keyFile] = givenFile(desk, 'key');
  const { identity, ...opened } = await openIdentity(desk, file, keyFile);
  const password = opened.password ?? (await newPassword(desk, 'Password for the new file'));
  const suggested = `${parse(file).name}-new.${to}`;
  if (to === 'p12') return writeBundle(desk, identity, password, suggested);

  const { path, overwrite } = await newFile(desk, 'out', 'File for the PEM', suggested);
  const { key, chain } = identity;
  const pem = encryptKey(key, password) + chain.map(String).join('');
  assertTlsTakes({ key: pem, cert: chain.map(String).join(''), passphrase: password });
  await writeSafely(path, pem, overwrite);
  desk.say(`${path}\n${describeChain(chain, desk.now)}`);
};
