import * as z from 'zod';
import { kronor } from './amounts.ts';

/** Missing, null and empty mean the same (swish.md 6). */
const text = z
  .string()
  .nullish()
  .transform((value) => (value === '' ? undefined : (value ?? undefined)));

/** `Z`, `+01:00` and `+0100` occur, with or without fractions of a second (seed 004, 4.1; swish.md 17); always UTC with us. */
const instant = z.string().transform((value, context) => {
  const at = new Date(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  context.addIssue({ code: 'custom', message: 'is no time' });
  return z.NEVER;
});

const common = {
  id: z.string().min(1),
  /** The bank's; of a payment documented for PAID alone, and seen before. */
  paymentReference: text,
  amount: kronor,
  status: z.string().min(1),
  dateCreated: instant,
  datePaid: z.union([instant, z.literal('').transform(() => undefined)]).nullish(),
  errorCode: text,
};

/** A payment request as Swish reads it back (seed 004, 4.2). The payer's number and the message are left where they are. */
export const paymentRequest = z.object({ ...common, payeePaymentReference: text, callbackUrl: z.url() });
export type PaymentRequest = z.infer<typeof paymentRequest>;

/** A refund as Swish reads it back (swish.md 14). */
export const refund = z.object({ ...common, payerPaymentReference: text });
export type Refund = z.infer<typeof refund>;

/** What is in the headers of the answer to a creation, whose body is empty (seed 004, 4.2.1; swish.md 4). */
export const created = z.object({
  location: z.string().transform((value, context) => {
    const id = /\/([0-9A-Za-z-]+)\/?$/.exec(value)?.[1];
    if (id !== undefined) return id;
    context.addIssue({ code: 'custom', message: 'names no payment request' });
    return z.NEVER;
  }),
  paymentrequesttoken: z.string().min(1).optional(),
});
export type CreatedRequest = z.infer<typeof created>;
