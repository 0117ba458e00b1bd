import * as z from 'zod';
import { instant } from './wire.ts';

const zone = 'Europe/Stockholm';
/** Swedish writes a date as ISO 8601 does. */
const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
const offsets = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });

/** A day in the calendar of Stockholm, `YYYY-MM-DD`. */
export const day = z.iso.date('must be a date, such as 2026-11-21').meta({ examples: ['2026-11-21'] });

/** A day on the wire: its midnight in Stockholm, as `yyyy-MM-dd HH:mm:ss+02:00` (billecta.md 1.1). */
export const wireDay = (date: string): string => {
  // Summer time changes at 01:00 UTC, so the offset at 00:00 UTC is that of Stockholm's midnight.
  const name = offsets.formatToParts(new Date(`${date}T00:00:00Z`)).find(({ type }) => type === 'timeZoneName')?.value;
  return `${date} 00:00:00${(name ?? '').replace('GMT', '')}`;
};

/** When a day begins in Stockholm, in seconds. */
export const midnight = (date: string): number => Date.parse(wireDay(date)) / 1000;

/** A time on the wire as the day that it is in Stockholm. */
export const dayOf = instant.transform((time) => (time === null ? null : calendar.format(new Date(time))));

/** The day in Stockholm at a time, milliseconds. */
export const dayAt = (time: number): string => calendar.format(new Date(time));

/** Today in Stockholm. */
export const today = (): string => dayAt(Date.now());
