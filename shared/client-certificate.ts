import type { SecureContextOptions } from 'node:tls';
import * as z from 'zod';

const certificateAuthority = z.string().startsWith('-----BEGIN CERTIFICATE-----').optional();

/**
 * A client certificate in a secret, with `ca` where the server's is not a public one: either a PKCS#12 file, or a PEM
 * chain (leaf first) with its key.
 */
export const clientCertificate = z.union([
  z.strictObject({ pfx: z.base64().min(1), passphrase: z.string(), ca: certificateAuthority }),
  z.strictObject({
    certificate: z.string().startsWith('-----BEGIN CERTIFICATE-----'),
    key: z.string().startsWith('-----BEGIN '),
    passphrase: z.string().optional(),
    ca: certificateAuthority,
  }),
]);
export type ClientCertificate = z.infer<typeof clientCertificate>;

/** What Node's TLS takes of it. */
export const tlsOptionsOf = (secret: ClientCertificate): SecureContextOptions =>
  'pfx' in secret
    ? { pfx: Buffer.from(secret.pfx, 'base64'), passphrase: secret.passphrase, ca: secret.ca }
    : { cert: secret.certificate, key: secret.key, passphrase: secret.passphrase, ca: secret.ca };
