import type { SavedCard } from './pay-shapes.ts';
import { language } from './text.ts';

const locales = { en: 'en-GB', sv: 'sv-SE' };

const amount = (minorUnits: number, currency: string): string =>
  new Intl.NumberFormat(locales[language()], { style: 'currency', currency, currencyDisplay: 'code' }).format(
    minorUnits / 100,
  );

/** Writes minor units with their currency, in the page's way. */
export type Money = (minorUnits: number) => string;

/** Minor units of the shop corner's only currency, in the page's way of writing. */
export const money: Money = (minorUnits) => amount(minorUnits, 'NOK');

/** Öre, written as kronor. */
export const kronor: Money = (öre) => amount(öre, 'SEK');

/** A day, `YYYY-MM-DD`. */
export const day = (written: string): string =>
  new Intl.DateTimeFormat(locales[language()], { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(written));

/** The time of day of an ISO 8601 instant. */
export const time = (instant: string): string => new Date(instant).toLocaleTimeString(locales[language()]);

/** Enough of a card to recognise it. */
export const cardName = ({ brand, maskedNumber }: Pick<SavedCard, 'brand' | 'maskedNumber'>): string =>
  `${brand ?? ''} ••${maskedNumber?.slice(-4) ?? ''}`.trim();
