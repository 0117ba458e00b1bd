import { mac, sameBytes } from './mac.ts';

/**
 * The keys of callback addresses by their version. A payment keeps the address that it was created with, so a new key
 * is a new version beside the old ones, for as long as payments under those are open.
 */
export type CallbackKeys = Readonly<Record<string, string>>;

/** New addresses are made with the highest version. @returns undefined when there is none */
export const newestVersion = (keys: CallbackKeys): string | undefined =>
  Object.keys(keys).toSorted((one, other) => Number(other) - Number(one))[0];

const proofOf = (key: string, subject: string, version: string): Buffer => mac(key, 'callback', subject, version);

/** What proves that a ring is about this: whoever knows it can ring, and nobody can guess it. */
const newestProof = (keys: CallbackKeys, subject: string): string => {
  const version = newestVersion(keys) ?? '';
  const key = keys[version];
  if (key === undefined) throw new Error('there is no key for callbacks');
  return `${version}.${proofOf(key, subject, version).toString('base64url')}`;
};

const isProven = (keys: CallbackKeys, subject: string, proof: string): boolean => {
  const [, version = '', text = ''] = /^(\d{1,3})\.([\w-]{43})$/.exec(proof) ?? [];
  const key = keys[version];
  return key !== undefined && sameBytes(Buffer.from(text, 'base64url'), proofOf(key, subject, version));
};

/**
 * The payment that a callback is about; undefined for an address that we never gave, or under a version that is gone.
 * Nothing is read before.
 */
export const provenPaymentId = (keys: CallbackKeys, proof: string): string | undefined => {
  const [, paymentId = '', rest = ''] = /^([0-9a-f]{32})\.(.+)$/.exec(proof) ?? [];
  return isProven(keys, paymentId, rest) ? paymentId : undefined;
};

/** Whether a provider rings at the address that it was given for all that it has. */
export const isProvenProvider = (keys: CallbackKeys, provider: string, proof: string): boolean =>
  isProven(keys, provider, proof);

export const callbackRoute = (provider: string): `POST /${string}` => `POST /callbacks/${provider}/{proof}`;

/** Where a provider rings for a payment. */
export const callbackUrl = (publicUrl: string, provider: string, keys: CallbackKeys, paymentId: string): string =>
  `${publicUrl}/callbacks/${provider}/${paymentId}.${newestProof(keys, paymentId)}`;

/** Where a provider rings for all that it has: one address, which a person puts into its portal. */
export const providerCallbackUrl = (publicUrl: string, provider: string, keys: CallbackKeys): string =>
  `${publicUrl}/callbacks/${provider}/${newestProof(keys, provider)}`;
