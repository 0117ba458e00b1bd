import * as z from 'zod';

/** Digits with the country code and without the leading zero; what stands without a country is Swedish. */
const normalised = (text: string): string => {
  const digits = text.replaceAll(/[\s()-]/g, '');
  const international =
    /^(?:\+|00)(\d+)$/.exec(digits)?.[1] ?? (digits.startsWith('0') ? `46${digits.slice(1)}` : digits);
  return international.replace(/^460/, '46');
};

/**
 * A mobile number that Swish can know: `070-174 06 05`, `+46 70 174 06 05`, `0046…` or `46…`; gives 46701740605, as Swish
 * writes it (swish.md 5, payerAlias: 8 to 15 digits). A Swedish one must be a mobile number.
 */
export const mobileNumber = z
  .string()
  .regex(/^[+\d][\d\s()-]{6,24}$/, { error: 'must be a phone number such as 0701740605 or +46701740605', abort: true })
  .transform(normalised)
  .refine((digits) => /^(467\d{8}|(?!46)[1-9]\d{7,14})$/.test(digits), 'must be a mobile number with its country code')
  .meta({ description: "The payer's mobile number; Swedish unless it has a country code", examples: ['0701740605'] });
