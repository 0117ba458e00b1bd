import { language } from './text.ts';

const locales = { en: 'en-GB', sv: 'sv-SE' };

/** Minor units of the demo's only currency, in the page's way of writing. */
export const money = (minorUnits: number): string =>
  new Intl.NumberFormat(locales[language()], {
    style: 'currency',
    currency: 'NOK',
    currencyDisplay: 'code',
  }).format(minorUnits / 100);

/** The time of day of an ISO 8601 instant. */
export const time = (instant: string): string => new Date(instant).toLocaleTimeString(locales[language()]);
