import * as z from 'zod';
import { personalNumber } from '../../shared/personal-number.ts';

/** The sum of digits times weights. */
const weighted = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);

/** Both control digits make their weighted sum a multiple of 11; so do D-numbers and synthetic test numbers. */
const isNorwegian = (digits: string): boolean =>
  weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
  weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;

const norwegian = z
  .string()
  .regex(/^\d{11}$/, { error: 'must be a Norwegian identity number of 11 digits', abort: true })
  .refine(isNorwegian, 'must have valid control digits')
  .meta({ description: 'Norwegian identity number, 11 digits', examples: ['26026708248'] });

const finnishCheckCharacters = '0123456789ABCDEFHJKLMNPRSTUVWXY';
const isFinnish = (text: string): boolean =>
  finnishCheckCharacters[Number(text.slice(0, 6) + text.slice(7, 10)) % 31] === text[10];

/** The real form, with its century sign: what the seed prints is a copy of Norway's (swedbank-pay.md section 3). */
const finnish = z
  .string()
  .regex(/^\d{6}[-+A-FU-Y]\d{3}[\dA-Y]$/, { error: 'must be a Finnish identity code of 11 characters', abort: true })
  .refine(isFinnish, 'must have a valid check character')
  .meta({ description: 'Finnish identity code, with its century sign', examples: ['131052-308T'] });

/** The payer's national identity number, by country; Sweden's comes out with 12 digits, which was seen accepted. */
export const identityNumbers = { SE: personalNumber, NO: norwegian, FI: finnish };
