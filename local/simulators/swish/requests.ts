import * as z from 'zod';
import { isPersonalNumber } from '../people.ts';
import { amountFrom } from './amounts.ts';
import type { ErrorCode } from './errors.ts';

/** What an agreement and the simulator's options decide about requests. */
export interface Rules {
  minimumÖre: number;
  /** Whether a callback may go to this machine without TLS. */
  acceptsPlainCallbacks: boolean;
}

/** A text under a rule; what breaks it is named by its code. */
const text = (code: ErrorCode, pattern: RegExp) => z.string({ error: code }).regex(pattern, { error: code });

/** Letters, digits and hyphens; 36 characters are too many (swish.md 5, MSS14). */
const reference = text('FF08', /^[A-Za-z0-9ÅÄÖåäö-]{1,35}$/);
/** The letters one by one: the range a-ö has `{|}~` and more in it (swish.md 5). The seed prints the quote in its curved form. */
const message = text('RP02', /^[A-Za-z0-9ÅÄÖåäö :;.,?!()"”]{0,50}$/u);
const phone = text('BE18', /^[1-9]\d{7,14}$/);
const currency = z.literal('SEK', { error: 'AM03' satisfies ErrorCode });
/** What is wrong with it has no code; it makes the request malformed (inferred). */
const callbackIdentifier = z.string().regex(/^[0-9A-Za-z-]{32,36}$/);

const isHere = (host: string) => host === '127.0.0.1' || host === 'localhost' || host.endsWith('.localhost');

function callbackUrl({ acceptsPlainCallbacks }: Rules) {
  const isAccepted = (value: string) => {
    const url = URL.parse(value);
    return url?.protocol === 'https:' || (acceptsPlainCallbacks && url?.protocol === 'http:' && isHere(url.hostname));
  };
  const error: ErrorCode = 'RP03';
  return z.string({ error }).refine(isAccepted, { error });
}

const swishNumber = z.string({ error: 'RP01' satisfies ErrorCode }).min(1, { error: 'RP01' satisfies ErrorCode });

/** The fields of a payment request (swish.md 5). The messages of its issues are Swish's codes. */
export const paymentRequest = (rules: Rules) =>
  z.object({
    payeePaymentReference: reference.optional(),
    callbackUrl: callbackUrl(rules),
    callbackIdentifier: callbackIdentifier.optional(),
    payerAlias: phone.optional(),
    payeeAlias: swishNumber,
    amount: amountFrom(rules.minimumÖre, 'AM02'),
    currency,
    message: message.optional(),
    payerSSN: z
      .string({ error: 'VR02' satisfies ErrorCode })
      .refine(isPersonalNumber, { error: 'VR02' satisfies ErrorCode })
      .optional(),
    ageLimit: z.coerce
      .string()
      .regex(/^[1-9]\d?$/, { error: 'PA08' satisfies ErrorCode })
      .optional(),
  });
export type PaymentRequest = z.infer<ReturnType<typeof paymentRequest>>;

/** The fields of a refund; the roles are swapped (swish.md 14). */
export const refundRequest = (rules: Rules) =>
  z.object({
    originalPaymentReference: z.string({ error: 'RF02' satisfies ErrorCode }),
    payerPaymentReference: reference.optional(),
    callbackUrl: callbackUrl(rules),
    callbackIdentifier: callbackIdentifier.optional(),
    payerAlias: swishNumber,
    payeeAlias: phone.optional(),
    amount: amountFrom(rules.minimumÖre, 'RF08'),
    currency,
    message: message.optional(),
  });
export type RefundRequest = z.infer<ReturnType<typeof refundRequest>>;
