import * as z from 'zod';
import type { WatchedKind } from '../../shared/watched-object.ts';
import type { BillectaClient } from './client.ts';
import { unlessMissing } from './common.ts';
import type { InvoiceView } from './invoice-answer.ts';
import { readInvoice } from './invoice-calls.ts';
import { stage } from './vocabulary.ts';

const amount = z.int().nullable();

const state = z.strictObject({
  contractId: z.string().nullable().meta({ description: 'Of the contract that has made it' }),
  stage: z
    .enum([...stage.given.unwrap().options, 'deleted'])
    .meta({ description: 'As in a read of the invoice; `deleted` for a draft that is gone' }),
  total: amount.meta({ description: 'Invoiced, öre' }),
  left: amount.meta({ description: 'Left to pay, öre' }),
  paid: amount,
  credited: amount,
  writtenOff: amount,
  isOverpaid: z.boolean(),
  withdrawal: z.enum(['none', 'made', 'postponed', 'cancelled']).meta({
    description: 'What last became of an autogiro withdrawal; `postponed` is tried again on the next day',
  }),
  isRejected: z.boolean().meta({ description: "The payer's bank has refused the e-invoice" }),
  deliveryNotices: z.int().meta({
    description:
      'How many notices Billecta has of its email, SMS or e-invoice. A new one may say that it did not arrive: read the events of the invoice',
  }),
});
type State = z.infer<typeof state>;

/** Billecta has no view that says undelivered: it adds an event of this kind (billecta.md 6.5). */
const deliveryEvents: readonly (string | null | undefined)[] = ['EmailEvent', 'SmsEvent', 'EInvoiceEvent'];

const withdrawals: ReadonlyMap<string | null | undefined, State['withdrawal']> = new Map([
  ['AutogiroWithdrawal', 'made'],
  ['AutogiroPaymentPostponed', 'postponed'],
  ['AutogiroCancelledWithdrawal', 'cancelled'],
]);

const stateOf = (view: InvoiceView): State => {
  const happened = (view.Events ?? []).filter(({ HasOccured }) => HasOccured);
  const has = (type: string) => happened.some(({ EventType }) => EventType === type);
  const lastWithdrawal = happened
    .filter(({ EventType }) => withdrawals.has(EventType))
    .toSorted((one, other) => (one.EventDate ?? '').localeCompare(other.EventDate ?? ''))
    .at(-1);
  return {
    contractId: view.ContractInvoiceActionPublicId,
    stage: view.State.Stage,
    total: view.InvoicedAmount,
    left: view.CurrentAmount,
    paid: view.PaidAmount,
    credited: view.CreditedAmount,
    writtenOff: view.WriteOffAmount,
    isOverpaid: has('OverPayment'),
    withdrawal: withdrawals.get(lastWithdrawal?.EventType) ?? 'none',
    isRejected: has('EInvoiceWasRejected'),
    deliveryNotices: happened.filter(({ EventType }) => deliveryEvents.includes(EventType)).length,
  };
};

const deleted: State = {
  ...{ contractId: null, stage: 'deleted', total: null, left: null, paid: null, credited: null, writtenOff: null },
  ...{ isOverpaid: false, withdrawal: 'none', isRejected: false, deliveryNotices: 0 },
};

/** One that is paid or credited in full is `completed` (billecta.md 6.5). */
const closed: readonly State['stage'][] = ['completed', 'cancelled', 'deleted'];

export const watchedInvoice: WatchedKind<BillectaClient> = {
  name: 'invoice',
  madeBy: 'contract',
  idField: 'invoiceId',
  event: 'invoice.changed',
  summary: 'An invoice that we or our contract made has a new state: paid, credited, withdrawn, refused or overpaid',
  state,
  read: async (client, id) => {
    const view = await unlessMissing(readInvoice(client, id));
    const seen = view ? stateOf(view) : deleted;
    return { state: seen, isClosed: closed.includes(seen.stage), makerId: seen.contractId };
  },
};
