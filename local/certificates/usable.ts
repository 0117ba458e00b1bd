import type { X509Certificate } from 'node:crypto';
import type { EnvironmentName } from '../../infra/environments.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { isSelfSigned, type Identity } from './identity.ts';

/** A time as a day, in UTC: certificates are told by their days. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/**
 * Whether a test authority issued it, as far as names tell: those of BankID's and Swish's test authorities have "Test" in
 * one of their names (bankid.md 3.3, swish.md 16.2).
 */
export const isFromTestAuthority = (chain: X509Certificate[]): boolean =>
  chain.some(({ issuer }) => /\btest/i.test(issuer));

/** Throws an explained error for a certificate that the environment cannot use: not valid now, or for tests alone. */
export const assertUsable = ({ chain }: Identity, environment: EnvironmentName | undefined, now: Date): void => {
  const [leaf] = chain;
  if (leaf.validToDate <= now)
    throw new ExplainedError(
      `The certificate expired on ${dayOf(leaf.validToDate)}: make a new request, with a new key, and have it issued.`,
    );
  if (leaf.validFromDate > now)
    throw new ExplainedError(
      `The certificate is not valid before ${leaf.validFromDate.toISOString()}: wait until then, or set this computer's clock right.`,
    );
  if (environment !== 'production') return;
  if (isSelfSigned(leaf))
    throw new ExplainedError(
      'A self-signed certificate is for tests alone: in production the bank, or Swish, issues it.',
    );
  if (isFromTestAuthority(chain))
    throw new ExplainedError(
      `The certificate comes from a test authority (${oneLine(leaf.issuer)}): production takes one that the bank, or Swish, has issued for production.`,
    );
};

/** A distinguished name as Node gives it, on one line. */
export const oneLine = (name: string): string => name.replaceAll('\n', ', ');
