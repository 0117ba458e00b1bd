import * as z from 'zod';
import { addDays } from './days.ts';
import type { View } from './store.ts';
import { textOf } from './wire.ts';

/** Days are `YYYY-MM-DD`. */
export interface Contract {
  readonly id: string;
  readonly view: View;
  isPaused: boolean;
  lastRun: string | null;
  nextRun: string | null;
}

const onDay = { RecurOnDayInMonth: z.int().min(1).max(31) };
const interval = z.int().positive().default(1);
const recurrence = z.looseObject({
  Start: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
  End: z.string().nullish(),
  MonthlyRecurrence: z.looseObject({ ...onDay, RecurMonthInterval: interval }).nullish(),
  QuarterlyRecurrence: z
    .looseObject({ ...onDay, RecurOnMonth: z.int().min(1).max(3), RecurQuarterInterval: interval })
    .nullish(),
  YearlyRecurrence: z
    .looseObject({ ...onDay, RecurOnMonth: z.int().min(1).max(12), RecurYearInterval: interval })
    .nullish(),
});

/** Months from year 0, so that they can be counted. */
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const firstDayOf = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
const lastDayOf = (month: number): string => addDays(firstDayOf(month + 1), -1);

/** Its period in months, the month within that (from 0), how many periods it takes each time, and the day. */
function rhythmOf(view: View) {
  const { MonthlyRecurrence, QuarterlyRecurrence, YearlyRecurrence } = recurrence.parse(view['RecurrenceDetails']);
  if (QuarterlyRecurrence) {
    const { RecurOnDayInMonth: day, RecurOnMonth, RecurQuarterInterval: every } = QuarterlyRecurrence;
    return { period: 3, month: RecurOnMonth - 1, every, day };
  }
  if (YearlyRecurrence) {
    const { RecurOnDayInMonth: day, RecurOnMonth, RecurYearInterval: every } = YearlyRecurrence;
    return { period: 12, month: RecurOnMonth - 1, every, day };
  }
  if (!MonthlyRecurrence) return undefined;
  return { period: 1, month: 0, every: MonthlyRecurrence.RecurMonthInterval, day: MonthlyRecurrence.RecurOnDayInMonth };
}

/** The next day on which it bills, from this one on; none after its end. The 29th to 31st fall on a shorter month's last day. */
function nextRun(view: View, from: string): string | null {
  const rhythm = rhythmOf(view);
  if (!rhythm) return null;
  const { Start, End } = recurrence.parse(view['RecurrenceDetails']);
  const dayIn = (month: number): string => {
    const [wished, last] = [addDays(firstDayOf(month), rhythm.day - 1), lastDayOf(month)];
    return wished > last ? last : wished;
  };
  const start = monthOf(Start);
  let month = start - (start % rhythm.period) + rhythm.month;
  while (dayIn(month) < Start.slice(0, 10)) month += rhythm.period;
  while (dayIn(month) < from) month += rhythm.period * rhythm.every;
  return textOf(End) !== '' && dayIn(month) > textOf(End).slice(0, 10) ? null : dayIn(month);
}

export const hasRecurrence = (view: View): boolean => recurrence.safeParse(view['RecurrenceDetails']).success;

/** It runs at night, so never on the day on which it was made (billecta.md 6.7). */
export function newContract(id: string, view: View, today: string): Contract {
  const start = recurrence.parse(view['RecurrenceDetails']).Start.slice(0, 10);
  const tomorrow = addDays(today, 1);
  return { id, view, isPaused: false, lastRun: null, nextRun: nextRun(view, start > tomorrow ? start : tomorrow) };
}

/** What the contract bills on this day, its next one, as an InvoiceActionEntryView; null when it is paused. */
export function run(contract: Contract, day: string): View | null {
  contract.nextRun = nextRun(contract.view, addDays(day, 1));
  if (contract.isPaused) return null;
  contract.lastRun = day;
  return {
    ...contract.view,
    ActionType: 'InvoiceAction',
    InvoiceDate: `${day}T00:00:00`,
    DueDate: `${dueDay(contract.view, day)}T00:00:00`,
    // At the top level of a contract, nested on an invoice (billecta.md 12.9).
    Autogiro: { AutogiroWithdrawalEnabled: contract.view['AutogiroWithdrawalEnabled'] === true },
  };
}

/** So many days later, moved to the month's end where the contract says so (billecta.md 9, inferred). */
function dueDay(view: View, day: string): string {
  const due = addDays(day, typeof view['PaymentTermsInDays'] === 'number' ? view['PaymentTermsInDays'] : 30);
  return view['PayLastDayOfMonth'] === true ? lastDayOf(monthOf(due)) : due;
}

/** The id of whom it bills. */
export const debtorOf = ({ view }: Contract): string => textOf(view['DebtorPublicId']);

/** ContractInvoiceActionView (billecta.md 6.7). */
export const contractView = ({ id, view, isPaused, lastRun, nextRun: next }: Contract) => {
  const time = (day: string | null) => (day === null ? null : `${day}T00:00:00`);
  return {
    ...view,
    ActionPublicId: id,
    State: {
      Stage: lastRun === null ? 'Created' : 'InvoiceCreated',
      LastRunDate: time(lastRun),
      NextRunDate: time(next),
      IsPaused: isPaused,
      CanPause: !isPaused,
      CanResume: isPaused,
    },
  };
};
