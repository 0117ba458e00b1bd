import * as z from 'zod';
import type { ErrorCode } from './errors.ts';

const largest = 99_999_999_999_999;
const code = (value: ErrorCode) => value;

/** Whether it is written as the table says: digits, or digits, a period and two digits (swish.md 5). */
const isWellFormed = (text: string) => /^\d+(\.\d{2})?$/.test(text);
const öreOf = (text: string) => Math.round(Number(text) * 100);

/**
 * An amount as it is sent, as öre. MSS takes a number too, and calls 0.5 too small although it has one decimal (swish.md 5, 18).
 * Issues are codes: PA02, AM06, and `tooLarge`.
 */
export const amountFrom = (minimumÖre: number, tooLarge: ErrorCode) =>
  z
    .union(
      [z.string(), z.number().transform((value) => (Number.isInteger(value) ? String(value) : twoDecimals(value)))],
      {
        error: code('PA02'),
      },
    )
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

/** 199.5 as 199.50; a number with more decimals keeps them, and is refused for them. */
const twoDecimals = (value: number) => (Number(value.toFixed(2)) === value ? value.toFixed(2) : String(value));

/** Öre as Swish writes kronor: `100.00`. Exact for every amount that is allowed. */
export const kronorText = (öre: number): string => (öre / 100).toFixed(2);
