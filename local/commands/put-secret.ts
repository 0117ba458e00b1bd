import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { readSecret } from './change-secret.ts';

/** Puts a secret's value in, and makes the secret the first time. */
export const putSecret = async (client: SecretsManagerClient, name: string, value: unknown): Promise<void> => {
  const SecretString = JSON.stringify(value);
  try {
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(new CreateSecretCommand({ Name: name, SecretString }));
  }
};

/** Puts new credentials of a provider in, beside what else its secret holds: the header of its webhooks, say. */
export const renewSecret = async (
  client: SecretsManagerClient,
  name: string,
  schema: z.ZodType,
  value: object,
): Promise<void> => {
  const held = await readSecret(client, name, schema).catch((error: unknown) => {
    if (error instanceof ResourceNotFoundException || error instanceof z.ZodError) return undefined;
    throw error;
  });
  await putSecret(client, name, { ...fields.parse(held?.value ?? {}), ...value });
};

const fields = z.record(z.string(), z.unknown());
