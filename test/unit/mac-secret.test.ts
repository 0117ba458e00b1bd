import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callbackKeys, macSecret } from '../../shared/mac-secret.ts';
import { macKey, rejection } from '../fakes/world.ts';

const other = 'another-key-of-the-tests-0123456789';
let stored: unknown;
let loads: number;
beforeEach(() => {
  vi.useFakeTimers();
  loads = 0;
  vi.spyOn(SecretsManagerClient.prototype as { send: (command: unknown) => unknown }, 'send').mockImplementation(() => {
    loads += 1;
    return Promise.resolve({ SecretString: JSON.stringify(stored) });
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the secret of the MAC key', () => {
  it('as it was generated, its key is version 1 of callback addresses', async () => {
    stored = { key: macKey };
    expect([await macSecret('s')(), await callbackKeys('s')()]).toEqual([macKey, { 1: macKey }]);
  });

  it('after a rotation its key is still the same for all else', async () => {
    stored = { key: macKey, callbackKeys: { 1: macKey, 2: other } };
    expect([await macSecret('s')(), await callbackKeys('s')()]).toEqual([macKey, { 1: macKey, 2: other }]);
  });

  it('without version 1 its key proves no callback any more', async () => {
    stored = { key: macKey, callbackKeys: { 2: other } };
    expect([await macSecret('s')(), await callbackKeys('s')()]).toEqual([macKey, { 2: other }]);
  });

  it('a rotation is heeded within a minute', async () => {
    stored = { key: macKey };
    const keys = callbackKeys('s');
    await keys();
    stored = { key: macKey, callbackKeys: { 1: macKey, 2: other } };
    vi.advanceTimersByTime(59_999);
    expect(await keys()).toEqual({ 1: macKey });
    vi.advanceTimersByTime(1);
    expect(await keys()).toEqual({ 1: macKey, 2: other });
    expect(loads).toBe(2);
  });

  it.each([
    ['a short key', { 1: macKey, 2: 'short' }],
    ['a version that no address can name', { '01': other }],
    ['a version beyond three digits', { 1000: other }],
    ['no version at all', {}],
  ])('with %s it is unusable', async (_, keys) => {
    stored = { key: macKey, callbackKeys: keys };
    expect(await rejection(callbackKeys('s')())).toMatchObject({ name: 'SecretUnusable' });
  });
});
