import * as z from 'zod';

/** A Swedish postcode: 5 digits, with or without the space; gives digits. None begins with 0. */
export const postcode = z
  .string()
  .regex(/^[1-9]\d{2} ?\d{2}$/, 'must be a postcode of 5 digits')
  .transform((text) => text.replace(' ', ''))
  .meta({ description: 'Swedish postcode', examples: ['12345'] });
