import type { X509Certificate } from 'node:crypto';
import { daysUntil } from '../../shared/certificate-expiry.ts';
import { isSelfSigned } from './identity.ts';
import { dayOf, isFromTestAuthority, oneLine } from './usable.ts';

const validity = ({ validFromDate, validToDate }: X509Certificate, now: Date): string => {
  const days = daysUntil(validToDate, now);
  const left = validToDate <= now ? 'EXPIRED' : validFromDate > now ? 'NOT YET VALID' : `${days} days left`;
  return `${dayOf(validFromDate)} to ${dayOf(validToDate)}, ${left}`;
};

const subjectOf = (certificate: X509Certificate): Partial<Record<string, unknown>> => ({
  ...certificate.toLegacyObject().subject,
});

/** For whom it can be, as far as its subject tells (bankid.md 3.3, swish.md 16.2). */
const purpose = (certificate: X509Certificate): string => {
  const { name, serialNumber, CN } = subjectOf(certificate);
  if (typeof name === 'string' && typeof serialNumber === 'string') return `BankID, shown to people as "${name}"`;
  if (typeof CN === 'string' && /^\d{10}$/.test(CN)) return `Swish, number ${CN}`;
  return 'its subject has the form of neither a BankID nor a Swish certificate';
};

const origin = (chain: X509Certificate[]): string => {
  const [leaf] = chain;
  if (leaf && isSelfSigned(leaf)) return 'nobody (self-signed): for tests alone';
  return isFromTestAuthority(chain)
    ? 'a test authority: not for production'
    : 'no test authority, as far as its names tell';
};

/** A certificate with its chain in lines for people. */
export const describeChain = (chain: [X509Certificate, ...X509Certificate[]], now: Date): string => {
  const [leaf, ...issuers] = chain;
  const last = chain.at(-1) ?? leaf;
  const key = leaf.publicKey.asymmetricKeyDetails?.modulusLength;
  return [
    `  subject      ${oneLine(leaf.subject)}`,
    `  issuer       ${oneLine(leaf.issuer)}`,
    `  valid        ${validity(leaf, now)}`,
    `  key          ${leaf.publicKey.asymmetricKeyType?.toUpperCase() ?? '?'}${key === undefined ? '' : ` ${key}`}`,
    `  fingerprint  SHA-256 ${leaf.fingerprint256}`,
    `  for          ${purpose(leaf)}`,
    `  issued by    ${origin(chain)}`,
    ...issuers.map((issuer) => `  chain        ${oneLine(issuer.subject)}, ${validity(issuer, now)}`),
    ...(isSelfSigned(last) ? [] : [`  chain        without ${oneLine(last.issuer)}, which was not given`]),
  ].join('\n');
};
