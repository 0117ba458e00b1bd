import { describe, expect, test } from 'vitest';
import { createKey, keyByPrefix, listKeys, revokeKey } from '../../../local/commands/api-keys.ts';
import { hashOf, type StoredKey } from '../../../shared/api-keys.ts';
import { FakeSecretsManager } from '../../fakes/secrets-manager.ts';

const client = () => new FakeSecretsManager({ keys: [] });
const key = (name: string) => ({ merchant: 'kontoret', name, scopes: ['billecta' as const] });

describe('API keys', () => {
  test('only the hash of a new key is stored', async () => {
    const secrets = client();
    const text = await createKey(secrets, 'keys', key('shop'));

    expect(await listKeys(secrets, 'keys')).toMatchObject([{ ...key('shop'), hash: hashOf(text) }]);
  });

  test('people who change them at the same time lose nothing', async () => {
    const secrets = client();
    const names = ['one', 'two', 'three', 'four'];
    await Promise.all(names.map((name) => createKey(secrets, 'keys', key(name))));

    expect((await listKeys(secrets, 'keys')).map(({ name }) => name).sort()).toEqual(names.sort());
  });

  test('a revoked key is gone and the others stay', async () => {
    const secrets = client();
    await createKey(secrets, 'keys', key('stays'));
    const text = await createKey(secrets, 'keys', key('goes'));

    expect(await revokeKey(secrets, 'keys', hashOf(text).slice(0, 8))).toMatchObject(key('goes'));
    expect(await listKeys(secrets, 'keys')).toMatchObject([key('stays')]);
  });

  test.each([
    { prefix: 'abcd', message: 'at least the first 8' },
    { prefix: 'bbbbbbbb', message: 'No key' },
    { prefix: 'aaaaaaaa', message: 'Several' },
  ])('the prefix $prefix names no single key', ({ prefix, message }) => {
    const stored = (end: string): StoredKey => ({
      ...key('shop'),
      hash: 'a'.repeat(63) + end,
      createdAt: '2026-01-01T00:00:00Z',
    });

    expect(() => keyByPrefix([stored('1'), stored('2')], prefix)).toThrow(message);
  });
});
