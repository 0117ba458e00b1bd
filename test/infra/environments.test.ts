import '../fakes/quiet.ts';
import { describe, expect, it } from 'vitest';
import { check, type EnvironmentName, environmentName, settingsOf } from '../../infra/environments.ts';

const without = (settings: Record<string, unknown>, key: string) =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name !== key));
const good = (name: EnvironmentName): Record<string, unknown> => {
  const settings: Record<string, unknown> = { ...settingsOf(name) };
  return without(settings, 'name');
};
const billecta = (change: Record<string, unknown>) => {
  const { providers } = settingsOf('production') as unknown as { providers: { billecta: Record<string, unknown> } };
  return { providers: { billecta: { ...providers.billecta, ...change } } };
};

describe('the environments', () => {
  it.each(environmentName.options)('%s is complete', (name) => {
    expect(settingsOf(name).name).toBe(name);
  });

  it.each(['', 'prod', 'Test'])('%j is none, and the answer says which there are', (name) => {
    expect(() => settingsOf(name)).toThrow('local|test|production');
  });

  it('local takes where its simulators and its pages are', () => {
    const context = {
      simulators: '{"billecta":"http://127.0.0.1:9999"}',
      corsOrigins: 'http://127.0.0.1:1,http://127.0.0.1:2',
    };
    expect(settingsOf('local', context)).toMatchObject({
      corsOrigins: ['http://127.0.0.1:1', 'http://127.0.0.1:2'],
      providers: { billecta: { host: 'http://127.0.0.1:9999' } },
    });
  });
});

describe('a setting that is missing', () => {
  it.each(Object.keys(good('test')))('%s is named', (setting) => {
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
    ['throttling.burst', { throttling: { ratePerSecond: 1, burst: 0 } }],
    ['executionLogging', { executionLogging: 'none' }],
    ['secretPrefix', { secretPrefix: 'sluss test' }],
    ['providers.billecta.host', billecta({ host: 'api.billecta.com' })],
    ['providers.billecta.creditorPublicId', billecta({ creditorPublicId: 'x' })],
    ['providers.billecta.rateLimits.perMinute', billecta({ rateLimits: { perTenSeconds: 100, perMinute: 0 } })],
    ['providers.billecta', { providers: {} }],
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

  it('refuses tables that go with the stack', () => {
    expect(() => check('production', { ...good('production'), destroyTables: true })).toThrow('destroyTables');
  });

  it.each(['local', 'test'] as const)('%s may have both', (name) => {
    const host = 'http://127.0.0.1:4611';
    expect(check(name, { ...good(name), ...billecta({ host }), destroyTables: true }).destroyTables).toBe(true);
  });
});
