import type { Message } from '../../shared/polling-flow.ts';

/** What a code of Swish's means. */
interface Meaning {
  readonly message: Message;
  /** Of the request, where one is at fault. */
  readonly field?: string;
}

const meaning = (en: string, sv: string, more: Omit<Meaning, 'message'> = {}): Meaning => ({
  message: { sv, en },
  ...more,
});

/** Every code with which Swish refuses a request (swish.md 9.1 and 9.3; the nine of seed 004, 4.2.1, among them). */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  [
    'FF08',
    meaning('Swish does not accept the reference.', 'Swish godtar inte referensen.', {
      field: 'payeePaymentReference',
    }),
  ],
  [
    'RP01',
    meaning(
      "The merchant's Swish number is missing: see the environment's payeeAlias.",
      'Säljarens Swishnummer saknas: se payeeAlias i miljön.',
    ),
  ],
  ['RP02', meaning('Swish does not accept the message.', 'Swish godtar inte meddelandet.', { field: 'message' })],
  [
    'RP03',
    meaning(
      'The callback address is missing or does not use HTTPS.',
      'Adressen för återanrop saknas eller använder inte HTTPS.',
    ),
  ],
  ['RP04', meaning('Swish knows no such payment request.', 'Swish känner inte till betalningen.')],
  ['RP06', meaning('The payer has another payment request open.', 'Betalaren har redan en öppen betalning.')],
  ['RP07', meaning('The payment request can no longer be cancelled.', 'Betalningen går inte längre att avbryta.')],
  [
    'BE18',
    meaning('The phone number is not valid.', 'Telefonnumret är inte giltigt.', {
      field: 'payerAlias',
    }),
  ],
  [
    'PA01',
    meaning(
      "The Swish number is not the certificate's, or the supplier is not linked to it.",
      'Swishnumret hör inte till certifikatet, eller leverantören är inte kopplad till det.',
    ),
  ],
  [
    'PA02',
    meaning('The amount is missing or not a number.', 'Beloppet saknas eller är inget tal.', { field: 'amount' }),
  ],
  ['PA08', meaning('The age limit is malformed.', 'Åldersgränsen är felskriven.')],
  [
    'AM02',
    meaning('The amount is too large.', 'Beloppet är för stort.', {
      field: 'amount',
    }),
  ],
  ['AM03', meaning('The currency is missing or not SEK.', 'Valutan saknas eller är inte SEK.')],
  ['AM04', meaning("There is not enough money on the merchant's account.", 'Pengarna på säljarens konto räcker inte.')],
  [
    'AM06',
    meaning('The amount is below the agreed minimum.', 'Beloppet är mindre än det avtalade minsta.', {
      field: 'amount',
    }),
  ],
  ['ACMT01', meaning('The counterpart is not active in Swish.', 'Motparten är inte aktiv i Swish.')],
  ['ACMT03', meaning('The payer is not enrolled in Swish.', 'Betalaren är inte ansluten till Swish.')],
  [
    'ACMT07',
    meaning("The merchant's number is not enrolled in Swish.", 'Säljarens nummer är inte anslutet till Swish.'),
  ],
  [
    'ACMT17',
    meaning('The number is not a Swish number.', 'Numret är inget Swishnummer.', {
      field: 'payerAlias',
    }),
  ],
  ['VR01', meaning('The payer is below the age limit.', 'Betalaren är under åldersgränsen.')],
  ['VR02', meaning('The personal number is not that of the payer.', 'Personnumret är inte betalarens.')],
  ['UNKW', meaning('The technical supplier is not active.', 'Den tekniska leverantören är inte aktiv.')],
  [
    'RF02',
    meaning(
      'The original payment is unknown, or older than thirteen months.',
      'Den ursprungliga betalningen är okänd eller äldre än tretton månader.',
    ),
  ],
  [
    'RF03',
    meaning(
      'The refund does not come from the number that was paid.',
      'Återbetalningen kommer inte från det nummer som fick betalt.',
    ),
  ],
  ['RF04', meaning('The organisation is not the one that was paid.', 'Organisationen är inte den som fick betalt.')],
  [
    'RF06',
    meaning(
      "The payer's number has another owner since the payment.",
      'Betalarens nummer har bytt ägare sedan betalningen.',
    ),
  ],
  ['RF07', meaning('The transaction was refused.', 'Transaktionen nekades.')],
  [
    'RF08',
    meaning(
      'The amount is more than is left of the payment.',
      'Beloppet är större än det som återstår av betalningen.',
      {
        field: 'amount',
      },
    ),
  ],
  ['RF09', meaning('Another refund of this payment is in progress.', 'En annan återbetalning av betalningen pågår.')],
]);

/** For a code that Swish has added since: it stands beside the text. */
const unknown = meaning(
  'Swish refuses with a code that we do not know.',
  'Swish nekar med en kod som vi inte känner till.',
);

export const meaningOf = (code: string): Meaning => meanings.get(code) ?? unknown;
