import * as z from 'zod';
import { passesLuhn } from './luhn.ts';

const giro = (form: RegExp, error: string) =>
  z
    .string()
    .regex(form, { error, abort: true })
    .transform((text) => text.replaceAll(/[- ]/g, ''))
    .refine(passesLuhn, 'must have a correct check digit');

/** A bankgiro number: 7 or 8 digits, with or without its hyphen; gives digits. */
export const bankgiro = giro(/^\d{3,4}-?\d{4}$/, 'must be a bankgiro number of 7 or 8 digits').meta({
  description: 'Bankgiro number, 7 or 8 digits',
});

/** A plusgiro number: 2 to 8 digits, the last behind a hyphen or not, spaces as people write them; gives digits. */
export const plusgiro = giro(/^\d(?: ?\d){0,6}-?\d$/, 'must be a plusgiro number of 2 to 8 digits').meta({
  description: 'Plusgiro number, 2 to 8 digits',
});
