import {
  GetSecretValueCommand,
  InvalidParameterException,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiKeysSecret, hashOf, newApiKey, type StoredKey } from '../../shared/api-keys.ts';
import { ExplainedError } from '../system/explained-error.ts';

const ATTEMPTS = 10;

const read = async (client: SecretsManagerClient, secretId: string) => {
  const { SecretString, VersionId } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  return { keys: apiKeysSecret.parse(JSON.parse(SecretString ?? '')).keys, version: VersionId };
};

/**
 * Replaces the keys by what `change` makes of them. Secrets Manager writes unconditionally, but it moves the label of the
 * current version only from the version that we name: so the new version is put beside it and becomes current only if the
 * version that we read still is. Two people at once lose nothing; the second one starts again.
 */
const changeKeys = async (
  client: SecretsManagerClient,
  secretId: string,
  change: (keys: StoredKey[]) => StoredKey[],
) => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { keys, version } = await read(client, secretId);
    const put = await client.send(
      new PutSecretValueCommand({
        SecretId: secretId,
        SecretString: JSON.stringify({ keys: change(keys) }),
        VersionStages: ['AWSPENDING'],
      }),
    );
    try {
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: secretId,
          VersionStage: 'AWSCURRENT',
          MoveToVersionId: put.VersionId,
          RemoveFromVersionId: version,
        }),
      );
      return;
    } catch (error) {
      if (!(error instanceof InvalidParameterException)) throw error;
      await sleep(Math.random() * 200 * attempt);
    }
  }
  throw new ExplainedError('The keys are being changed by somebody else all the time: try again in a minute.');
};

/** Makes a key and stores its hash. Returns the key's text, which nobody can read again. */
export const createKey = async (
  client: SecretsManagerClient,
  secretId: string,
  { merchant, name, scopes }: { merchant: string; name: string; scopes: string[] },
): Promise<string> => {
  const key = newApiKey();
  const stored = { hash: hashOf(key), merchant, name, scopes, createdAt: new Date().toISOString() };
  await changeKeys(client, secretId, (keys) => [...keys, stored]);
  return key;
};

/** What is known of each key: never the key. */
export const listKeys = async (client: SecretsManagerClient, secretId: string): Promise<StoredKey[]> =>
  (await read(client, secretId)).keys;

/** The one key whose hash begins with `prefix`. Throws an explained error when there is none, or more than one. */
export const keyByPrefix = (keys: StoredKey[], prefix: string): StoredKey => {
  if (!/^[0-9a-f]{8,64}$/.test(prefix)) {
    throw new ExplainedError('A key is named by at least the first 8 characters of its hash, as "list" shows them.');
  }
  const [key, another] = keys.filter(({ hash }) => hash.startsWith(prefix));
  if (!key) throw new ExplainedError(`No key's hash begins with ${prefix}: "list" shows them all.`);
  if (another) throw new ExplainedError(`Several keys' hashes begin with ${prefix}: give more of it.`);
  return key;
};

/** Takes the key whose hash begins with `prefix` away, and returns what was known of it. */
export const revokeKey = async (client: SecretsManagerClient, secretId: string, prefix: string): Promise<StoredKey> => {
  const revoked = keyByPrefix(await listKeys(client, secretId), prefix);
  await changeKeys(client, secretId, (keys) => keys.filter(({ hash }) => hash !== revoked.hash));
  return revoked;
};
