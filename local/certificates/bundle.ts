import { parse } from 'node:path';
import type { EnvironmentName } from '../../infra/environments.ts';
import { describeChain } from './describe.ts';
import { readBytes, writeSafely } from './files.ts';
import { identityOf, type Identity } from './identity.ts';
import { assertTlsTakes, chosenKey } from './open-identity.ts';
import { writePkcs12 } from './pkcs12-write.ts';
import { chosenFile, givenFile, newFile, type Desk } from './questions.ts';
import { readCertificates } from './read-certificates.ts';
import { assertUsable } from './usable.ts';

const certificateExtensions = ['.cer', '.crt', '.der', '.p7b', '.p7c', '.pem'];

/** Writes a PKCS#12 file that Node's TLS has taken, and says what is in it. */
export const writeBundle = async (
  desk: Desk,
  identity: Identity,
  password: string,
  suggested: string,
): Promise<void> => {
  const { path, overwrite } = await newFile(desk, 'out', 'File for the PKCS#12', suggested);
  const pfx = await writePkcs12(identity.key, identity.chain, password);
  assertTlsTakes({ pfx, passphrase: password });
  await writeSafely(path, pfx, overwrite);
  desk.say(`${path}\n${describeChain(identity.chain, desk.now)}`);
};

/** Makes a PKCS#12 file, under the key's own password, of the key and what its issuer has sent. */
export const bundle = async (desk: Desk, environment: EnvironmentName | undefined): Promise<void> => {
  const { file: keyFile, key, password } = await chosenKey(desk);
  const certificateFile = await chosenFile(
    desk,
    'certificate',
    'The certificate that was issued',
    certificateExtensions,
  );
  const files = [certificateFile, ...givenFile(desk, 'chain')];
  const certificates = await Promise.all(files.map(async (file) => readCertificates(await readBytes(file), file)));
  const identity = identityOf(key, certificates.flat());
  assertUsable(identity, environment, desk.now);
  await writeBundle(desk, identity, password, `${parse(keyFile).name.replace(/^KEY_/, '')}.p12`);
};
