import { createPublicKey } from 'node:crypto';
import { authorityExtensions, digitalSignature, forHosts, forPurpose } from './extensions.ts';
import { newKey } from './keys.ts';
import { distinguishedName, type Subject } from './names.ts';
import { signCertificate } from './sign-certificate.ts';

interface Wanted {
  subject: Subject;
  purpose: 'server' | 'client';
  /** The names and IPv4 addresses of a server. */
  hosts?: string[];
  days?: number;
}

/** A certificate, and its key in clear text: for tests and simulators, which keep both in memory. */
export interface Issued {
  certificate: string;
  key: string;
}

/** An authority of our own, for tests and simulators: its certificate as PEM, and what it issues (RSA 2048, SHA-256). */
export const makeAuthority = async ({ name }: { name: string }) => {
  const issuerKey = await newKey(2048);
  const issuer = distinguishedName({ commonName: name });
  const certificate = await signCertificate({
    subject: issuer,
    publicKey: createPublicKey(issuerKey),
    issuer,
    issuerKey,
    days: 3650,
    extensions: authorityExtensions(),
  });
  return {
    certificate,
    issue: async ({ subject, purpose, hosts = [], days = 365 }: Wanted): Promise<Issued> => {
      const key = await newKey(2048);
      const leaf = await signCertificate({
        subject: distinguishedName(subject),
        publicKey: createPublicKey(key),
        issuer,
        issuerKey,
        days,
        extensions: [digitalSignature(), forPurpose(purpose), ...(hosts.length > 0 ? [forHosts(hosts)] : [])],
      });
      return { certificate: leaf, key: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
    },
  };
};
