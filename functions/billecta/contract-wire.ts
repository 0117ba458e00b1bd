import * as z from 'zod';
import { minorUnitsOf } from './amounts.ts';
import { flag, merchantReferenceOf, text } from './common.ts';
import { day, dayOf, wireDay } from './days.ts';
import { row, terms, writtenRow, writtenTerms } from './invoice-request.ts';
import { interval } from './vocabulary.ts';
import { named } from './wire.ts';

export const newContract = terms
  .extend({
    debtorId: z.guid(),
    rows: z.array(row).min(1).max(50),
    interval: interval.taken,
    dayOfMonth: z.int().min(1).max(31),
    month: z
      .int()
      .min(1)
      .max(12)
      .optional()
      .meta({ description: 'Of the quarter (1 to 3) or of the year (1 to 12); not for a monthly one' }),
    start: day.meta({ description: 'It bills for the first time the night after, at the earliest' }),
    end: day.optional(),
    paymentTermsInDays: z.int().min(0).max(90).default(30),
    attestsItself: z
      .boolean()
      .default(true)
      .meta({ description: 'Whether its invoices are sent without anybody attesting them' }),
  })
  .refine(({ interval: each, month }) => (each === 'monthly') === (month === undefined), {
    error: 'is for quarterly and yearly contracts, and needed there',
    path: ['month'],
  })
  .refine(({ interval: each, month = 1 }) => each !== 'quarterly' || month <= 3, {
    error: 'must be 1 to 3 in a quarter',
    path: ['month'],
  })
  .refine(({ start, end }) => end === undefined || end >= start, { error: 'must not be before start', path: ['end'] })
  .meta({ id: 'NewContract' });
export type NewContract = z.infer<typeof newContract>;

const recurrence = ({ interval: each, dayOfMonth, month }: NewContract) => {
  const RecurOnDayInMonth = dayOfMonth;
  if (each === 'monthly') return { MonthlyRecurrence: { RecurOnDayInMonth, RecurMonthInterval: 1 } };
  if (each === 'quarterly')
    return { QuarterlyRecurrence: { RecurOnDayInMonth, RecurOnMonth: month, RecurQuarterInterval: 1 } };
  return { YearlyRecurrence: { RecurOnDayInMonth, RecurOnMonth: month, RecurYearInterval: 1 } };
};

/** ContractInvoiceActionView as written; autogiro stands at its top level, unlike an invoice's (billecta.md 6.7). */
export const contractView = (creditorPublicId: string, asked: NewContract, reference: string) => ({
  CreditorPublicId: creditorPublicId,
  DebtorPublicId: asked.debtorId,
  Records: asked.rows.map(writtenRow),
  ...writtenTerms(asked, reference),
  PaymentTermsInDays: asked.paymentTermsInDays,
  AutoAttest: asked.attestsItself,
  AutogiroWithdrawalEnabled: asked.autogiro,
  GenerateInvoicesOfActionType: 'InvoiceAction',
  RecurrenceDetails: {
    RecurrenceInterval: interval.theirs[asked.interval],
    Start: wireDay(asked.start),
    NoEndDate: asked.end === undefined,
    End: asked.end === undefined ? null : wireDay(asked.end),
    ...recurrence(asked),
  },
});

/** ContractInvoiceActionView as read. Demanded: the ids, and whether it goes on. */
export const contractRead = z.looseObject({
  ActionPublicId: z.string().min(1),
  DebtorPublicId: z.guid(),
  Amount: minorUnitsOf.optional(),
  ExternalReference: text,
  AutogiroWithdrawalEnabled: flag,
  AutoAttest: flag,
  RecurrenceDetails: z
    .looseObject({ RecurrenceInterval: interval.wire, Start: dayOf, End: dayOf, NoEndDate: flag })
    .nullish(),
  State: z.looseObject({
    Stage: named({ 0: 'None', 1: 'Created', 17: 'InvoiceCreated' }).nullish(),
    IsPaused: z.boolean(),
    LastRunDate: dayOf,
    NextRunDate: dayOf,
  }),
});
export type ContractView = z.infer<typeof contractRead>;

const word = z.string().nullable();
export const contractAnswer = z
  .strictObject({
    contractId: z.string(),
    debtorId: z.string(),
    merchantReference: word,
    isPaused: z.boolean(),
    interval: interval.given,
    start: word,
    end: word,
    lastRun: word,
    nextRun: word,
    autogiro: z.boolean(),
    attestsItself: z.boolean(),
    amount: z.int().nullable().meta({ description: 'öre, where Billecta says it' }),
  })
  .meta({ id: 'Contract' });

export const answerContract = (view: ContractView): z.infer<typeof contractAnswer> => ({
  contractId: view.ActionPublicId,
  debtorId: view.DebtorPublicId,
  merchantReference: merchantReferenceOf(view.ExternalReference),
  isPaused: view.State.IsPaused,
  interval: view.RecurrenceDetails?.RecurrenceInterval ?? null,
  start: view.RecurrenceDetails?.Start ?? null,
  end: view.RecurrenceDetails?.NoEndDate ? null : (view.RecurrenceDetails?.End ?? null),
  lastRun: view.State.LastRunDate,
  nextRun: view.State.NextRunDate,
  autogiro: view.AutogiroWithdrawalEnabled,
  attestsItself: view.AutoAttest,
  amount: view.Amount ?? null,
});
