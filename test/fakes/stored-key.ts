import { hashOf, type StoredKey } from '../../shared/api-keys.ts';

/** A merchant's key as it stands in the secret. */
export const storedKey = (key: string, merchant: string, ...scopes: string[]): StoredKey => ({
  hash: hashOf(key),
  merchant,
  name: 'of the tests',
  scopes,
  createdAt: '2026-11-21T10:00:00.000Z',
});
