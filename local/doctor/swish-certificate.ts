import type { X509Certificate } from 'node:crypto';
import { swish } from '../../functions/swish/provider.ts';
import { daysUntil, leafCertificateOf, warningDays } from '../../shared/certificate-expiry.ts';
import type { ClientCertificate } from '../../shared/client-certificate.ts';
import { chainFrom, isSelfSigned } from '../certificates/identity.ts';
import { pkcs12Scheme } from '../certificates/pkcs12-scheme.ts';
import { readPkcs12 } from '../certificates/pkcs12-read.ts';
import { readCertificates } from '../certificates/read-certificates.ts';
import { dayOf, isFromTestAuthority, oneLine } from '../certificates/usable.ts';
import { failed, needsTrial, note, NotTried, passed, settingsFile, type Check, type Finding } from './check.ts';
import type { Deployment } from './deployment.ts';
import { usableSecret } from './secrets.ts';

export const secretOf = (deployment: Deployment): Promise<ClientCertificate> =>
  usableSecret(deployment, swish.name, swish.secret);

const store = ({ environment }: Deployment): string =>
  `npm run certificates -- store swish --environment ${environment}`;
const renew = (deployment: Deployment): string =>
  `Order one with a new key (docs/certificates.md, "Swish"), then: ${store(deployment)}`;

/** How a PKCS#12 file is protected; undefined for PEM, and for what is no such file. */
const schemeOf = (secret: ClientCertificate) => {
  try {
    return 'pfx' in secret ? pkcs12Scheme(Buffer.from(secret.pfx, 'base64'), 'it') : undefined;
  } catch {
    return undefined;
  }
};

const leafOrNone = (secret: ClientCertificate): X509Certificate | undefined => {
  try {
    return leafCertificateOf(secret);
  } catch {
    return undefined;
  }
};

/** @throws NotTried when it cannot be opened */
const leafIn = async (deployment: Deployment): Promise<X509Certificate> => {
  const leaf = leafOrNone(await secretOf(deployment));
  if (!leaf) throw new NotTried('swish-certificate');
  return leaf;
};

const chainIn = async (secret: ClientCertificate, leaf: X509Certificate): Promise<X509Certificate[]> => {
  const all =
    'pfx' in secret
      ? (await readPkcs12(Buffer.from(secret.pfx, 'base64'), secret.passphrase, 'it')).certificates
      : readCertificates(Buffer.from(secret.certificate), 'it');
  return chainFrom(leaf, all);
};

const opens = async (deployment: Deployment): Promise<Finding> => {
  const secret = await secretOf(deployment);
  const scheme = schemeOf(secret);
  const isOpen = leafOrNone(secret) !== undefined;
  if (isOpen && scheme && !scheme.isModern)
    return note(`opens, but is an old PKCS#12 file (${scheme.text}): ${store(deployment)} makes it new`);
  if (isOpen) return passed('opens, with its key');
  if (scheme?.needsOldReader)
    return failed(
      `is an old PKCS#12 file (${scheme.text}), which Node refuses`,
      `Make it new (npm run certificates -- convert), then: ${store(deployment)}`,
    );
  return failed(
    'cannot be opened: another passphrase, a damaged file, or the key of another certificate',
    `Put a good one in, which is tried first: ${store(deployment)}`,
  );
};

const dates = async (deployment: Deployment): Promise<Finding> => {
  const { validFromDate, validToDate } = await leafIn(deployment);
  const now = new Date();
  const days = daysUntil(validToDate, now);
  if (days < 0) return failed(`expired on ${dayOf(validToDate)}`, renew(deployment));
  if (validFromDate > now)
    return failed(
      `is not valid before ${validFromDate.toISOString()}`,
      "Wait until then, or set this machine's clock right.",
    );
  const text = `${dayOf(validFromDate)} to ${dayOf(validToDate)}, ${days} days left`;
  if (days <= warningDays.last) return failed(text, renew(deployment));
  return days <= warningDays.early ? note(`${text}: time to order a new one (docs/certificates.md)`) : passed(text);
};

const payeeAlias = ({ settings }: Deployment): string =>
  swish.settings.parse(settings.providers[swish.name]).payeeAlias;

/** The Swish number in the subject (swish.md 16.2); undefined where there is none. */
const numberOf = ({ subject }: X509Certificate): string | undefined => /^CN=(\d{10})$/m.exec(subject)?.[1];

const number = async (deployment: Deployment): Promise<Finding> => {
  const ours = payeeAlias(deployment);
  const found = numberOf(await leafIn(deployment));
  if (found === ours) return passed(found);
  if (found === undefined) return needsTrial('its subject names no Swish number, so only a payment shows whose it is');
  return failed(
    `is of ${found}, and the payeeAlias of the environment is ${ours}`,
    `Put the certificate of ${ours} in (${store(deployment)}), or the right number into ${settingsFile} and deploy.`,
  );
};

const issuer = async (deployment: Deployment): Promise<Finding> => {
  const leaf = await leafIn(deployment);
  const name = oneLine(leaf.issuer);
  const isForTests = isSelfSigned(leaf) || isFromTestAuthority(await chainIn(await secretOf(deployment), leaf));
  if (deployment.environment !== 'production' || !isForTests) return passed(name);
  return failed(
    `comes from a test authority (${name})`,
    `Production takes one that Swish has issued for it. ${renew(deployment)}`,
  );
};

/** The certificate of one that Swish can take. @throws NotTried for one that it cannot */
export const presentable = async (deployment: Deployment): Promise<ClientCertificate> => {
  const leaf = await leafIn(deployment);
  const now = new Date();
  if (leaf.validToDate <= now || leaf.validFromDate > now) throw new NotTried('swish-certificate-dates');
  const found = numberOf(leaf);
  if (found !== undefined && found !== payeeAlias(deployment)) throw new NotTried('swish-certificate-number');
  return secretOf(deployment);
};

/** What the client certificate says of itself (swish.md 16). */
export const swishCertificateChecks: readonly Check[] = [
  { name: 'swish-certificate', proves: 'the client certificate can be used, and its key belongs to it', run: opens },
  {
    name: 'swish-certificate-dates',
    proves: `the client certificate is valid, for more than ${warningDays.last} days`,
    run: dates,
  },
  { name: 'swish-certificate-number', proves: 'the client certificate is of the payeeAlias', run: number },
  { name: 'swish-certificate-issuer', proves: 'production has no certificate of a test authority', run: issuer },
];
