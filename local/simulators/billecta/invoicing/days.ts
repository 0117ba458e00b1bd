const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' });
const hourMilliseconds = 3_600_000;

/** The day in Stockholm, `YYYY-MM-DD`, of a time in milliseconds since 1970. */
export const dayAt = (time: number): string => calendar.format(new Date(time));

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * hourMilliseconds).toISOString().slice(0, 10);

/** When the day begins in Stockholm, in milliseconds since 1970. */
export function midnight(day: string): number {
  const inWinter = Date.parse(`${day}T00:00:00+01:00`);
  const inSummer = inWinter - hourMilliseconds;
  return dayAt(inSummer) === day ? inSummer : inWinter;
}
