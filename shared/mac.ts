import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a MAC is for; it is part of what is signed, so one made for one purpose never passes for another. */
type Purpose =
  | 'callback'
  | 'client-token'
  | 'external-reference'
  | 'flow-id'
  | 'flow-of-payment'
  | 'idempotency-key'
  | 'operation-id'
  | 'payee-reference'
  | 'payer-reference'
  | 'payment-id'
  | 'request-fingerprint';

/** HMAC-SHA-256 under the environment's own key. A plain hash of a personal number could be reversed by trying them all. */
export const mac = (key: string, purpose: Purpose, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([purpose, ...parts]))
    .digest();

/** Compares in constant time. */
export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.byteLength === other.byteLength && timingSafeEqual(one, other);
