import type { SwishHint } from '../../shared/swish-hints.ts';

/** What a code of Swish's means to the developer, and whether the payer can mend it. */
interface Meaning {
  readonly meaning: string;
  /** Of a refused creation: what the payer reads. Without one the fault is the merchant's, or ours. */
  readonly forPayer?: SwishHint;
  /** Of the request, where one is at fault. */
  readonly field?: string;
}

/** Every code with which Swish refuses a request (swish.md 9.1 and 9.3; the nine of seed 004, 4.2.1, among them). */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['FF08', { meaning: 'Swish does not accept the reference.', field: 'payeePaymentReference' }],
  ['RP01', { meaning: "The merchant's Swish number is missing: see the environment's payeeAlias." }],
  ['RP02', { meaning: 'Swish does not accept the message.', field: 'message' }],
  ['RP03', { meaning: 'The callback address is missing or does not use HTTPS.' }],
  ['RP04', { meaning: 'Swish knows no such payment request.' }],
  ['RP06', { meaning: 'The payer has another payment request open.', forPayer: 'swish-already-open' }],
  ['RP07', { meaning: 'The payment request can no longer be cancelled.' }],
  ['BE18', { meaning: 'The phone number is not valid.', forPayer: 'swish-number-invalid', field: 'payerAlias' }],
  ['PA01', { meaning: "The Swish number is not the certificate's, or the supplier is not linked to it." }],
  ['PA02', { meaning: 'The amount is missing or not a number.', field: 'amount' }],
  ['PA08', { meaning: 'The age limit is malformed.' }],
  ['AM02', { meaning: 'The amount is too large.', forPayer: 'swish-amount-too-large', field: 'amount' }],
  ['AM03', { meaning: 'The currency is missing or not SEK.' }],
  ['AM04', { meaning: "There is not enough money on the merchant's account." }],
  ['AM06', { meaning: 'The amount is below the agreed minimum.', forPayer: 'swish-amount-too-small', field: 'amount' }],
  ['ACMT01', { meaning: 'The counterpart is not active in Swish.', forPayer: 'swish-not-enrolled' }],
  ['ACMT03', { meaning: 'The payer is not enrolled in Swish.', forPayer: 'swish-not-enrolled' }],
  ['ACMT07', { meaning: "The merchant's number is not enrolled in Swish." }],
  ['ACMT17', { meaning: 'The number is not a Swish number.', forPayer: 'swish-number-invalid', field: 'payerAlias' }],
  ['VR01', { meaning: 'The payer is below the age limit.', forPayer: 'swish-age-limit' }],
  ['VR02', { meaning: 'The personal number is not that of the payer.', forPayer: 'swish-other-person' }],
  ['UNKW', { meaning: 'The technical supplier is not active.' }],
  ['RF02', { meaning: 'The original payment is unknown, or older than thirteen months.' }],
  ['RF03', { meaning: 'The refund does not come from the number that was paid.' }],
  ['RF04', { meaning: 'The organisation is not the one that was paid.' }],
  ['RF06', { meaning: "The payer's number has another owner since the payment." }],
  ['RF07', { meaning: 'The transaction was refused.' }],
  ['RF08', { meaning: 'The amount is more than is left of the payment.', field: 'amount' }],
  ['RF09', { meaning: 'Another refund of this payment is in progress.' }],
]);

/** For a code that Swish has added since: it stands beside the text. */
const unknown: Meaning = { meaning: 'Swish refuses with a code that we do not know.' };

export const meaningOf = (code: string): Meaning => meanings.get(code) ?? unknown;
