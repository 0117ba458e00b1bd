/** The forms that were seen (swish.md 17): UTC, and Swedish local time with a colon in its offset or without. */
export const dateFormats = ['Z', '+01:00', '+0100'] as const;
export type DateFormat = (typeof dateFormats)[number];

const swedish = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Stockholm', timeZoneName: 'longOffset' });

/** A time in milliseconds since 1970 as an ISO 8601 text with milliseconds. */
export function dateText(at: number, format: DateFormat): string {
  if (format === 'Z') return new Date(at).toISOString();
  const [, offset = '+00:00', hours = '0'] = /GMT([+-](\d{2}):\d{2})/.exec(swedish.format(at)) ?? [];
  const local = new Date(at + Number(hours) * 3_600_000).toISOString();
  return local.replace('Z', format === '+0100' ? offset.replace(':', '') : offset);
}
