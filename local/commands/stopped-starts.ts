import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { changeApiKeys, readApiKeys } from './api-keys.ts';

/** The providers at which nothing new may be started. */
export const stoppedProviders = async (client: SecretsManagerClient, secretId: string): Promise<readonly string[]> =>
  (await readApiKeys(client, secretId)).stopped ?? [];

/** Keeps new starts from a provider; what is under way goes on. Said twice it is as said once. */
export const stopStarts = (client: SecretsManagerClient, secretId: string, provider: string): Promise<void> =>
  changeApiKeys(client, secretId, ({ stopped = [], ...rest }) => ({
    ...rest,
    stopped: [...stopped.filter((each) => each !== provider), provider],
  }));

/** Lets new starts through again. */
export const resumeStarts = (client: SecretsManagerClient, secretId: string, provider: string): Promise<void> =>
  changeApiKeys(client, secretId, ({ stopped = [], ...rest }) => ({
    ...rest,
    stopped: stopped.filter((each) => each !== provider),
  }));
