import {
  InvalidParameterException,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { createKey, keyByPrefix, listKeys, revokeKey } from '../../../local/commands/api-keys.ts';
import { hashOf, type StoredKey } from '../../../shared/api-keys.ts';

/** A secret whose current version moves only from the version that the caller names, as Secrets Manager has it. */
class FakeSecretsManager extends SecretsManagerClient {
  readonly #versions = ['{"keys":[]}'];
  #current = 0;

  override send = (command: object): Promise<never> => {
    const answer = this.#answer(command);
    return Promise.resolve(answer as never);
  };

  #answer(command: object): unknown {
    if (command instanceof PutSecretValueCommand) {
      this.#versions.push(command.input.SecretString ?? '');
      return { VersionId: String(this.#versions.length - 1) };
    }
    if (command instanceof UpdateSecretVersionStageCommand) {
      if (command.input.RemoveFromVersionId !== String(this.#current)) {
        throw new InvalidParameterException({ message: 'not attached', $metadata: {} });
      }
      this.#current = Number(command.input.MoveToVersionId);
      return {};
    }
    return { SecretString: this.#versions[this.#current], VersionId: String(this.#current) };
  }
}
const client = () => new FakeSecretsManager({ region: 'eu-north-1' });
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
