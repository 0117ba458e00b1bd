import * as z from 'zod';
import { minorUnitsOf, optionalMinorUnits } from './amounts.ts';
import { flag, guid, merchantReferenceOf, text } from './common.ts';
import { dayOf } from './days.ts';
import { delivery, stage } from './vocabulary.ts';
import { instant, named } from './wire.ts';

export const fileView = z.looseObject({ FilePublicId: guid, FileName: text, ContentType: text, Data: text });

const sent = z.looseObject({
  InvoiceNumber: text,
  OCR: text,
  InvoiceDate: dayOf,
  DueDate: dayOf,
  InvoiceFile: fileView.nullish(),
});

const event = z.looseObject({
  Title: text,
  EventDate: instant,
  /** Most numbers of it are not published, and then stand as text. */
  EventType: named({
    52: 'AutogiroPaymentPostponed',
    53: 'AutogiroCancelledWithdrawal',
    57: 'AutogiroWithdrawal',
    59: 'OverPayment',
    63: 'EInvoiceWasRejected',
    64: 'WrittenOff',
    74: 'CreditCardWithdrawal',
    78: 'PaymentRefunded',
    85: 'EInvoiceEvent',
  }).nullish(),
  HasOccured: flag,
});

/**
 * InvoiceActionView as read (billecta.md 6.5). Demanded: the ids, the stage and the amounts that say whether it is paid.
 * The embedded debtor is left where it is: nothing of it is ours to repeat.
 */
export const invoiceView = z.looseObject({
  ActionPublicId: z.string().min(1),
  DebtorPublicId: z.guid(),
  State: z.looseObject({
    Stage: stage.wire.refine((word) => word !== null),
    InvoiceSentDate: instant,
    AttestedDate: instant,
    ClosedDate: instant,
    IsPaused: flag,
  }),
  InvoicedAmount: minorUnitsOf,
  CurrentAmount: minorUnitsOf,
  CreditedAmount: minorUnitsOf,
  PaidAmount: minorUnitsOf,
  WriteOffAmount: optionalMinorUnits,
  TotalVATAmount: optionalMinorUnits,
  CentRoundingAmount: optionalMinorUnits,
  ExternalReference: text,
  InvoiceDate: dayOf,
  DueDate: dayOf,
  DeliveryMethod: delivery.wire,
  Invoices: z.array(sent).nullish(),
  Events: z.array(event).nullish(),
  ContractInvoiceActionPublicId: text,
  CanCreateCreditInvoice: flag,
  CanRegisterPayment: flag,
});
export type InvoiceView = z.infer<typeof invoiceView>;

const word = z.string().nullable();
const amount = z.int().nullable();
const time = z.iso.datetime().nullable();

export const invoiceAnswer = z
  .strictObject({
    invoiceId: z.string(),
    debtorId: z.string(),
    merchantReference: word,
    stage: stage.given.meta({
      description: '`created` is a draft. There is no "paid": `completed` with a paid amount and nothing left is',
    }),
    invoiceNumber: word,
    ocr: word,
    invoiceDate: word,
    dueDate: word,
    delivery: delivery.given,
    isPaused: z.boolean(),
    attestedAt: time,
    sentAt: time,
    closedAt: time,
    amounts: z.strictObject({
      invoiced: amount,
      left: amount,
      paid: amount,
      credited: amount,
      writtenOff: amount,
      vat: amount,
      rounding: amount,
    }),
    allows: z.strictObject({ credit: z.boolean(), payment: z.boolean() }),
    contractId: word,
    events: z.array(
      z.strictObject({
        type: word.meta({ description: "Billecta's own word, such as `InvoiceSent`" }),
        title: word,
        at: time,
        hasHappened: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Invoice' });

export const answerInvoice = (view: InvoiceView): z.infer<typeof invoiceAnswer> => {
  // The invoice itself; reminders stand behind it.
  const [first] = view.Invoices ?? [];
  return {
    invoiceId: view.ActionPublicId,
    debtorId: view.DebtorPublicId,
    merchantReference: merchantReferenceOf(view.ExternalReference),
    stage: view.State.Stage,
    invoiceNumber: first?.InvoiceNumber ?? null,
    ocr: first?.OCR ?? null,
    invoiceDate: first?.InvoiceDate ?? view.InvoiceDate,
    dueDate: first?.DueDate ?? view.DueDate,
    delivery: view.DeliveryMethod,
    isPaused: view.State.IsPaused,
    attestedAt: view.State.AttestedDate,
    sentAt: view.State.InvoiceSentDate,
    closedAt: view.State.ClosedDate,
    amounts: {
      invoiced: view.InvoicedAmount,
      left: view.CurrentAmount,
      paid: view.PaidAmount,
      credited: view.CreditedAmount,
      writtenOff: view.WriteOffAmount,
      vat: view.TotalVATAmount,
      rounding: view.CentRoundingAmount,
    },
    allows: { credit: view.CanCreateCreditInvoice, payment: view.CanRegisterPayment },
    contractId: view.ContractInvoiceActionPublicId,
    events: (view.Events ?? []).map(({ EventType, Title, EventDate, HasOccured }) => ({
      type: EventType ?? null,
      title: Title,
      at: EventDate,
      hasHappened: HasOccured,
    })),
  };
};
