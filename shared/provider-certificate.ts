import * as z from 'zod';
import { daysUntil, leafCertificateOf } from './certificate-expiry.ts';
import { readEnvironment } from './environment.ts';
import { log } from './log.ts';
import { measure } from './metrics.ts';
import type { Provider } from './provider.ts';
import { ProviderNotConfigured } from './provider-error.ts';
import { keptSecret, SecretMissing } from './secrets.ts';
import { task } from './task.ts';

/**
 * The certificate function of a provider: started once a day, it measures how many whole days its client certificate has
 * left. It throws, and so raises its alarm, at a secret that nothing can be done with; not at one that was never put in,
 * since whoever starts something there without it raises an alarm anyway.
 */
export const providerCertificate = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const { name, secret: schema, clientCertificate } = provider;
  if (!clientCertificate) throw new Error(`${name} has no client certificate`);
  const { PROVIDER_SECRET } = readEnvironment(z.object({ PROVIDER_SECRET: z.string() }));
  // A function that runs once a day keeps nothing.
  const secret = keptSecret(PROVIDER_SECRET, schema, 0);
  return task('certificate', async () => {
    try {
      const { validToDate } = leafOf(clientCertificate(await secret.get()));
      measure('CertificateDaysLeft', daysUntil(validToDate, new Date()), { provider: name });
    } catch (error) {
      if (!(error instanceof SecretMissing)) throw error;
      log.info('certificate.none', { provider: name });
    }
  });
};

/** What OpenSSL says of it may hold parts of the file. */
const leafOf: typeof leafCertificateOf = (certificate) => {
  try {
    return leafCertificateOf(certificate);
  } catch {
    throw new ProviderNotConfigured('the client certificate cannot be used');
  }
};
