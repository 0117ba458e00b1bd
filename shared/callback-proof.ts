import { mac, sameBytes } from './mac.ts';

/**
 * The keys of callback addresses by their version. A payment keeps the address that it was created with, so a new key
 * is a new version beside the old ones, for as long as payments under those are open.
 */
export type CallbackKeys = Readonly<Record<string, string>>;

/** New addresses are made with the highest version. @returns undefined when there is none */
export const newestVersion = (keys: CallbackKeys): string | undefined =>
  Object.keys(keys).toSorted((one, other) => Number(other) - Number(one))[0];

const proofOf = (key: string, paymentId: string, version: string): Buffer => mac(key, 'callback', paymentId, version);

/** The last part of a payment's callback address: whoever knows it can ring, and nobody can guess it. */
const callbackProof = (keys: CallbackKeys, paymentId: string): string => {
  const version = newestVersion(keys) ?? '';
  const key = keys[version];
  if (key === undefined) throw new Error('there is no key for callbacks');
  return `${paymentId}.${version}.${proofOf(key, paymentId, version).toString('base64url')}`;
};

/**
 * The payment that a callback is about; undefined for an address that we never gave, or under a version that is gone.
 * Nothing is read before.
 */
export const provenPaymentId = (keys: CallbackKeys, proof: string): string | undefined => {
  const [, paymentId = '', version = '', text = ''] = /^([0-9a-f]{32})\.(\d{1,3})\.([\w-]{43})$/.exec(proof) ?? [];
  const key = keys[version];
  if (key === undefined) return undefined;
  return sameBytes(Buffer.from(text, 'base64url'), proofOf(key, paymentId, version)) ? paymentId : undefined;
};

export const callbackRoute = (provider: string): `POST /${string}` => `POST /callbacks/${provider}/{proof}`;

/** Where a provider rings for a payment. */
export const callbackUrl = (publicUrl: string, provider: string, keys: CallbackKeys, paymentId: string): string =>
  `${publicUrl}/callbacks/${provider}/${callbackProof(keys, paymentId)}`;
