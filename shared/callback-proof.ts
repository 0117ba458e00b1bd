import { mac, sameBytes } from './mac.ts';

/**
 * Which key proved a callback. A payment keeps the address that it was created with, so a new key is a new version
 * beside the old one, for as long as payments under the old one are open.
 */
const keyVersion = '1';

const proofOf = (macKey: string, paymentId: string, version: string): Buffer =>
  mac(macKey, 'callback', paymentId, version);

/** The last part of a payment's callback address: whoever knows it can ring, and nobody can guess it. */
const callbackProof = (macKey: string, paymentId: string): string =>
  `${paymentId}.${keyVersion}.${proofOf(macKey, paymentId, keyVersion).toString('base64url')}`;

/** The payment that a callback is about; undefined for an address that we never gave. Nothing is read before. */
export const provenPaymentId = (macKey: string, proof: string): string | undefined => {
  const [, paymentId = '', version = '', text = ''] = /^([0-9a-f]{32})\.(\d{1,3})\.([\w-]{43})$/.exec(proof) ?? [];
  if (version !== keyVersion) return undefined;
  return sameBytes(Buffer.from(text, 'base64url'), proofOf(macKey, paymentId, version)) ? paymentId : undefined;
};

export const callbackRoute = (provider: string): `POST /${string}` => `POST /callbacks/${provider}/{proof}`;

/** Where a provider rings for a payment. */
export const callbackUrl = (publicUrl: string, provider: string, macKey: string, paymentId: string): string =>
  `${publicUrl}/callbacks/${provider}/${callbackProof(macKey, paymentId)}`;
