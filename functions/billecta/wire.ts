import * as z from 'zod';

/**
 * An enum on the wire: Billecta's traffic shows the member's name, its published schemas say the number (billecta.md
 * 1.1 and 1.7). A number without a name stays text, and is then as unknown as any new name.
 */
export const named = (names: Readonly<Record<number, string>>) =>
  z.union([z.string(), z.int().transform((value) => names[value] ?? String(value))]);

const zone = 'Europe/Stockholm';

/**
 * A time on the wire, as a UTC instant: with an offset, with a space for the T, or without a zone, which is then
 * Stockholm's (billecta.md 1.1). Year 1 is .NET's way to say that it is not set; what is no time at all counts as unset too.
 */
export const instant = z
  .string()
  .nullish()
  .transform((text) => {
    const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,3})?\d*\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
      text ?? '',
    );
    if (!match || match[1]?.startsWith('0001-')) return null;
    const [, date = '', time = '', fraction = '', offset] = match;
    const asUtc = new Date(`${date}T${time}${fraction}Z`);
    if (Number.isNaN(asUtc.getTime())) return null;
    const parsed = offset === undefined ? fromStockholm(asUtc) : new Date(`${date}T${time}${fraction}${offset}`);
    return Number.isNaN(parsed.getTime()) ? null : parsed.toISOString();
  });

/** Two steps, since the offset depends on the instant that is looked for (summer time). */
const fromStockholm = (wallTimeAsUtc: Date): Date => {
  const guess = new Date(wallTimeAsUtc.getTime() - offsetAt(wallTimeAsUtc));
  return new Date(wallTimeAsUtc.getTime() - offsetAt(guess));
};

/** Milliseconds that Stockholm is ahead of UTC. */
const offsetAt = (instantThen: Date): number => {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(instantThen)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, hours = '0', minutes = '0'] = /GMT\+(\d{2}):(\d{2})/.exec(name ?? '') ?? [];
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
};
