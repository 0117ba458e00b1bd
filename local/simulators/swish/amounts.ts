import * as z from 'zod';
import type { ErrorCode } from './errors.ts';

const largest = 99_999_999_999_999;

/** Whether it is written as the table says: digits, or digits, a period and two digits (swish.md 5). */
const isWellFormed = (text: string) => /^\d+(\.\d{2})?$/.test(text);
const öreOf = (text: string) => Math.round(Number(text) * 100);

/** A JSON number as it would be written, with two decimals if it has any; one that has more keeps them, and is refused for them. */
const numberText = (value: number) =>
  Number(value.toFixed(2)) === value && !Number.isInteger(value) ? value.toFixed(2) : String(value);

/**
 * An amount as it is sent, as öre. MSS takes a number too, and calls 0.5 too small although it has one decimal (swish.md 5, 18).
 * Issues are codes: PA02, AM06, and `tooLarge`.
 */
export const amountFrom = (minimumÖre: number, tooLarge: ErrorCode) =>
  z
    .union([z.string(), z.number().transform(numberText)], { error: 'PA02' satisfies ErrorCode })
    .transform((text, context) => {
      const issue = (message: ErrorCode) => {
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      };
      if (!/^\d+(\.\d+)?$/.test(text)) return issue('PA02');
      if (öreOf(text) < minimumÖre) return issue('AM06');
      if (!isWellFormed(text)) return issue('PA02');
      return öreOf(text) > largest ? issue(tooLarge) : öreOf(text);
    });

/** Öre as Swish writes kronor: `100.00`. Exact for every amount that is allowed. */
export const kronorText = (öre: number): string => (öre / 100).toFixed(2);
