import * as z from 'zod';

/** Per cent; the rates that Sweden has. */
export const vatRate = z.literal([0, 6, 12, 25]).meta({ description: 'VAT in per cent', examples: [25] });
export type VatRate = z.infer<typeof vatRate>;

/** 100 million kronor in öre: with the largest quantity, fifty rows of it are still a safe integer. */
const largest = 10_000_000_000;

/** The price of one unit, in öre; negative for a deduction. */
export const unitPrice = z
  .int('must be a price in whole öre, such as 1050 for 10.50 kr')
  .min(-largest)
  .max(largest)
  .meta({ description: 'Price of one unit, in öre', examples: [12500] });

/** An amount that is credited or paid, in öre. */
export const payableAmount = z
  .int('must be an amount in whole öre, such as 1050 for 10.50 kr')
  .min(1)
  .max(largest)
  .meta({ description: 'Amount in öre', examples: [12500] });

/** A payable amount without öre, in öre. */
export const wholeKronor = z
  .int('must be whole kronor in öre, such as 15000 for 150 kr')
  .multipleOf(100)
  .min(1)
  .max(largest)
  .meta({ description: 'Amount in whole kronor, in öre', examples: [15000] });

/** How many, with three decimals at most. */
export const quantity = z
  .number()
  .positive()
  .max(10_000)
  .refine((value) => /^\d+(\.\d{1,3})?$/.test(String(value)), 'must have three decimals at most')
  .meta({ description: 'How many; three decimals at most', examples: [1] });

export interface Row {
  readonly quantity: number;
  /** öre */
  readonly unitPrice: number;
  readonly vat: VatRate;
}

/** öre */
export interface RowTotal {
  readonly net: number;
  readonly vat: number;
  readonly gross: number;
}

/** Half an öre goes away from zero. */
const divide = (dividend: bigint, divisor: bigint): bigint => {
  const half = divisor / 2n;
  return (dividend < 0n ? dividend - half : dividend + half) / divisor;
};

/**
 * What a row comes to, each part in whole öre: VAT is computed once, of the row, and the other part is what is left, so
 * that net and VAT always make up the gross amount.
 */
export const rowTotal = ({ quantity: many, unitPrice: price, vat: rate }: Row, pricesIncludeVat: boolean): RowTotal => {
  const amount = divide(BigInt(price) * BigInt(Math.round(many * 1000)), 1000n);
  const per = BigInt(rate);
  const vat = pricesIncludeVat ? divide(amount * per, 100n + per) : divide(amount * per, 100n);
  const [net, gross] = pricesIncludeVat ? [amount - vat, amount] : [amount, amount + vat];
  return { net: Number(net), vat: Number(vat), gross: Number(gross) };
};

/** What rows come to together. */
export const totalOf = (rows: readonly Row[], pricesIncludeVat: boolean): RowTotal =>
  rows
    .map((row) => rowTotal(row, pricesIncludeVat))
    .reduce((sum, row) => ({ net: sum.net + row.net, vat: sum.vat + row.vat, gross: sum.gross + row.gross }), {
      net: 0,
      vat: 0,
      gross: 0,
    });
