import * as z from 'zod';

const amount = z.int().meta({ description: 'In öre', examples: [10000] });

/** What came of a payment of an invoice, however it was paid. */
export const payment = z.strictObject({
  paidAt: z.iso.datetime().nullable(),
  amount: amount.nullable(),
  refundedAmount: amount.meta({ description: 'What has been paid back already, in öre' }),
});
export type Payment = z.infer<typeof payment>;

/** Times and amounts as they are read. */
export const paymentOf = (paidAt: string | null, amountPaid: number | null, refunded: number | null): Payment => ({
  paidAt,
  amount: amountPaid,
  refundedAmount: refunded ?? 0,
});

/** Which invoice is paid. */
export const invoiceId = z
  .string()
  .regex(/^\d{1,20}$/, 'must be the digits of an invoice id')
  .meta({ description: "The invoice's id, its ActionPublicId at Billecta", examples: ['1234567890'] });
