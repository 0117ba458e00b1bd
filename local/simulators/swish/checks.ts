import * as z from 'zod';
import { Refused, type SimulatorRequest } from '../http.ts';
import { complaint, empty, errorCodes, refused, type Complaint } from './errors.ts';
import type { Magic } from './magic.ts';

/** The fields of a JSON object. */
export const object = z.record(z.string(), z.unknown());

/** The JSON of a body of the given type; refused with 415 or 400 (swish.md 8). */
export function jsonOf<T>({ headers, body }: SimulatorRequest, type: string, schema: z.ZodType<T>): T {
  if (headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== type) throw new Refused(empty(415));
  const { success, data } = schema.safeParse(body);
  if (!success) throw new Refused(empty(400));
  return data;
}

/** Refuses an alias that is not the number in the certificate; a missing one is the validation's (swish.md 5, 8). */
export function demandOwnAlias(alias: unknown, client: string | undefined) {
  if (alias !== undefined && alias !== null && alias !== '' && alias !== client) throw refused(403, complaint('PA01'));
}

/**
 * The request, if there is nothing wrong with it; all that is wrong is told at once, `others` with it. What has no code
 * makes the request malformed: 400 (inferred).
 */
export function checked<T>(schema: z.ZodType<T>, body: unknown, others: Complaint[]): T {
  const { success, data, error } = schema.safeParse(body);
  const issues = success ? [] : error.issues;
  const codes = issues.flatMap(({ message }) => errorCodes.find((code) => code === message) ?? []);
  if (codes.length < issues.length) throw new Refused(empty(400));
  const told = others.map(({ code }) => code);
  const untold = [...new Set(codes)].filter((code) => !told.includes(code));
  const complaints = [...untold.map((code) => complaint(code)), ...others];
  if (!success || complaints.length > 0) throw refused(422, ...complaints);
  return data;
}

/** The code with which the request will fail; what its message has refused at once is thrown, with 403 for PA01 (swish.md 18). */
export function failureOf(magic: Magic) {
  if (!magic) return undefined;
  if ('failure' in magic) return magic.failure;
  throw refused(magic.refusal === 'PA01' ? 403 : 422, complaint(magic.refusal, null));
}
