import { beforeEach, describe, expect, test } from 'vitest';
import { dropCallbackKey, rotateCallbackKeys } from '../../../local/commands/callback-keys.ts';
import { FakeSecretsManager } from '../../fakes/secrets-manager.ts';
import { macKey } from '../../fakes/world.ts';

let secrets: FakeSecretsManager;
const stored = () => JSON.parse(secrets.text) as { key: string; callbackKeys?: Record<string, string> };
beforeEach(() => {
  secrets = new FakeSecretsManager({ key: macKey });
});

describe('the keys of callback addresses', () => {
  test('the first rotation adds version 2 beside the MAC key, which stays', async () => {
    expect(await rotateCallbackKeys(secrets, 'mac-key')).toEqual({ newest: '2', older: ['1'] });
    const { key, callbackKeys = {} } = stored();
    expect([key, callbackKeys['1']]).toEqual([macKey, macKey]);
    expect(callbackKeys['2']).toMatch(/^[\w-]{64}$/);
  });

  test('each rotation adds another version with another key', async () => {
    for (let time = 0; time < 3; time += 1) await rotateCallbackKeys(secrets, 'mac-key');
    const keys = stored().callbackKeys ?? {};
    expect(Object.keys(keys)).toEqual(['1', '2', '3', '4']);
    expect(new Set(Object.values(keys)).size).toBe(4);
  });

  test('two people at once each add one', async () => {
    await Promise.all([rotateCallbackKeys(secrets, 'mac-key'), rotateCallbackKeys(secrets, 'mac-key')]);
    expect(Object.keys(stored().callbackKeys ?? {})).toEqual(['1', '2', '3']);
  });

  test('a dropped version is gone, also the first, and its number never comes back', async () => {
    await rotateCallbackKeys(secrets, 'mac-key');
    expect(await dropCallbackKey(secrets, 'mac-key', '1')).toEqual({ newest: '2', older: [] });
    expect(stored()).toMatchObject({ key: macKey, callbackKeys: { 2: expect.any(String) as string } });
    expect(Object.keys(stored().callbackKeys ?? {})).toEqual(['2']);
    expect(await rotateCallbackKeys(secrets, 'mac-key')).toEqual({ newest: '3', older: ['2'] });
  });

  test.each([
    { version: '2', message: 'New addresses are made with version 2' },
    { version: '3', message: 'There is no version "3": there are 1, 2' },
    { version: '', message: 'There is no version' },
  ])('version "$version" cannot be dropped', async ({ version, message }) => {
    await rotateCallbackKeys(secrets, 'mac-key');
    const before = secrets.text;
    await expect(dropCallbackKey(secrets, 'mac-key', version)).rejects.toThrow(message);
    expect(secrets.text).toBe(before);
  });

  test('without a rotation the only version cannot be dropped', async () => {
    await expect(dropCallbackKey(secrets, 'mac-key', '1')).rejects.toThrow('add another');
  });
});
