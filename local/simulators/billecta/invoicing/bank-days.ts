import { addDays } from './days.ts';

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** Holidays by date, with the three eves on which banks are closed too. */
const fixedHolidays = new Set(['01-01', '01-06', '05-01', '06-06', '12-24', '12-25', '12-26', '12-31']);

/** The Sunday after the ecclesiastical full moon; holds from 1900 to 2199. */
export function easterSunday(year: number): string {
  const golden = year % 19;
  const epact = (19 * golden + 24) % 30;
  // The full moon is never later than 18 April, and not twice that day within a cycle.
  const isTooLate = epact === 29 || (epact === 28 && golden > 10);
  const fullMoon = addDays(`${year}-03-21`, epact - (isTooLate ? 1 : 0));
  return addDays(fullMoon, 7 - weekdayOf(fullMoon));
}

/** Good Friday, Easter Monday, Ascension Day and Midsummer Eve; the other movable ones are at weekends. */
function movableHolidays(year: number): string[] {
  const easter = easterSunday(year);
  const earliestEve = `${year}-06-19`;
  const midsummerEve = addDays(earliestEve, (5 - weekdayOf(earliestEve) + 7) % 7);
  return [addDays(easter, -2), addDays(easter, 1), addDays(easter, 39), midsummerEve];
}

/** Whether Swedish banks are open on this day, `YYYY-MM-DD`. */
export const isBankDay = (day: string): boolean =>
  ![0, 6].includes(weekdayOf(day)) &&
  !fixedHolidays.has(day.slice(5)) &&
  !movableHolidays(Number(day.slice(0, 4))).includes(day);

/** The day itself, or the first bank day after it. */
export const bankDayFrom = (day: string): string => (isBankDay(day) ? day : bankDayFrom(addDays(day, 1)));

/** The so-manieth bank day after this day. */
export const bankDaysAfter = (day: string, count: number): string =>
  count === 0 ? day : bankDaysAfter(bankDayFrom(addDays(day, 1)), count - 1);
