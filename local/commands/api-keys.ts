import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { apiKeysSecret, hashOf, newApiKey, type ApiKeys, type StoredKey } from '../../shared/api-keys.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { changeSecret, readSecret } from './change-secret.ts';

/** What the secret of the API keys holds. */
export const readApiKeys = async (client: SecretsManagerClient, secretId: string): Promise<ApiKeys> =>
  (await readSecret(client, secretId, apiKeysSecret)).value;

/** Replaces it by what `change` makes of it; two people at once lose nothing. */
export const changeApiKeys = async (
  client: SecretsManagerClient,
  secretId: string,
  change: (secret: ApiKeys) => ApiKeys,
): Promise<void> => {
  await changeSecret(client, secretId, apiKeysSecret, change);
};

/** Makes a key and stores its hash. Returns the key's text, which nobody can read again. */
export const createKey = async (
  client: SecretsManagerClient,
  secretId: string,
  { merchant, name, scopes }: { merchant: string; name: string; scopes: string[] },
): Promise<string> => {
  const key = newApiKey();
  const stored = { hash: hashOf(key), merchant, name, scopes, createdAt: new Date().toISOString() };
  await changeApiKeys(client, secretId, ({ keys, ...rest }) => ({ ...rest, keys: [...keys, stored] }));
  return key;
};

/** What is known of each key: never the key. */
export const listKeys = async (client: SecretsManagerClient, secretId: string): Promise<StoredKey[]> =>
  (await readApiKeys(client, secretId)).keys;

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
  await changeApiKeys(client, secretId, ({ keys, ...rest }) => ({
    ...rest,
    keys: keys.filter(({ hash }) => hash !== revoked.hash),
  }));
  return revoked;
};
