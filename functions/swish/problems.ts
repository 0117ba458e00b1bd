import * as z from 'zod';
import { ProviderRejected, ProviderUnavailable, RefusedForPayer } from '../../shared/provider-error.ts';
import type { UnfitAnswer } from '../../shared/provider-http.ts';
import { swishRefusals } from '../../shared/swish-hints.ts';
import { meaningOf } from './codes.ts';

/** The error objects of a 422 or 403 (seed 004, 4.3; swish.md 8.1): an array, several at once. Their texts may change; codes do not. */
const error = z.looseObject({ errorCode: z.string(), additionalInformation: z.string().nullish() });
const errors = z.tuple([error], error);

/** What the payer can mend; for all else the fault is the merchant's, or ours. */
const refusedForPayer = new Map(swishRefusals);

/** This instruction UUID was used before: the request exists, and a read finds it. */
const alreadyUsed = 'RP09';

/** Swish's own errors. */
export const faultOf = (answer: UnfitAnswer): Error | undefined => refusalOf(answer, false);

/** The same of a creation: what the payer can mend is for the payer to hear. */
export const creationFaultOf = (answer: UnfitAnswer): Error | undefined => refusalOf(answer, true);

const refusalOf = ({ httpStatus, body }: UnfitAnswer, isCreation: boolean): Error | undefined => {
  const said = errors.safeParse(body);
  if (!said.success) return undefined;
  const all = said.data;
  const codes = all.map(({ errorCode }) => errorCode);
  if (codes.includes(alreadyUsed)) return new ProviderUnavailable('the request exists already', { httpStatus });
  const [first] = all;
  const { message } = meaningOf(first.errorCode);
  const forPayer = refusedForPayer.get(first.errorCode);
  if (isCreation && forPayer !== undefined && httpStatus === 422 && all.length === 1)
    return new RefusedForPayer(forPayer);
  const detail = all
    .map(({ errorCode, additionalInformation }) =>
      [
        `${errorCode}: ${meaningOf(errorCode).message.en}`,
        ...(additionalInformation ? [additionalInformation] : []),
      ].join(' '),
    )
    .join(' ');
  const fields = codes.flatMap((code) => {
    const { field, message } = meaningOf(code);
    return field === undefined ? [] : [{ field, message: message.en }];
  });
  const code = first.errorCode === 'RP07' ? 'operation-not-offered' : 'provider-invalid-input';
  return new ProviderRejected(
    httpStatus,
    first.errorCode,
    httpStatus === 403 ? undefined : { code, detail, hint: first.errorCode, message, fields },
  );
};
