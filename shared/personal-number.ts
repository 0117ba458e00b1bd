import Personnummer from 'personnummer';
import * as z from 'zod';

/**
 * A Swedish personal or coordination number. Takes 12 digits (`YYYYMMDDNNNC`, with or without a hyphen) or 10 (with the
 * hyphen, or `+` from the year in which the person turns 100); gives 12 digits. Check digit, date and serial number are
 * verified (bankid.md section 9). Ask for 12 digits: of 10 without a sign the century is only a guess.
 */
export const personalNumber = z
  .string()
  .regex(/^(\d{8}-?\d{4}|\d{6}[-+]?\d{4})$/, { error: 'must be a personal number of 10 or 12 digits', abort: true })
  .refine((text) => Personnummer.valid(text), { error: 'must be a valid personal or coordination number', abort: true })
  .refine((text) => Personnummer.parse(text).getDate() <= new Date(), 'must not have a birthday to come')
  .transform((text) => Personnummer.parse(text).format(true))
  .meta({ description: 'Swedish personal or coordination number, 12 digits', examples: ['198001139297'] });
