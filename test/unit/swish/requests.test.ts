import { describe, expect, it } from 'vitest';
import { paymentRequest } from '../../../functions/swish/requests.ts';

const accepts = (fields: object) => paymentRequest.safeParse({ amount: 100, ...fields }).success;

describe('a message', () => {
  it('may hold what Swish documents: letters a to ö, digits, space and some signs', () => {
    const allowed = 'abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789 :;.,?!()"';
    expect(Array.from(allowed).filter((letter) => !accepts({ message: letter }))).toEqual([]);
  });

  it('holds nothing that lies between a and ö in Unicode, nor anything else', () => {
    const range = Array.from({ length: 0x250 }, (_, code) => String.fromCodePoint(code));
    const taken = range.filter((letter) => accepts({ message: letter }));
    expect(taken.join('')).toBe(' !"(),.0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÄÅÖäåö');
    expect(accepts({ message: 'kaffe ☕' })).toBe(false);
  });

  it('is 1 to 50 letters long', () => {
    expect([0, 1, 50, 51].map((length) => accepts({ message: 'ö'.repeat(length) }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

it('an amount is whole öre, from 1 krona to what Swish can write', () => {
  const amounts = [99, 100, 100.5, 99_999_999_999_999, 100_000_000_000_000, -100, '100'];
  expect(amounts.map((amount) => paymentRequest.safeParse({ amount }).success)).toEqual([
    false,
    true,
    false,
    true,
    false,
    false,
    false,
  ]);
});

it('a payer’s number is sent as Swish writes it', () => {
  expect(paymentRequest.parse({ amount: 100, payerAlias: '070-174 06 05' }).payerAlias).toBe('46701740605');
});

it.each(['', 'x'.repeat(36), 'a_b', 'å', 'a b'])('%j is no reference', (payeePaymentReference) => {
  expect(accepts({ payeePaymentReference })).toBe(false);
});
