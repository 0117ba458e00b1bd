import { ResourceNotFoundException, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { randomBytes } from 'node:crypto';
import { billecta } from '../../functions/billecta/provider.ts';
import { providerCallbackUrl } from '../../shared/callback-proof.ts';
import { callbackKeysOf, macKeySecret } from '../../shared/mac-secret.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { changeSecret, readSecret } from './change-secret.ts';

/** The address to put into Billecta's portal, of the newest version. Whoever has it can ring. */
export const billectaCallbackUrl = async (
  client: SecretsManagerClient,
  macKeySecretId: string,
  apiUrl: string,
): Promise<string> => {
  const { value } = await readSecret(client, macKeySecretId, macKeySecret);
  return providerCallbackUrl(apiUrl, billecta.name, callbackKeysOf(value));
};

/**
 * Makes a new value of the header that Billecta's webhooks must have, and demands it from then on.
 * Throws an explained error while there is no secret of Billecta's.
 */
export const newBillectaHeader = async (client: SecretsManagerClient, secretId: string): Promise<string> => {
  const webhookAuthorization = randomBytes(32).toString('base64url');
  try {
    await changeSecret(client, secretId, billecta.secret, (secret) => ({ ...secret, webhookAuthorization }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new ExplainedError(`${secretId} does not exist: put the SecureToken in first (npm run secrets).`);
  }
  return webhookAuthorization;
};
