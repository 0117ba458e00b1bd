import { describe, expect, it } from 'vitest';
import { hashOf, newApiKey, type StoredKey } from '../../shared/api-keys.ts';
import { callersOf } from '../../shared/callers.ts';
import { clientTokenOf } from '../../shared/client-token.ts';
import { storedKey } from '../fakes/stored-key.ts';
import { macKey, rejection } from '../fakes/world.ts';

const flowId = 'ab'.repeat(22);
const shopKey = newApiKey();
const readerKey = newApiKey();

const withKeys = (...keys: StoredKey[]) => {
  const secret = { keys };
  const callers = callersOf({ get: () => Promise.resolve(secret) }, () => Promise.resolve(macKey));
  return { secret, callers };
};
const { callers } = withKeys(
  storedKey(readerKey, 'shop', 'results'),
  storedKey(shopKey, 'shop', 'billecta', 'results'),
);

describe('merchants', () => {
  it('is known by its key, whatever the case of the scheme', async () => {
    const shop = { name: 'shop', scopes: ['billecta', 'results'] };
    expect(await callers.merchant(`Bearer ${shopKey}`, 'billecta')).toEqual(shop);
    expect(await callers.merchant(`bearer ${shopKey}`, 'results')).toEqual(shop);
  });

  it.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['another scheme', `Basic ${shopKey}`],
    ['no scheme', shopKey],
    ['no key', 'Bearer '],
    ['two keys', `Bearer ${shopKey} ${shopKey}`],
    ['a key that is too long to be one', `Bearer ${'x'.repeat(201)}`],
    ['an unknown key', `Bearer ${newApiKey()}`],
    ['the hash of a key', `Bearer ${hashOf(shopKey)}`],
  ])('%s is unauthorized', async (_, authorization) => {
    expect(await rejection(callers.merchant(authorization, 'billecta'))).toMatchObject({ code: 'unauthorized' });
    expect(await rejection(callers.merchantOrBrowser(authorization, flowId))).toMatchObject({ code: 'unauthorized' });
  });

  it('without the scope it is forbidden', async () => {
    expect(await rejection(callers.merchant(`Bearer ${readerKey}`, 'billecta'))).toMatchObject({
      code: 'forbidden',
      extras: { detail: 'This key lacks the scope "billecta".' },
    });
  });

  it('with a client token it is forbidden, whosever it is', async () => {
    const token = clientTokenOf(macKey, flowId);
    expect(await rejection(callers.merchant(`Bearer ${token}`, 'results'))).toMatchObject({ code: 'forbidden' });
    expect(await rejection(callers.merchant('Bearer ct_made-up', 'results'))).toMatchObject({ code: 'forbidden' });
  });

  it('a revoked key opens nothing, the other of the same merchant still does', async () => {
    const other = withKeys(storedKey(shopKey, 'shop', 'billecta'), storedKey(readerKey, 'shop', 'billecta'));
    other.secret.keys.shift();
    const [revoked, kept] = [`Bearer ${shopKey}`, `Bearer ${readerKey}`];
    expect(await rejection(other.callers.merchant(revoked, 'billecta'))).toMatchObject({ code: 'unauthorized' });
    expect(await other.callers.merchant(kept, 'billecta')).toMatchObject({ name: 'shop' });
  });
});

describe('browsers', () => {
  it('is known by the token of this flow', async () => {
    expect(await callers.merchantOrBrowser(`Bearer ${clientTokenOf(macKey, flowId)}`, flowId)).toBe('browser');
  });

  it('is unauthorized with the token of another', async () => {
    const other = `Bearer ${clientTokenOf(macKey, 'cd'.repeat(22))}`;
    expect(await rejection(callers.merchantOrBrowser(other, flowId))).toMatchObject({ code: 'unauthorized' });
  });

  it("a merchant's key serves as well, with any scope", async () => {
    expect(await callers.merchantOrBrowser(`Bearer ${readerKey}`, flowId)).toMatchObject({ name: 'shop' });
  });
});

describe('new starts', () => {
  const { secret, callers: these } = withKeys();

  it('are let through, until a person stops them at one provider, and again when they resume', async () => {
    await these.mayStart('billecta');
    Object.assign(secret, { stopped: ['billecta'] });
    expect(await rejection(these.mayStart('billecta'))).toMatchObject({
      code: 'starts-stopped',
      extras: { retryAfterSeconds: 300 },
    });
    await these.mayStart('swedbank-pay');
    Object.assign(secret, { stopped: [] });
    await these.mayStart('billecta');
  });
});
