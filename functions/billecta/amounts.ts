import * as z from 'zod';

/** AmountView on write: minor units; what it is for people is Billecta's to say (billecta.md 1.2). */
export const amountView = (öre: number) => ({ CurrencyCode: 'SEK', Value: öre });

const view = z.looseObject({ CurrencyCode: z.string().nullish(), Value: z.int() });

/** AmountView on read, as minor units; null where Billecta has none. */
export const minorUnitsOf = view.nullable().transform((amount) => amount?.Value ?? null);

/** The same where the field may be missing altogether. */
export const optionalMinorUnits = view.nullish().transform((amount) => amount?.Value ?? null);

/** A price as products have it: kronor in a double (billecta.md 1.2). Exact up to 100 billion kronor. */
export const kronor = (öre: number): number => öre / 100;

/** A product's price in öre; null where it is no whole number of them. */
export const öreOf = (price: number): number | null => {
  const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(price)) ?? [];
  return whole === undefined ? null : Number(`${sign ?? ''}${whole}${decimals.padEnd(2, '0')}`);
};
