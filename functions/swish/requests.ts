import * as z from 'zod';
import { positiveMinorUnits } from '../../shared/money.ts';
import { mobileNumber } from '../../shared/phone-number.ts';
import { startEnvelope } from '../../shared/polling-flow.ts';

/** From 1 krona to 999999999999.99, in öre (seed 004, 4.2). */
const amount = positiveMinorUnits
  .min(100, 'must be at least 100 öre')
  .max(99_999_999_999_999)
  .meta({ description: 'Amount in öre, from 1 krona', examples: [10000] });

/** Written out: the range `a-ö` would let in `{`, `|`, `×` and more (swish.md 5). */
const message = z
  .string()
  .regex(/^[A-Za-zÅÄÖåäö0-9 :;.,?!()"]{1,50}$/, 'must be 1 to 50 letters (a to ö), digits, spaces or : ; . , ? ! ( ) "')
  .meta({ description: 'What the payer reads in Swish. No personal data.' });

export const paymentRequest = z.strictObject({
  amount,
  message: message.optional(),
  payerAlias: mobileNumber.optional().meta({
    description:
      "The payer's phone number: the request waits in that phone. Without it the payer opens Swish by the link or the code.",
  }),
  payeePaymentReference: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,35}$/, 'must be 1 to 35 letters (a to z), digits or hyphens')
    .optional()
    .meta({ description: "Your reference, in Swish's reports; we make one without it. No personal data." }),
  ...startEnvelope.shape,
});
export type CreateRequest = z.output<typeof paymentRequest>;

export const refundRequest = z.strictObject({
  amount,
  message: message.optional(),
  merchantReference: startEnvelope.shape.merchantReference,
});
