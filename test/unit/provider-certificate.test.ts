import { createPrivateKey, X509Certificate } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeAuthority, type Issued } from '../../local/certificates/authority.ts';
import { writePkcs12 } from '../../local/certificates/pkcs12-write.ts';
import { FakeAws } from '../fakes/aws.ts';
import { rejection } from '../fakes/world.ts';
import { catchPrinted } from '../fakes/printed.ts';

const day = 24 * 60 * 60 * 1000;
const made = new Date('2026-11-21T10:00:00Z');
const aws = new FakeAws();
let issued: Issued;
let other: Issued;
let printed: string;

beforeAll(async () => {
  vi.useFakeTimers({ now: made, toFake: ['Date'] });
  const { issue } = await makeAuthority({ name: 'Swish CA of the tests' });
  const subject = { organisation: '5555555555', commonName: '1234679304' };
  [issued, other] = await Promise.all([
    issue({ subject, purpose: 'client', days: 90 }),
    issue({ subject, purpose: 'client' }),
  ]);
});
beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers({ now: made, toFake: ['Date'] });
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  aws.install();
  vi.stubEnv('PROVIDER_SECRET', 'test/swish');
  aws.secrets.set('test/swish', issued);
  printed = '';
  catchPrinted((text) => {
    printed += text;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

/** What one run of the deployed function measures; undefined when it measures nothing. */
const measured = async (): Promise<number | undefined> => {
  const { handler } = await import('../../functions/swish/certificate.ts');
  await handler({});
  const record = printed.split('\n').find((line) => line.includes('CloudWatchMetrics'));
  return record === undefined ? undefined : (JSON.parse(record) as { CertificateDaysLeft: number }).CertificateDaysLeft;
};

describe('the certificate function', () => {
  it.each([
    ['on its first day', 0, 90],
    ['a moment before the sixtieth day is full', 30 * day - 1, 60],
    ['a moment after', 30 * day + 1, 59],
    ['on the last day', 90 * day - 1, 0],
    ['just expired', 90 * day + 1, -1],
    ['expired for a week', 97 * day + 1, -8],
  ])('counts whole days: %s', async (_, later, left) => {
    vi.setSystemTime(made.getTime() + later);
    expect(await measured()).toBe(left);
  });

  it('reads a PKCS#12 file', async () => {
    const pkcs12 = await writePkcs12(
      createPrivateKey(issued.key),
      [new X509Certificate(issued.certificate)],
      'secret-word',
    );
    aws.secrets.set('test/swish', { pfx: pkcs12.toString('base64'), passphrase: 'secret-word' });
    expect(await measured()).toBe(90);
  });

  it('says nothing where the secret was never put in: nobody uses the provider', async () => {
    aws.secrets.delete('test/swish');
    expect(await measured()).toBeUndefined();
  });

  it.each([
    ['of another form', () => ({ token: 'Astrid' }), 'SecretUnusable'],
    [
      'whose key belongs to another',
      () => ({ certificate: issued.certificate, key: other.key }),
      'ProviderNotConfigured',
    ],
    ['that is no PKCS#12 file', () => ({ pfx: 'QXN0cmlk', passphrase: 'Astrid' }), 'ProviderNotConfigured'],
  ])('fails, and so raises its alarm, at a secret %s', async (_, secret, name) => {
    aws.secrets.set('test/swish', secret());
    const thrown = await rejection(measured());
    expect(thrown).toMatchObject({ name, message: 'certificate failed' });
    expect(printed).not.toMatch(/Astrid|PRIVATE KEY|CloudWatchMetrics/);
  });

  it('is no function of a provider without a certificate', async () => {
    const { providerCertificate } = await import('../../shared/provider-certificate.ts');
    const { swedbankPay } = await import('../../functions/swedbank-pay/provider.ts');
    expect(() => providerCertificate(swedbankPay)).toThrow('swedbank-pay has no client certificate');
  });
});
