import { describe, expect, it } from 'vitest';
import { callbackUrl, provenPaymentId } from '../../shared/callback-proof.ts';
import { macKey } from '../fakes/world.ts';

const paymentId = 'cd'.repeat(16);
const url = callbackUrl('https://sluss.example', 'swedbank-pay', macKey, paymentId);
const proof = url.split('/').at(-1)!;
const [, version = '', text = ''] = proof.split('.');

/** The same text with another letter at a place. */
const changedAt = (index: number): string =>
  `${text.slice(0, index)}${text[index] === 'A' ? 'Q' : 'A'}${text.slice(index + 1)}`;

describe('the address of a callback', () => {
  it('is at the provider, and proves its own payment', () => {
    expect(url).toMatch(/^https:\/\/sluss\.example\/callbacks\/swedbank-pay\/[\w.-]+$/);
    expect(provenPaymentId(macKey, proof)).toBe(paymentId);
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
    expect(provenPaymentId(macKey, changed)).toBeUndefined();
  });

  it('proves nothing under another key', () => {
    expect(provenPaymentId(`${macKey}.`, proof)).toBeUndefined();
  });
});
