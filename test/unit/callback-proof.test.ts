import { describe, expect, it } from 'vitest';
import {
  callbackUrl,
  isProvenProvider,
  newestVersion,
  providerCallbackUrl,
  provenPaymentId,
} from '../../shared/callback-proof.ts';
import { macKey } from '../fakes/world.ts';

const paymentId = 'cd'.repeat(16);
const keys = { 1: macKey };
const url = callbackUrl('https://sluss.example', 'swedbank-pay', keys, paymentId);
const proofIn = (address: string) => address.split('/').at(-1)!;
const proof = proofIn(url);
const [, version = '', text = ''] = proof.split('.');

/** The same text with another letter at a place. */
const changedAt = (index: number): string =>
  `${text.slice(0, index)}${text[index] === 'A' ? 'Q' : 'A'}${text.slice(index + 1)}`;

describe('the address of a callback', () => {
  it('is at the provider, and proves its own payment', () => {
    expect(url).toMatch(/^https:\/\/sluss\.example\/callbacks\/swedbank-pay\/[\w.-]+$/);
    expect(provenPaymentId(keys, proof)).toBe(paymentId);
  });

  it.each([
    ['another payment', `${'ab'.repeat(16)}.${version}.${text}`],
    ['a changed MAC, at its beginning', `${paymentId}.${version}.${changedAt(0)}`],
    ['a changed MAC, at its end', `${paymentId}.${version}.${changedAt(42)}`],
    ['a shorter MAC', `${paymentId}.${version}.${text.slice(0, 42)}`],
    ['a longer MAC', `${proof}A`],
    ['no MAC', `${paymentId}.${version}.`],
    ['another version', `${paymentId}.2.${text}`],
    ['the version written otherwise', `${paymentId}.01.${text}`],
    ['no version', `${paymentId}.${text}`],
    ['capitals', `${paymentId.toUpperCase()}.${version}.${text}`],
    ['something before it', ` ${proof}`],
    ['a line after it', `${proof}\n`],
    ['nothing', ''],
    ['garbage', '../../etc/passwd'],
  ])('proves nothing with %s', (_, changed) => {
    expect(provenPaymentId(keys, changed)).toBeUndefined();
  });

  it('proves nothing under another key', () => {
    expect(provenPaymentId({ 1: `${macKey}.` }, proof)).toBeUndefined();
  });
});

describe('after a rotation', () => {
  const rotated = { ...keys, 2: 'another-key-of-the-tests-0123456789' };
  const newer = proofIn(callbackUrl('https://sluss.example', 'swedbank-pay', rotated, paymentId));
  const [, newVersion, newText = ''] = newer.split('.');

  it('new addresses are made with the newest version, by its number', () => {
    expect(newVersion).toBe('2');
    expect(newestVersion({ 9: 'a', 10: 'b', 2: 'c' })).toBe('10');
  });

  it('the old version still proves, beside the new one', () => {
    expect([provenPaymentId(rotated, proof), provenPaymentId(rotated, newer)]).toEqual([paymentId, paymentId]);
  });

  it('a version that was removed proves nothing', () => {
    expect(provenPaymentId({ 2: rotated[2] }, proof)).toBeUndefined();
    expect(provenPaymentId(keys, newer)).toBeUndefined();
  });

  it('a MAC of one version does not pass as another, not even under the same key', () => {
    expect(provenPaymentId(rotated, `${paymentId}.2.${text}`)).toBeUndefined();
    expect(provenPaymentId(rotated, `${paymentId}.1.${newText}`)).toBeUndefined();
    expect(provenPaymentId({ 1: macKey, 2: macKey }, `${paymentId}.2.${text}`)).toBeUndefined();
  });

  it('without any key no address is made', () => {
    expect(() => callbackUrl('', 'swedbank-pay', {}, paymentId)).toThrow('no key');
  });
});

describe('the address at which a provider rings for all that it has', () => {
  const ofAll = proofIn(providerCallbackUrl('https://sluss.example', 'billecta', keys));

  it('proves the provider, and neither another nor a payment', () => {
    expect(isProvenProvider(keys, 'billecta', ofAll)).toBe(true);
    expect(isProvenProvider(keys, 'swedbank-pay', ofAll)).toBe(false);
    expect(provenPaymentId(keys, ofAll)).toBeUndefined();
    expect(provenPaymentId(keys, `billecta.${ofAll}`)).toBeUndefined();
  });

  it('is made with the newest version, and proves as long as its version is there', () => {
    const rotated = { ...keys, 2: `${macKey}-2` };
    expect(proofIn(providerCallbackUrl('', 'billecta', rotated))).toMatch(/^2\./);
    expect(isProvenProvider(rotated, 'billecta', ofAll)).toBe(true);
    expect(isProvenProvider({ 2: rotated[2] }, 'billecta', ofAll)).toBe(false);
  });

  it.each(['', '1', '1.', '.x', 'garbage', ' 1.x'])('%j proves nothing', (changed) => {
    expect(isProvenProvider(keys, 'billecta', changed)).toBe(false);
  });
});
