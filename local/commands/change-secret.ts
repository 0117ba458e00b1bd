import {
  GetSecretValueCommand,
  InvalidParameterException,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { ExplainedError } from '../system/explained-error.ts';

const ATTEMPTS = 10;

/** A secret's JSON through its schema, and which version it is. */
export const readSecret = async <Value>(client: SecretsManagerClient, secretId: string, schema: z.ZodType<Value>) => {
  const { SecretString, VersionId } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  return { value: schema.parse(JSON.parse(SecretString ?? '')), version: VersionId };
};

/**
 * Replaces a secret's value by what `change` makes of it, and returns the new one. Secrets Manager writes
 * unconditionally, but it moves the label of the current version only from the version that we name: so the new version
 * is put beside it and becomes current only if the version that we read still is. Two people at once lose nothing; the
 * second one starts again.
 */
export const changeSecret = async <Value>(
  client: SecretsManagerClient,
  secretId: string,
  schema: z.ZodType<Value>,
  change: (value: Value) => Value,
): Promise<Value> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { value, version } = await readSecret(client, secretId, schema);
    const changed = change(value);
    const put = await client.send(
      new PutSecretValueCommand({
        SecretId: secretId,
        SecretString: JSON.stringify(changed),
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
      return changed;
    } catch (error) {
      if (!(error instanceof InvalidParameterException)) throw error;
      await sleep(Math.random() * 200 * attempt);
    }
  }
  throw new ExplainedError('The secret is being changed by somebody else all the time: try again in a minute.');
};
