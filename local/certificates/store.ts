import { ResourceNotFoundException, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { EnvironmentName } from '../../infra/environments.ts';
import { leafCertificateOf } from '../../shared/certificate-expiry.ts';
import { clientCertificate, tlsOptionsOf, type ClientCertificate } from '../../shared/client-certificate.ts';
import { readSecret } from '../commands/change-secret.ts';
import { putSecret } from '../commands/put-secret.ts';
import { describeChain } from './describe.ts';
import { readBytes } from './files.ts';
import type { Identity } from './identity.ts';
import { encryptKey } from './keys.ts';
import { assertTlsTakes, openIdentity } from './open-identity.ts';
import { chosenFile, confirm, givenFile, type Desk } from './questions.ts';
import { readCertificates } from './read-certificates.ts';
import { assertUsable, dayOf, oneLine } from './usable.ts';

interface Place {
  client: SecretsManagerClient;
  secretId: string;
  environment: EnvironmentName;
}

/** What the secret holds, or what is wrong with it. */
const heldIn = async ({ client, secretId }: Place): Promise<{ held?: ClientCertificate; text?: string }> => {
  try {
    const { value: held } = await readSecret(client, secretId, clientCertificate);
    try {
      const { subject, validToDate } = leafCertificateOf(held);
      return { held, text: `${oneLine(subject)}, valid to ${dayOf(validToDate)}` };
    } catch {
      return { held, text: "something that Node's TLS does not take" };
    }
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return {};
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return { text: 'something that is no certificate' };
    throw error;
  }
};

/**
 * The secret's JSON. Its key is under a password of its own, so that nobody's password stands in a secret, and PEM, which
 * every Node reads, whatever the file was.
 */
const secretOf = ({ key, chain }: Identity, ca: string | undefined): ClientCertificate => {
  const passphrase = randomBytes(32).toString('base64url');
  return { certificate: chain.map(String).join(''), key: encryptKey(key, passphrase), passphrase, ...(ca && { ca }) };
};

/** Puts a client certificate into an environment's secret, after trying it, and after a yes where one is replaced. */
export const store = async (desk: Desk, place: Place): Promise<void> => {
  const file = await chosenFile(desk, 'file', 'The certificate with its key', ['.p12', '.pem', '.pfx']);
  const [keyFile] = givenFile(desk, 'key');
  const { identity } = await openIdentity(desk, file, keyFile);
  assertUsable(identity, place.environment, desk.now);
  const [caFile] = givenFile(desk, 'ca');
  const ca =
    caFile === undefined
      ? undefined
      : readCertificates(await readBytes(caFile), caFile)
          .map(String)
          .join('');

  const { held, text } = await heldIn(place);
  const secret = secretOf(identity, ca ?? held?.ca);
  assertTlsTakes(tlsOptionsOf(secret));
  if (text !== undefined) desk.say(`${place.secretId} holds ${text}.\nThe new one:`);
  desk.say(describeChain(identity.chain, desk.now));
  if (text !== undefined) await confirm(desk, 'Replace it?');
  await putSecret(place.client, place.secretId, secret);
  desk.say(`${place.secretId} holds it now. Functions take it within five minutes.`);
};
