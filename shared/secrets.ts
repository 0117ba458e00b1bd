import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod';

export interface Kept<Value> {
  get(): Promise<Value>;
  /** Forgets the value, so that the next `get` loads it again. */
  drop(): void;
}

/** Loads at first use and keeps the answer for `seconds`, or until `drop`. A failure is not kept. */
export const keepFor = <Value>(seconds: number, load: () => Promise<Value>, now = Date.now): Kept<Value> => {
  let kept: { readonly value: Promise<Value>; readonly until: number } | undefined;
  const drop = () => {
    kept = undefined;
  };
  return {
    drop,
    get: () => {
      if (kept && kept.until > now()) return kept.value;
      const value = load();
      kept = { value, until: now() + seconds * 1000 };
      value.catch(drop);
      return value;
    },
  };
};

const secretsManager = new SecretsManagerClient();

/** Nobody has put the secret in yet, or it has another shape. */
export class SecretUnusable extends Error {
  override readonly name = 'SecretUnusable';
}

/** Nobody has put it in. One that waits for its deletion is another error, of AWS. */
export class SecretMissing extends SecretUnusable {}

/**
 * A secret of Secrets Manager, read through its schema and kept for `seconds`.
 * @throws SecretUnusable
 */
export const keptSecret = <Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  seconds: number,
): Kept<z.output<Schema>> =>
  keepFor(seconds, async () => {
    const { SecretString } = await secretsManager
      .send(new GetSecretValueCommand({ SecretId: name }))
      .catch((error: unknown) => {
        if (error instanceof ResourceNotFoundException) throw new SecretMissing(`${name} is missing`);
        throw error;
      });
    const parsed = schema.safeParse(parseJson(SecretString));
    if (!parsed.success) throw new SecretUnusable(`${name} has another shape`);
    return parsed.data;
  });

const parseJson = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};
