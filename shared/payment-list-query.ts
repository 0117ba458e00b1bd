import * as z from 'zod';
import { answerPayment, paymentAnswer } from './payment-answer.ts';
import type { StoredPayment } from './payment-item.ts';
import { attention, position, type Position } from './payment-list.ts';
import { paymentState } from './payment.ts';
import { startEnvelope } from './polling-flow.ts';

const notOurs = 'is not a cursor of this list';

/** A position, opaque to callers. Changed by hand it is another position among the caller's own payments, or refused. */
const cursor = z
  .string()
  .max(200)
  .transform((text, context) => {
    try {
      return position.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    } catch {
      context.addIssue({ code: 'custom', message: notOurs });
      return z.NEVER;
    }
  });
const cursorOf = (next: Position): string => Buffer.from(JSON.stringify(next)).toString('base64url');

/** In seconds, as the ledger keeps it. */
const time = z.iso.datetime().transform((text) => Date.parse(text) / 1000);

/** The query of a list: text from outside, and what is asked for with it. */
export const listQuery = z
  .strictObject({
    limit: z
      .string()
      .regex(/^([1-9]\d?|100)$/, 'must be 1 to 100')
      .default('25')
      .transform(Number)
      .meta({ description: '1 to 100' }),
    cursor: cursor.optional().meta({ description: '`next` of the page before, with the same query' }),
    merchantReference: startEnvelope.shape.merchantReference.meta({ description: 'As given at the creation' }),
    state: paymentState.optional(),
    createdFrom: time.transform(Math.ceil).optional().meta({ description: 'Included' }),
    createdTo: time.transform(Math.floor).optional().meta({ description: 'Included' }),
    attention: attention.optional().meta({
      description:
        '`unknown`: the answer to the creation or to an operation was lost, and it is not known yet what became of it. `parked`: no longer looked at by itself.',
    }),
  })
  .superRefine(({ createdFrom = -Infinity, createdTo = Infinity, cursor: after }, context) => {
    const fail = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (createdFrom > createdTo) fail('createdTo', 'must not be before createdFrom');
    // DynamoDB refuses a start outside of what it is asked for.
    else if (after && (after.createdAt < createdFrom || after.createdAt > createdTo)) fail('cursor', notOurs);
  });

/** The answer to a list. */
export const paymentListAnswer = z
  .strictObject({
    payments: z.array(paymentAnswer).meta({ description: 'The newest first; may be fewer than asked for, or none' }),
    next: z.string().nullable().meta({ description: 'The cursor of the next page; null when there is none' }),
  })
  .meta({ id: 'PaymentList' });

export const answerList = ({
  payments,
  next,
}: {
  readonly payments: readonly StoredPayment[];
  readonly next: Position | undefined;
}): z.infer<typeof paymentListAnswer> => ({
  payments: payments.map(answerPayment),
  next: next ? cursorOf(next) : null,
});
