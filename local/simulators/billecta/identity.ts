import { personOf } from '../people.ts';
import type { Order } from './order.ts';

/** What an identified person adds to a BankID answer (billecta.md 2.3); every field is null until then. */
interface IdentityView {
  SSN: string | null;
  Name: string | null;
  GivenName: string | null;
  Surname: string | null;
  IpAddress: string | null;
  NotBefore: string | null;
  NotAfter: string | null;
  Signature: string | null;
  OcspResponse: string | null;
}

export const nobody: IdentityView = {
  SSN: null,
  Name: null,
  GivenName: null,
  Surname: null,
  IpAddress: null,
  NotBefore: null,
  NotAfter: null,
  Signature: null,
  OcspResponse: null,
};

const base64 = (text: string) => Buffer.from(text).toString('base64');
const yearMilliseconds = 365 * 24 * 60 * 60 * 1000;

/** The identity of whoever approved the order, with a signature over what the order shows and hides. */
export function identityOf(order: Order, approvedBy: string): IdentityView {
  const { personalNumber, givenName, surname } = personOf(approvedBy);
  return {
    SSN: personalNumber,
    Name: `${givenName} ${surname}`,
    GivenName: givenName,
    Surname: surname,
    IpAddress: '192.0.2.17',
    NotBefore: dateTime(order.createdAt - yearMilliseconds),
    NotAfter: dateTime(order.createdAt + 2 * yearMilliseconds),
    Signature: base64(signatureXml(order)),
    OcspResponse: base64('A simulated OCSP response'),
  };
}

/** A date-time as answers write it: `T`, and the offset in digits (billecta.md 1.1). */
export const dateTime = (at: number): string => new Date(at).toISOString().replace('Z', '+00:00');

/** The frame of a BankID signature with both texts in base64; its elements are inferred and it verifies nowhere. */
function signatureXml({ subject }: Order): string {
  const visible = subject.kind === 'signature' ? subject.visibleText : '';
  const hidden = subject.kind === 'signature' ? (subject.hiddenData ?? '') : '';
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>' +
    '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><Object>' +
    '<bankIdSignedData xmlns="http://www.bankid.com/signature/v1.0.0/types" Id="bidSignedData">' +
    `<usrVisibleData charset="UTF-8">${base64(visible)}</usrVisibleData>` +
    `<usrNonVisibleData>${hidden}</usrNonVisibleData>` +
    '</bankIdSignedData></Object></Signature>'
  );
}
