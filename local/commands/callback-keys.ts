import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { randomBytes } from 'node:crypto';
import { newestVersion } from '../../shared/callback-proof.ts';
import { callbackKeysOf, macKeySecret } from '../../shared/mac-secret.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { changeSecret } from './change-secret.ts';

const LAST_VERSION = 999;

/** Versions of callback addresses: which one new addresses have, and the older ones that are still taken. */
export interface Versions {
  newest: string;
  older: string[];
}

const versionsOf = (keys: Record<string, string>): Versions => {
  const newest = newestVersion(keys) ?? '';
  return { newest, older: Object.keys(keys).filter((version) => version !== newest) };
};

/** Adds the next version of callback addresses, with a random key that nobody gets to see. */
export const rotateCallbackKeys = async (client: SecretsManagerClient, secretId: string): Promise<Versions> => {
  const changed = await changeSecret(client, secretId, macKeySecret, (secret) => {
    const keys = callbackKeysOf(secret);
    const next = Number(newestVersion(keys)) + 1;
    if (next > LAST_VERSION) throw new ExplainedError(`Version ${LAST_VERSION} is the last that an address can name.`);
    return { ...secret, callbackKeys: { ...keys, [next]: randomBytes(48).toString('base64url') } };
  });
  return versionsOf(callbackKeysOf(changed));
};

/** Takes an old version away: from then on its addresses are answered 404. Throws an explained error for the newest. */
export const dropCallbackKey = async (
  client: SecretsManagerClient,
  secretId: string,
  version: string,
): Promise<Versions> => {
  const changed = await changeSecret(client, secretId, macKeySecret, (secret) => {
    const keys = callbackKeysOf(secret);
    const { newest, older } = versionsOf(keys);
    if (version === newest)
      throw new ExplainedError(
        `New addresses are made with version ${newest}: add another with "rotate-callbacks" first.`,
      );
    if (!older.includes(version))
      throw new ExplainedError(`There is no version "${version}": there are ${[...older, newest].join(', ')}.`);
    return { ...secret, callbackKeys: Object.fromEntries(Object.entries(keys).filter(([each]) => each !== version)) };
  });
  return versionsOf(callbackKeysOf(changed));
};
