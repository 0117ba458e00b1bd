import * as z from 'zod';
import type { View } from './store.ts';

/** Days are `YYYY-MM-DD`. */
export interface Contract {
  readonly view: View;
  isPaused: boolean;
  lastRun: string | null;
  nextRun: string | null;
}

const recurrence = z.looseObject({
  Start: z.string(),
  End: z.string().nullish(),
  MonthlyRecurrence: z.looseObject({ RecurOnDayInMonth: z.int(), RecurMonthInterval: z.int() }).nullish(),
  QuarterlyRecurrence: z.looseObject({ RecurOnDayInMonth: z.int(), RecurOnMonth: z.int() }).nullish(),
  YearlyRecurrence: z.looseObject({ RecurOnDayInMonth: z.int(), RecurOnMonth: z.int() }).nullish(),
});

const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' });
/** The day in Stockholm. */
export const dayAt = (now: number): string => calendar.format(new Date(now));

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Whether it recurs on this day; the 29th to 31st fall on a shorter month's last day. */
function recursOn(view: View, day: string): boolean {
  const { MonthlyRecurrence, QuarterlyRecurrence, YearlyRecurrence } = recurrence.parse(view['RecurrenceDetails']);
  const [, month = 0, date = 0] = day.split('-').map(Number);
  const rule = MonthlyRecurrence ?? QuarterlyRecurrence ?? YearlyRecurrence;
  if (!rule) return false;
  const isLast = addDays(day, 1).slice(5, 7) !== day.slice(5, 7);
  if (date !== rule.RecurOnDayInMonth && !(isLast && rule.RecurOnDayInMonth > date)) return false;
  if (QuarterlyRecurrence) return ((month - 1) % 3) + 1 === QuarterlyRecurrence.RecurOnMonth;
  return YearlyRecurrence ? month === YearlyRecurrence.RecurOnMonth : true;
}

/** The next day on which it bills, from this one on; none after its end. */
function nextRun(view: View, from: string): string | null {
  const end = recurrence.parse(view['RecurrenceDetails']).End?.slice(0, 10);
  for (let day = from, tries = 0; tries < 800; day = addDays(day, 1), tries++) {
    if (end !== undefined && day > end) return null;
    if (recursOn(view, day)) return day;
  }
  return null;
}

export const hasRecurrence = (view: View): boolean => recurrence.safeParse(view['RecurrenceDetails']).success;

/** It runs at night, so never on the day on which it was made (billecta.md 6.7). */
export function newContract(view: View, today: string): Contract {
  const start = recurrence.parse(view['RecurrenceDetails']).Start.slice(0, 10);
  const tomorrow = addDays(today, 1);
  return { view, isPaused: false, lastRun: null, nextRun: nextRun(view, start > tomorrow ? start : tomorrow) };
}

/** The days that have come on which it bills; a paused one lets them pass. */
export function run(contract: Contract, today: string): string[] {
  const days: string[] = [];
  while (contract.nextRun !== null && contract.nextRun <= today) {
    if (!contract.isPaused) {
      days.push(contract.nextRun);
      contract.lastRun = contract.nextRun;
    }
    contract.nextRun = nextRun(contract.view, addDays(contract.nextRun, 1));
  }
  return days;
}
