import { Refused, type Reply } from '../http.ts';

/** Every code of swish.md 9, with a text of ours: a client must only look at the code. */
const messages = {
  ACMT01: 'The counterpart is not activated',
  ACMT03: 'The payer is not enrolled',
  ACMT07: 'The payee is not enrolled',
  ACMT17: 'The number is not a Swish number',
  AM02: 'The amount is too large',
  AM03: 'The currency is missing or not SEK',
  AM04: "There is not enough money on the merchant's account",
  AM06: 'The amount is less than the agreed minimum',
  BANKIDCL: 'The payer cancelled the BankID signature',
  BANKIDONGOING: 'The payer has another BankID order open',
  BANKIDUNKN: 'BankID could not authorise the payment',
  BE18: 'The phone number is not valid',
  DS24: 'The bank did not answer in time; whether it was paid is not known',
  FF08: 'The payment reference is not valid',
  FF10: "The bank's system failed",
  PA01: 'The request is not allowed',
  PA02: 'The amount is missing or not a number',
  PA08: 'The age limit is not valid',
  RF02: 'The original payment is not known or too old',
  RF03: 'The refund is not from the original payee',
  RF04: 'The refund is not from the original organisation',
  RF06: 'The phone number has a new owner',
  RF07: 'The transaction was refused',
  RF08: 'The amount exceeds what is left of the payment',
  RF09: 'Another refund of this payment is in progress',
  RP01: 'The Swish number of the merchant is missing',
  RP02: 'The message is not valid',
  RP03: 'The callback URL is missing or does not use HTTPS',
  RP04: 'There is no such payment request',
  RP06: 'The payer has an open payment request',
  RP07: 'The payment request can no longer be cancelled',
  RP08: 'The payment request was cancelled',
  RP09: 'The instruction UUID has already been used',
  TM01: 'The payer did not answer in time',
  UNKW: 'The technical supplier is not active',
  VR01: 'The payer is too young',
  VR02: 'The personal number is not that of the payer',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof messages;
export const errorCodes = Object.keys(messages) as [ErrorCode, ...ErrorCode[]];
export const messageOf = (code: ErrorCode): string => messages[code];

/** What is wrong with a request; `information` is empty for real errors and null for those of a magic message (swish.md 8.1). */
export interface Complaint {
  code: ErrorCode;
  information: string | null;
}

export const complaint = (code: ErrorCode, information: string | null = ''): Complaint => ({ code, information });

/** An answer that says nothing more. */
export const empty = (status: number, headers: Record<string, string> = {}): Reply => ({ status, headers, body: '' });

/** The array of error objects (swish.md 8.1). */
export const errorArray = (status: number, complaints: readonly Complaint[]): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(
    complaints.map(({ code, information }) => ({
      errorCode: code,
      errorMessage: messageOf(code),
      additionalInformation: information,
    })),
  ),
});

export const refused = (status: number, ...complaints: Complaint[]) => new Refused(errorArray(status, complaints));
