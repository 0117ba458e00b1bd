import type { ErrorCode } from './errors.ts';

/** What a request comes to whose message is exactly a code: refused at once, or failed after a while (swish.md 18). */
export type Magic = { refusal: ErrorCode } | { failure: ErrorCode } | undefined;

type Codes = readonly ErrorCode[];

/** `ACMT17`, `BANKIDONGOING` and `BANKIDUNKN` are ours: MSS has no message for them. */
const payments = {
  refused: [
    ...['FF08', 'RP03', 'BE18', 'RP01', 'PA02', 'AM06', 'AM02', 'AM03', 'RP02', 'ACMT03', 'ACMT01', 'ACMT07'],
    ...['ACMT17', 'UNKW', 'RP04', 'PA01'],
  ] as Codes,
  refusedByNumber: ['RP06', 'VR01', 'VR02'] as Codes,
  failed: ['RF07', 'BANKIDCL', 'BANKIDONGOING', 'BANKIDUNKN', 'FF10', 'TM01', 'DS24'] as Codes,
  failedByToken: ['VR01', 'VR02'] as Codes,
};

const refunds = {
  refused: [
    ...['FF08', 'RP03', 'PA02', 'AM06', 'RF08', 'AM03', 'RP01', 'RP02', 'ACMT07', 'ACMT01', 'RF02', 'RF03', 'RF04'],
    ...['RF06', 'BE18', 'UNKW', 'AM04', 'RF09', 'RP09', 'PA01'],
  ] as Codes,
  failed: ['RF07', 'BANKIDCL', 'FF10', 'DS24'] as Codes,
};

function magicIn(message: string | undefined, refused: Codes, failed: Codes): Magic {
  const refusal = refused.find((code) => code === message);
  if (refusal) return { refusal };
  const failure = failed.find((code) => code === message);
  return failure && { failure };
}

/** E-commerce names the payer by number, m-commerce does not: then the payer is only known at the end. */
export const paymentMagic = (message: string | undefined, isByNumber: boolean): Magic =>
  isByNumber
    ? magicIn(message, [...payments.refused, ...payments.refusedByNumber], payments.failed)
    : magicIn(message, payments.refused, [...payments.failed, ...payments.failedByToken]);

export const refundMagic = (message: string | undefined): Magic => magicIn(message, refunds.refused, refunds.failed);
