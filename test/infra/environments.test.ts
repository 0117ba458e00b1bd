import { describe, expect, it } from 'vitest';
import { check, type EnvironmentName, environmentName, settingsOf } from '../../infra/environments.ts';

const without = (settings: Record<string, unknown>, key: string) =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name !== key));
const good = (name: EnvironmentName): Record<string, unknown> => {
  const settings: Record<string, unknown> = { ...settingsOf(name) };
  return without(settings, 'name');
};
/** The providers of production, one of them changed. */
const changed = (provider: string, change: Record<string, unknown>) => {
  const { providers } = settingsOf('production') as unknown as { providers: Record<string, Record<string, unknown>> };
  return { providers: { ...providers, [provider]: { ...providers[provider], ...change } } };
};
const billecta = (change: Record<string, unknown>) => changed('billecta', change);
const swedbankPay = (change: Record<string, unknown>) => changed('swedbank-pay', change);

describe('the environments', () => {
  it.each(environmentName.options)('%s is complete', (name) => {
    expect(settingsOf(name).name).toBe(name);
  });

  it.each(['', 'prod', 'Test'])('%j is none, and the answer says which there are', (name) => {
    expect(() => settingsOf(name)).toThrow('local|test|production');
  });

  it('none has a webhook by itself; local takes one', () => {
    for (const name of environmentName.options) expect(settingsOf(name).webhook).toBeUndefined();
    const url = 'http://127.0.0.1:9999/events';
    expect(settingsOf('local', { webhook: url }).webhook).toEqual({ url });
  });

  it('local takes where its simulators and its pages are', () => {
    const context = {
      simulators: '{"billecta":"http://127.0.0.1:9999","swedbank-pay":"http://127.0.0.1:9998"}',
      corsOrigins: 'http://127.0.0.1:1,http://127.0.0.1:2',
    };
    expect(settingsOf('local', context)).toMatchObject({
      corsOrigins: ['http://127.0.0.1:1', 'http://127.0.0.1:2'],
      providers: {
        billecta: { host: 'http://127.0.0.1:9999' },
        'swedbank-pay': { host: 'http://127.0.0.1:9998' },
      },
    });
  });
});

describe('a setting that is missing', () => {
  it.each(Object.keys(good('test')).filter((setting) => setting !== 'webhook'))('%s is named', (setting) => {
    expect(() => check('test', without(good('test'), setting))).toThrow(new RegExp(`\n {2}${setting}\\b`));
  });

  it('all are named at once', () => {
    const missing = without(without(good('test'), 'account'), 'alarmEmail');
    expect(() => check('test', missing)).toThrow(/account[^]*alarmEmail/);
  });
});

describe('a setting that is wrong is named', () => {
  it.each([
    ['account', { account: '123' }],
    ['region', { region: 'Stockholm' }],
    ['alarmEmail', { alarmEmail: 'somebody' }],
    ['logRetention', { logRetention: 4 }],
    ['corsOrigins.0', { corsOrigins: ['www.example.com'] }],
    ['callbacks.addresses.0', { callbacks: { addresses: ['20.91.170.120/33'], enforced: false } }],
    ['callbacks.enforced', { callbacks: { addresses: [], enforced: 'yes' } }],
    ['webhook.url', { webhook: { url: 'shop.example/events' } }],
    ['webhook.url', { webhook: { url: 'ftp://shop.example/events' } }],
    ['webhook', { webhook: { url: 'https://shop.example/events', secret: 'x' } }],
    ['throttling.burst', { throttling: { ratePerSecond: 1, burst: 0 } }],
    ['executionLogging', { executionLogging: 'none' }],
    ['secretPrefix', { secretPrefix: 'sluss test' }],
    ['providers.billecta.host', billecta({ host: 'api.billecta.com' })],
    ['providers.billecta.creditorPublicId', billecta({ creditorPublicId: 'x' })],
    ['providers.billecta.rateLimits.perMinute', billecta({ rateLimits: { perTenSeconds: 100, perMinute: 0 } })],
    ['providers.billecta', { providers: {} }],
    ['providers.swedbank-pay.host', swedbankPay({ host: 'api.payex.com' })],
    ['providers.swedbank-pay.origins.0', swedbankPay({ origins: ['http://api.swedbankpay.com'] })],
    ['providers.swedbank-pay.payeeId', swedbankPay({ payeeId: 'x' })],
    ['providers.swedbank-pay', { providers: {} }],
  ])('%s', (setting, change) => {
    expect(() => check('test', { ...good('test'), ...change })).toThrow(`  ${setting}: `);
  });

  it('also one that nobody knows', () => {
    expect(() => check('test', { ...good('test'), alarmMail: 'x' })).toThrow('alarmMail');
  });
});

describe('production', () => {
  it.each([
    ['the test host', 'https://apitest.billecta.com'],
    ['a host that only begins so', 'https://api.billecta.com.example.com'],
    ['a host within', 'https://x.api.billecta.com'],
    ['plain http', 'http://api.billecta.com'],
    ['this machine', 'http://127.0.0.1:4611'],
    ['a name in front of another host', 'https://api.billecta.com@example.com'],
    ['another port', 'https://api.billecta.com:8443'],
  ])('refuses %s', (_, host) => {
    expect(() => check('production', { ...good('production'), ...billecta({ host }) })).toThrow(
      'providers.billecta.host',
    );
  });

  it.each([
    ['the test host', 'https://api.externalintegration.payex.com'],
    ["the test host of the other brand's domain", 'https://api.externalintegration.swedbankpay.com'],
    ['a host that only begins so', 'https://api.payex.com.example.com'],
    ['plain http', 'http://api.payex.com'],
    ['this machine', 'http://127.0.0.1:4102'],
    ['another port', 'https://api.payex.com:8443'],
    ["another provider's host", 'https://api.billecta.com'],
  ])('refuses for swedbank-pay %s', (_, host) => {
    expect(() => check('production', { ...good('production'), ...swedbankPay({ host }) })).toThrow(
      'providers.swedbank-pay.host',
    );
  });

  it.each([
    ['billecta', 'https://api.billecta.com'],
    ['swedbank-pay', 'https://api.payex.com'],
    ['swedbank-pay', 'https://api.swedbankpay.com'],
  ])('%s may be at %s', (provider, host) => {
    const { providers } = check('production', { ...good('production'), ...changed(provider, { host }) });
    expect(providers[provider]).toMatchObject({ host });
  });

  it('posts events over https only, and test over http too', () => {
    const webhook = { url: 'http://shop.example/events' };
    expect(() => check('production', { ...good('production'), webhook })).toThrow('webhook.url');
    expect(check('test', { ...good('test'), webhook }).webhook).toEqual(webhook);
    const secure = { url: 'https://shop.example/events' };
    expect(check('production', { ...good('production'), webhook: secure }).webhook).toEqual(secure);
  });

  it('refuses tables that go with the stack', () => {
    expect(() => check('production', { ...good('production'), destroyTables: true })).toThrow('destroyTables');
  });

  it.each(['local', 'test'] as const)('%s may have both', (name) => {
    const host = 'http://127.0.0.1:4611';
    for (const change of [billecta({ host }), swedbankPay({ host })])
      expect(check(name, { ...good(name), ...change, destroyTables: true }).destroyTables).toBe(true);
  });
});
