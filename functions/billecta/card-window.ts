import * as z from 'zod';
import type { Message } from '../../shared/polling-flow.ts';

/** What the payer reads while the card window is open and afterwards, by hint. */
export const cardHints = {
  'card-window-open': {
    sv: 'Fyll i kortet i fönstret.',
    en: 'Enter the card in the window.',
  },
  'card-processing': { sv: 'Kortet kontrolleras.', en: 'The card is being checked.' },
  'card-not-saved': {
    sv: 'Kortet kunde inte sparas. Försök igen, eller ta ett annat kort.',
    en: 'The card could not be saved. Try again, or take another card.',
  },
  'card-payment-failed': {
    sv: 'Kortbetalningen gick inte igenom. Försök igen, eller betala på ett annat sätt.',
    en: 'The card payment did not go through. Try again, or pay in another way.',
  },
} as const satisfies Record<string, Message>;
export type CardHint = keyof typeof cardHints;

const landing = z
  .url({ protocol: /^https?$/ })
  .max(512)
  .meta({ description: 'Where the browser ends; proves nothing: read the flow. No personal data.' });

/** What every card window is opened with (billecta.md 5). */
export const windowRequest = z.strictObject({
  successUrl: landing,
  failureUrl: landing,
  language: z.enum(['sv', 'en', 'fi']).default('sv').meta({ description: "The window's language" }),
});

/** The same in Billecta's spelling. */
export const windowFields = ({ successUrl, failureUrl, language }: z.infer<typeof windowRequest>) => ({
  SuccessUrl: successUrl,
  FailureUrl: failureUrl,
  Language: language.toUpperCase(),
});

/** The window's address; anything else counts as none, and spoils no payment. */
export const windowUrl = z
  .url({ protocol: /^https?$/ })
  .nullish()
  .catch(null);
