import * as z from 'zod';

/** Öre as Swish takes them: kronor, a period and two decimals (seed 004, 4.2). */
export const kronorOf = (ore: number): string => `${Math.floor(ore / 100)}.${String(ore % 100).padStart(2, '0')}`;

/** Kronor as Swish writes them, a number or the same as text (swish.md 6), in öre. No fraction of an öre is rounded away. */
export const kronor = z.union([z.number(), z.string()]).transform((value, context) => {
  const [, whole = '', decimals = ''] = /^(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(String(value)) ?? [];
  if (whole !== '') return Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
  context.addIssue({ code: 'custom', message: 'is no amount in kronor' });
  return z.NEVER;
});
