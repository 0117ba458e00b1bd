import * as z from 'zod';
import { passesLuhn } from './luhn.ts';

/**
 * The organisation number of a Swedish legal person: 10 digits, with or without the hyphen; gives 10 digits. The third
 * digit is at least 2, which tells it from a personal number; a sole trader's is the owner's personal number.
 */
export const organisationNumber = z
  .string()
  .regex(/^\d{2}[2-9]\d{3}-?\d{4}$/, { error: 'must be an organisation number of 10 digits', abort: true })
  .transform((text) => text.replace('-', ''))
  .refine(passesLuhn, 'must have a correct check digit')
  .meta({ description: 'Swedish organisation number, 10 digits', examples: ['5555555555'] });
