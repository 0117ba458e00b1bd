import * as z from 'zod';
import type { Attempt, Creation } from '../../shared/operation.ts';
import { ProblemError } from '../../shared/problem.ts';
import { payableAmount } from '../../shared/vat.ts';
import { amountView } from './amounts.ts';
import type { BillectaClient } from './client.ts';
import { type Connect, empty, line } from './common.ts';
import { day, today, wireDay } from './days.ts';
import { answerInvoice, invoiceAnswer, type InvoiceView } from './invoice-answer.ts';
import { readInvoice } from './invoice-calls.ts';
import { invoiceParameters, type InvoiceParameters } from './invoices.ts';
import type { InferredPathName } from './paths.ts';

type Invoice = z.infer<typeof invoiceAnswer>;

interface Booking {
  readonly path: InferredPathName;
  readonly operation: string;
  /** What it moves, öre. */
  readonly amount: number;
  readonly booked: (view: InvoiceView) => number | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Books an amount on an invoice once. Nothing of ours can be put on it, so a lost one is found by what the invoice says:
 * moved by exactly this much since we first looked, it was done; by anything else, nobody can tell.
 */
const book = async (
  connect: Connect,
  { once, note }: Attempt,
  invoiceId: string,
  booking: Booking,
): Promise<Invoice> => {
  const bookedNow = async () => booking.booked(await readInvoice(await connect(), invoiceId)) ?? 0;
  const before = Number(await note('before', async () => String(await bookedNow())));
  await once('bookedInvoiceId', {
    find: async () => {
      const moved = (await bookedNow()) - before;
      if (moved === 0) return undefined;
      if (moved === booking.amount) return invoiceId;
      throw new ProblemError('outcome-unknown', {
        detail: `Invoice ${invoiceId} has moved by another amount: a person must see what was booked.`,
        retryable: false,
      });
    },
    make: async () => {
      const client = await connect();
      await client.inferred(booking.operation, { name: booking.path, body: booking.body }, empty);
      return invoiceId;
    },
  });
  return answerInvoice(await readInvoice(await connect(), invoiceId));
};

const credit = z
  .strictObject({ amount: payableAmount, comment: line.optional() })
  .meta({ id: 'InvoiceCredit', description: 'To credit all of it, name the amount that is left' });

/** CreditActionView (billecta.md 6.6); the path is inferred. */
export const creditInvoice: Creation<BillectaClient, z.infer<typeof credit>, Invoice, InvoiceParameters> = {
  name: 'credit-invoice',
  route: 'POST /v1/billecta/invoices/{invoiceId}/credits',
  summary: 'Credit an invoice, in part or in whole',
  needsKey: true,
  parameters: invoiceParameters,
  request: credit,
  answer: invoiceAnswer,
  create: (client, { amount, comment }, attempt, { invoiceId }) =>
    book(client, attempt, invoiceId, {
      path: 'credit-invoice',
      operation: 'invoices.credit',
      amount,
      booked: ({ CreditedAmount }) => CreditedAmount,
      body: { ActionPublicId: invoiceId, Value: amountView(amount), Comment: comment, IsPaymentCreditation: false },
    }),
};

const payment = z
  .strictObject({
    amount: payableAmount,
    paidOn: day.optional().meta({ description: 'Today in Stockholm where it is left out' }),
    meansCode: z.string().min(1).max(20).optional().meta({ description: 'PaymentMeanCode at Billecta' }),
    comment: line.optional(),
    takesOverpayment: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether more than is left is booked as an overpayment, instead of refused' }),
  })
  .meta({ id: 'InvoicePayment' });

/** RegisterPaymentView (billecta.md 6.6); the path is inferred. */
export const registerPayment: Creation<BillectaClient, z.infer<typeof payment>, Invoice, InvoiceParameters> = {
  name: 'register-invoice-payment',
  route: 'POST /v1/billecta/invoices/{invoiceId}/payments',
  summary: 'Register that an invoice was paid elsewhere',
  needsKey: true,
  parameters: invoiceParameters,
  request: payment,
  answer: invoiceAnswer,
  create: (client, { amount, paidOn, meansCode, comment, takesOverpayment }, attempt, { invoiceId }) =>
    book(client, attempt, invoiceId, {
      path: 'register-payment',
      operation: 'invoices.pay',
      amount,
      booked: ({ PaidAmount }) => PaidAmount,
      body: {
        ActionPublicId: invoiceId,
        Amount: amountView(amount),
        Date: wireDay(paidOn ?? today()),
        PaymentMeanCode: meansCode,
        Comment: comment,
        OvershootingAmountHandling: takesOverpayment ? 'AsOverPayments' : 'None',
      },
    }),
};
