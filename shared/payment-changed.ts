import * as z from 'zod';
import { paymentState, transactionState, transactionType } from './payment.ts';

/**
 * The detail of `payment.changed` on the event bus: a transaction or the payment has a new state. Delivered at least
 * once; `eventId` is the same each time. Amounts are minor units; nothing of it is personal.
 */
export const paymentChanged = z
  .strictObject({
    eventId: z.string().meta({ description: 'The same at each delivery of this event' }),
    paymentId: z.string(),
    provider: z.string(),
    merchant: z.string(),
    merchantReference: z.string().optional(),
    state: paymentState.meta({ description: "The payment's state with this change" }),
    reason: z.string().optional().meta({ description: "The provider's code for why it ended so" }),
    transaction: z
      .strictObject({
        number: z.int().optional(),
        type: transactionType,
        state: transactionState,
        amount: z.int(),
        payeeReference: z.string().optional(),
        merchantReference: z.string().optional().meta({ description: 'Yours, of the operation that made it' }),
      })
      .optional()
      .meta({ description: 'Absent when the event is about the payment itself' }),
    at: z.iso.datetime().meta({ description: 'When we learned of it' }),
  })
  .meta({ id: 'PaymentChanged' });
export type PaymentChanged = Readonly<z.infer<typeof paymentChanged>>;
