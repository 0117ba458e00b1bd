import type { Message } from './polling-flow.ts';

/** What the payer reads while Swish works, by hint. The meanings follow swish.md 9 and 20; the words are ours. */
export const swishHints = {
  'swish-waiting': {
    sv: 'Öppna Swish och godkänn betalningen.',
    en: 'Open Swish and approve the payment.',
  },
  'swish-declined': { sv: 'Du valde att inte betala i Swish.', en: 'You chose not to pay in Swish.' },
  'swish-cancelled': { sv: 'Betalningen avbröts.', en: 'The payment was stopped.' },
  'swish-timed-out': {
    sv: 'Tiden gick ut i Swish. Börja om när du är redo.',
    en: 'Time ran out in Swish. Start again when you are ready.',
  },
  'swish-refused-by-bank': {
    sv: 'Din bank släppte inte igenom betalningen. Se över din gräns för Swish.',
    en: 'Your bank did not let the payment through. Check your limit for Swish.',
  },
  'swish-bankid-cancelled': {
    sv: 'Underskriften med BankID blev inte klar. Försök igen.',
    en: 'The signature with BankID was not completed. Try again.',
  },
  'swish-bankid-ongoing': {
    sv: 'Ett annat ärende med BankID pågår. Avsluta det och försök igen.',
    en: 'Another task with BankID is open. Close it and try again.',
  },
  'swish-bankid-failed': {
    sv: 'BankID kunde inte godkänna betalningen. Försök igen.',
    en: 'BankID could not approve the payment. Try again.',
  },
  'swish-not-enrolled': {
    sv: 'Det här numret är inte anslutet till Swish. Välj ett annat sätt att betala.',
    en: 'This number is not connected to Swish. Choose another way to pay.',
  },
  'swish-number-invalid': { sv: 'Kontrollera telefonnumret.', en: 'Check the phone number.' },
  'swish-already-open': {
    sv: 'Du har redan en öppen betalning i Swish. Avsluta den först.',
    en: 'You already have a payment open in Swish. Finish that one first.',
  },
  'swish-amount-too-large': {
    sv: 'Beloppet är för stort för Swish. Välj ett annat sätt att betala.',
    en: 'The amount is too large for Swish. Choose another way to pay.',
  },
  'swish-amount-too-small': {
    sv: 'Beloppet är för litet för Swish. Välj ett annat sätt att betala.',
    en: 'The amount is too small for Swish. Choose another way to pay.',
  },
  'swish-age-limit': { sv: 'Köpet har en åldersgräns.', en: 'The purchase has an age limit.' },
  'swish-other-person': {
    sv: 'Personnumret hör inte till den som betalar.',
    en: 'The personal number is not that of the payer.',
  },
  'swish-failed': {
    sv: 'Något gick fel hos banken eller Swish. Försök igen senare.',
    en: 'Something failed at the bank or at Swish. Try again later.',
  },
} as const satisfies Record<string, Message>;
export type SwishHint = keyof typeof swishHints;

/**
 * Swish's error codes in the status of a payment that ended as `Error` (swish.md 9.2), and those that can refuse a start
 * for what the payer can mend (9.1). Inferred: that Billecta passes Swish's own codes on (billecta.md 4). `DS24` is not
 * here: with it the money may have moved.
 */
export const swishErrors: ReadonlyMap<string, SwishHint> = new Map([
  ['TM01', 'swish-timed-out'],
  ['RF07', 'swish-refused-by-bank'],
  ['BANKIDCL', 'swish-bankid-cancelled'],
  ['BANKIDONGOING', 'swish-bankid-ongoing'],
  ['BANKIDUNKN', 'swish-bankid-failed'],
  ['ACMT01', 'swish-not-enrolled'],
  ['ACMT03', 'swish-not-enrolled'],
  ['AM02', 'swish-amount-too-large'],
  ['VR01', 'swish-age-limit'],
  ['VR02', 'swish-other-person'],
  ['RP08', 'swish-cancelled'],
]);

/** The bank never answered: the money may have moved, so no end can be told (swish.md 9.2). */
export const bankNeverAnswered = 'DS24';

/** The same of a start: what the payer can mend (swish.md 9.1). */
export const swishRefusals: readonly (readonly [code: string, hint: SwishHint])[] = [
  ['ACMT01', 'swish-not-enrolled'],
  ['ACMT03', 'swish-not-enrolled'],
  ['ACMT17', 'swish-number-invalid'],
  ['BE18', 'swish-number-invalid'],
  ['RP06', 'swish-already-open'],
  ['AM02', 'swish-amount-too-large'],
  ['AM06', 'swish-amount-too-small'],
  ['VR01', 'swish-age-limit'],
  ['VR02', 'swish-other-person'],
];
