import * as z from 'zod';
import type { Creation } from '../../shared/operation.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { BillectaClient } from './client.ts';
import { cardParameters, type CardParameters } from './cards.ts';
import { type Connect, empty } from './common.ts';
import { day, today, wireDay } from './days.ts';
import type { InvoiceView } from './invoice-answer.ts';
import { readInvoice } from './invoice-calls.ts';
import { invoiceId } from './payment-views.ts';

const request = z
  .strictObject({
    invoiceId,
    chargeOn: day.optional().meta({ description: 'Today in Stockholm where it is left out' }),
  })
  .meta({ id: 'SavedCardCharge' });

const answer = z
  .strictObject({
    invoiceId: z.string(),
    cardId: z.string(),
    chargedOn: day.meta({ description: 'The latest of the wished day, today and the due date' }),
  })
  .meta({ id: 'SavedCardPayment' });

/** Each order leaves an event on the invoice (billecta.md 6.5, `CreditCardWithdrawal`); that it does so at once is inferred. */
const ordersOf = ({ Events }: InvoiceView): number =>
  (Events ?? []).filter(({ EventType }) => EventType === 'CreditCardWithdrawal').length;

/**
 * Orders that an invoice is charged on a saved card (billecta.md 5, Withdraw from saved card; the path is inferred).
 * Billecta charges what is then left of it, on the latest of the wished day, today and the due date; what came of it is
 * seen on the invoice. An order whose answer was lost is never repeated.
 */
export const payWithSavedCard: Creation<
  BillectaClient,
  z.infer<typeof request>,
  z.infer<typeof answer>,
  CardParameters
> = {
  name: 'pay-with-saved-card',
  route: 'POST /v1/billecta/cards/{cardId}/payments',
  summary: 'Have an invoice charged on a saved card',
  needsKey: true,
  parameters: cardParameters,
  request,
  answer,
  create: async (connect: Connect, { invoiceId: invoice, chargeOn = today() }, { once, note }, { cardId }) => {
    const read = async () => readInvoice(await connect(), invoice);
    const before = Number(await note('before', async () => String(ordersOf(await read()))));
    await once('chargedInvoiceId', {
      find: async () => {
        if (ordersOf(await read()) > before) return invoice;
        throw new ProblemError('outcome-unknown', {
          detail: `Invoice ${invoice} shows no order: a person must see whether Billecta has one.`,
          retryable: false,
        });
      },
      make: async () => {
        const parameters = { invoiceId: invoice, cardId, date: wireDay(chargeOn) };
        await (await connect()).inferred('cards.charge', { name: 'card-withdrawal', parameters }, empty);
        return invoice;
      },
    });
    const { Invoices, DueDate } = await read();
    const chargedOn = [chargeOn, today(), Invoices?.[0]?.DueDate ?? DueDate ?? ''].toSorted().at(-1) ?? chargeOn;
    return { invoiceId: invoice, cardId, chargedOn };
  },
};
