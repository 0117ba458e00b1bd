import type { Message } from '../../shared/polling-flow.ts';
import { lookupHints } from './bank-account-lookup.ts';

/** What the donor reads, by hint: the lookup's own, and what comes after it. */
export const donorHints = {
  ...lookupHints,
  'confirm-approval': {
    sv: 'Läs texten, välj konto och bekräfta. Först då blir gåvan av.',
    en: 'Read the text, choose an account and confirm. Only then is the donation made.',
  },
  'setting-up': { sv: 'Tack. Gåvan läggs upp.', en: 'Thank you. The donation is being set up.' },
  'no-suitable-account': {
    sv: 'Banken har inget konto åt dig som går att använda till autogiro. Välj en annan bank.',
    en: 'The bank has no account of yours that works with direct debit. Choose another bank.',
  },
  'wrong-person': {
    sv: 'Det var en annan person som legitimerade sig. Ingen gåva har lagts upp.',
    en: 'It was another person who identified themselves. No donation has been set up.',
  },
  'donor-unclear': {
    sv: 'Vi kan inte avgöra vem gåvan gäller. Ingen gåva har lagts upp. Kontakta organisationen.',
    en: 'We cannot tell whom the donation is from. No donation has been set up. Please contact the organisation.',
  },
  'debtor-refused': {
    sv: 'Medgivandet kunde inte registreras, och ingen gåva har lagts upp. Kontakta organisationen.',
    en: 'The approval could not be registered, and no donation has been set up. Please contact the organisation.',
  },
  'contract-refused': {
    sv: 'Medgivandet är registrerat, men gåvan kunde inte läggas upp. Kontakta organisationen.',
    en: 'The approval is registered, but the donation could not be set up. Please contact the organisation.',
  },
  'outcome-unknown': {
    sv: 'Vi vet ännu inte om gåvan har lagts upp. Vänta på besked innan du börjar om.',
    en: 'We do not know yet whether the donation has been set up. Wait for word before you start over.',
  },
} as const satisfies Record<string, Message>;
export type DonorHint = keyof typeof donorHints;
