import { json, Refused, type Reply } from '../http.ts';

/** An error body: `{Message, ExternalErrorCode}` (billecta.md 1.4; a third field is rare and left out). */
export const billectaProblem = (status: number, message: string, externalErrorCode: string | null = null): Reply =>
  json(status, { Message: message, ExternalErrorCode: externalErrorCode });

/** Ends a call with that error. */
export const billectaError = (status: number, message: string, externalErrorCode: string | null = null) =>
  new Refused(billectaProblem(status, message, externalErrorCode));

export const unknownCreditor = () => billectaError(404, 'The creditor was not found');
