import * as z from 'zod';

/** The currencies that the providers settle in; each has a hundred minor units. */
export const currency = z.enum(['SEK', 'NOK', 'EUR']);
export type Currency = z.infer<typeof currency>;

/** An amount in minor units (öre, øre, cent): a safe integer from 0. */
export const minorUnits = z
  .int('must be an amount in whole minor units, such as 1050 for 10.50')
  .nonnegative()
  .meta({ description: 'Amount in minor units (öre, øre, cent)', examples: [2500] });

/** An amount in minor units that moves money: a safe integer from 1. */
export const positiveMinorUnits = minorUnits.min(1).meta({ examples: [10000] });
