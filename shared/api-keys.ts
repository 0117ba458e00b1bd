import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';

/** What a key may do: start work at the provider of this name, or read what a flow brought back about a person. */
export const scope = z.string().regex(/^[a-z][a-z-]{0,30}$/);
export const resultsScope = 'results';

/** A merchant, as written in flows, events and keys. */
export const merchantName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

const storedKey = z.strictObject({
  /** SHA-256 of the key, hex: the key itself is random, so a fast hash is enough and nothing is kept that could be used. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  merchant: merchantName,
  name: z.string().min(1).max(60),
  scopes: z.array(scope).min(1),
  createdAt: z.iso.datetime(),
});
export type StoredKey = z.infer<typeof storedKey>;

/** The JSON in the secret `sluss/<environment>/api-keys`. */
export const apiKeysSecret = z.strictObject({
  keys: z.array(storedKey),
  /** Providers at which nothing new may be started. Here, since every function that starts reads this each minute. */
  stopped: z.array(scope).optional(),
});
export type ApiKeys = z.infer<typeof apiKeysSecret>;

export const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** A new key: 32 random bytes. The text is shown once, to the one who created it; only the hash is stored. */
export const newApiKey = (): string => `sluss_${randomBytes(32).toString('base64url')}`;
