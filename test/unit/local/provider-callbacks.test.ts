import { describe, expect, test } from 'vitest';
import { rotateCallbackKeys } from '../../../local/commands/callback-keys.ts';
import { billectaCallbackUrl, newBillectaHeader } from '../../../local/commands/provider-callbacks.ts';
import { renewSecret } from '../../../local/commands/put-secret.ts';
import { billecta } from '../../../functions/billecta/provider.ts';
import { isProvenProvider } from '../../../shared/callback-proof.ts';
import { callbackKeysOf, macKeySecret } from '../../../shared/mac-secret.ts';
import { FakeSecretsManager } from '../../fakes/secrets-manager.ts';
import { macKey } from '../../fakes/world.ts';

const stored = (secrets: FakeSecretsManager): unknown => JSON.parse(secrets.text);

test('the address for the portal rings, and after a rotation it is another, while the old one rings on', async () => {
  const secrets = new FakeSecretsManager({ key: macKey });
  const address = () => billectaCallbackUrl(secrets, 'mac-key', 'https://api.example');
  const before = await address();
  expect(before).toMatch(/^https:\/\/api\.example\/callbacks\/billecta\/1\.[\w-]{43}$/);
  await rotateCallbackKeys(secrets, 'mac-key');
  const after = await address();
  expect(after).toMatch(/\/2\.[\w-]{43}$/);
  const keys = callbackKeysOf(macKeySecret.parse(stored(secrets)));
  for (const each of [before, after]) expect(isProvenProvider(keys, 'billecta', each.split('/').at(-1)!)).toBe(true);
});

describe('the header of the webhooks', () => {
  test('is new each time, and stands beside the token', async () => {
    const secrets = new FakeSecretsManager({ secureToken: 'dG9rZW4=' });
    const first = await newBillectaHeader(secrets, 'billecta');
    const second = await newBillectaHeader(secrets, 'billecta');
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(second).not.toBe(first);
    expect(stored(secrets)).toEqual({ secureToken: 'dG9rZW4=', webhookAuthorization: second });
  });

  test('stays when the token is renewed', async () => {
    const secrets = new FakeSecretsManager({ secureToken: 'b2xk', webhookAuthorization: 'a-value-that-was-agreed' });
    await renewSecret(secrets, 'billecta', billecta.secret, { secureToken: 'bmV3' });
    expect(JSON.parse(secrets.newest)).toEqual({
      secureToken: 'bmV3',
      webhookAuthorization: 'a-value-that-was-agreed',
    });
  });

  test('of a secret that has another shape nothing is kept', async () => {
    const secrets = new FakeSecretsManager({ token: 'b2xk' });
    await renewSecret(secrets, 'billecta', billecta.secret, { secureToken: 'bmV3' });
    expect(JSON.parse(secrets.newest)).toEqual({ secureToken: 'bmV3' });
  });
});
