import fc from 'fast-check';
import { expect, it } from 'vitest';
import { kronor, kronorOf } from '../../functions/swish/amounts.ts';

const öre = fc.integer({ min: 0, max: 99_999_999_999_999 });

it('what is written is read back to the öre, as text and as the number that Swish makes of it', () => {
  fc.assert(
    fc.property(öre, (amount) => {
      const text = kronorOf(amount);
      expect(text).toMatch(/^\d{1,12}\.\d{2}$/);
      expect(kronor.parse(text)).toBe(amount);
      expect(kronor.parse(Number(text))).toBe(amount);
    }),
  );
});

it('nothing is read that is less than an öre, or no amount', () => {
  for (const wrong of ['1.001', '1,00', '-1', '1e3', '', 'NaN', Number.NaN, -1, 1.001, 1e13])
    expect([wrong, kronor.safeParse(wrong).success]).toEqual([wrong, false]);
});
