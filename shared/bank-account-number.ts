import * as z from 'zod';

const digits = (text: string): string => text.replaceAll(/[- ]/g, '');

/**
 * A clearing number: 4 digits, or 5 where it begins with 8 (Swedbank and savings banks); gives digits. Length and form
 * only: which numbers a bank has, and how it checks them, is the bank's.
 */
export const clearingNumber = z
  .string()
  .regex(/^([1-9]\d{3}|8\d{3}-?\d)$/, 'must be a clearing number of 4 digits, or 5 from 8000 on')
  .transform(digits)
  .meta({ description: 'Clearing number', examples: ['5000'] });

/** A bank account's number without its clearing number: at most 10 digits, with hyphens and spaces or not; gives digits. */
export const accountNumber = z
  .string()
  .regex(/^\d(?:[- ]?\d){4,9}$/, 'must be an account number of 5 to 10 digits')
  .transform(digits)
  .meta({ description: 'Account number, without the clearing number', examples: ['0000018'] });
