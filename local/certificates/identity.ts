import type { KeyObject, X509Certificate } from 'node:crypto';
import { ExplainedError } from '../system/explained-error.ts';

/** A private key and its certificate with what issued it: the leaf first, each followed by its issuer. */
export interface Identity {
  key: KeyObject;
  chain: [X509Certificate, ...X509Certificate[]];
}

export const isSelfSigned = (certificate: X509Certificate): boolean => isIssuedBy(certificate, certificate);

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.issuer === issuer.subject && certificate.verify(issuer.publicKey);

/** A certificate and what issued it, one after the other, from certificates in any order. */
export const chainFrom = (leaf: X509Certificate, certificates: X509Certificate[]): Identity['chain'] => {
  const chain: Identity['chain'] = [leaf];
  for (let last = leaf; !isSelfSigned(last);) {
    const issuer = certificates.find((candidate) => isIssuedBy(last, candidate));
    if (!issuer || chain.includes(issuer)) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
};

/** The certificate of a few that has issued none of the others. */
export const leafOf = (certificates: X509Certificate[]): X509Certificate | undefined =>
  certificates.find((one) => !certificates.some((other) => other !== one && isIssuedBy(other, one)));

/**
 * The key with its certificate and the chain, from certificates in any order; what belongs to neither is left out.
 * Throws an explained error when no certificate belongs to the key.
 */
export const identityOf = (key: KeyObject, certificates: X509Certificate[]): Identity => {
  const leaf = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (!leaf)
    throw new ExplainedError(
      'The certificate does not belong to this key: choose the .key file that was made with the request that was sent, or request anew.',
    );
  return { key, chain: chainFrom(leaf, certificates) };
};
