import * as z from 'zod';
import type { Currency } from '../../shared/money.ts';

/** Where an invoice can be sent (swedbank-pay.md 5.1). Sweden is closed to new merchants (section 1). */
export const country = z.enum(['SE', 'NO', 'FI']).meta({ description: "The payer's country" });
export type Country = z.infer<typeof country>;

/** The languages of the payer's page (section 3); there is no Finnish. */
export const language = z.enum(['sv-SE', 'nb-NO', 'en-US']);
export type Language = z.infer<typeof language>;

interface CountryTerms {
  readonly currency: Currency;
  /** In the spelling that was recorded; the seed's tables end in capitals. */
  readonly invoiceType: 'PayExFinancingSe' | 'PayExFinancingNo' | 'PayExFinancingFi';
  /** The first is used unless another is asked for. */
  readonly languages: readonly [Language, ...Language[]];
  readonly zipCodeDigits: number;
  readonly msisdn: RegExp;
}

/** What follows from a country (swedbank-pay.md 5.1, 3 and 8). */
export const countries: Readonly<Record<Country, CountryTerms>> = {
  SE: {
    currency: 'SEK',
    invoiceType: 'PayExFinancingSe',
    languages: ['sv-SE', 'en-US'],
    zipCodeDigits: 5,
    msisdn: /^\+46[1-9]\d{6,9}$/,
  },
  NO: {
    currency: 'NOK',
    invoiceType: 'PayExFinancingNo',
    languages: ['nb-NO', 'en-US'],
    zipCodeDigits: 4,
    msisdn: /^\+47\d{8}$/,
  },
  FI: {
    currency: 'EUR',
    invoiceType: 'PayExFinancingFi',
    languages: ['en-US'],
    zipCodeDigits: 5,
    msisdn: /^\+358[1-9]\d{5,10}$/,
  },
};
