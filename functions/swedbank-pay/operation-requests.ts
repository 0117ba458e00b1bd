import * as z from 'zod';
import { minorUnits, positiveMinorUnits } from '../../shared/money.ts';
import { description, merchantReference } from './requests.ts';

/** Rates in hundredths of a percent (swedbank-pay.md section 9); Finland's newer ones are not in the list. */
export const vatPercents = [0, 600, 800, 1000, 1200, 1400, 1500, 2200, 2400, 2500] as const;

const receiptReference = z
  .string()
  .min(1)
  .max(50)
  .meta({ description: 'The number of the invoice or receipt that the payer gets' });

const vatNotAbove = ({ amount, vatAmount }: { amount: number; vatAmount: number }): boolean => vatAmount <= amount;
const vatTooHigh = { path: ['vatAmount'], error: 'must not exceed the amount' };

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/**
 * Whether Swedbank Pay adds up the lines is unknown (section 9). We do: an invoice whose lines do not make its total is
 * a mistake that the payer would find.
 */
export const captureRequest = z
  .strictObject({
    amount: positiveMinorUnits,
    vatAmount: minorUnits,
    description,
    receiptReference,
    itemDescriptions: z
      .array(z.strictObject({ amount: z.int(), description }))
      .min(1)
      .meta({ description: "The invoice's lines; their amounts, VAT included, make the amount" }),
    vatSummary: z
      .array(z.strictObject({ amount: z.int(), vatPercent: z.literal(vatPercents), vatAmount: z.int() }))
      .min(1)
      .meta({ description: 'One entry for each VAT rate, in hundredths of a percent' }),
    merchantReference,
  })
  .refine(vatNotAbove, vatTooHigh)
  .refine(({ amount, itemDescriptions }) => sum(itemDescriptions.map((item) => item.amount)) === amount, {
    path: ['itemDescriptions'],
    error: 'must add up to the amount',
  })
  .refine(({ vatAmount, vatSummary }) => sum(vatSummary.map((rate) => rate.vatAmount)) === vatAmount, {
    path: ['vatSummary'],
    error: 'must add up to the vatAmount',
  });
export type CaptureRequest = z.output<typeof captureRequest>;

/** Releases all that remains; there is no amount (swedbank-pay.md section 10). */
export const cancellationRequest = z.strictObject({ description, merchantReference });
export type CancellationRequest = z.output<typeof cancellationRequest>;

/** Against the payment, not against one of its captures (swedbank-pay.md section 11). */
export const reversalRequest = z
  .strictObject({
    amount: positiveMinorUnits,
    vatAmount: minorUnits,
    description,
    receiptReference: receiptReference.optional(),
    merchantReference,
  })
  .refine(vatNotAbove, vatTooHigh);
export type ReversalRequest = z.output<typeof reversalRequest>;

/** The provider takes any text; words seen in its documents keep personal data out (swedbank-pay.md section 12). */
export const abortRequest = z.strictObject({
  reason: z.enum(['CancelledByConsumer', 'CancelledBySystem']).default('CancelledByConsumer'),
});
export type AbortRequest = z.output<typeof abortRequest>;

/** Swedbank Pay demands the comment (swedbank-pay.md section 13). */
export const tokenDeletionRequest = z.strictObject({
  token: z.enum(['paymentToken', 'recurrenceToken']).meta({ description: 'Which of the tokens that the payment made' }),
  comment: z.string().min(1).max(200).meta({ description: 'Why it is deleted. No personal data.' }),
});
export type TokenDeletionRequest = z.output<typeof tokenDeletionRequest>;
