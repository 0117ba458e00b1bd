import * as z from 'zod';
import type { Reply } from '../../http.ts';
import { billectaError } from '../errors.ts';
import type { View, ViewStore } from './store.ts';

/** What updates and actions answer (billecta.md 1.1). */
export const emptyReply: Reply = { status: 200, headers: {}, body: '' };

/** A body of any fields: unknown ones are kept and ignored (billecta.md 12.9). */
export function bodyOf(body: unknown): View {
  const { data } = z.record(z.string(), z.unknown()).safeParse(body);
  if (!data) throw billectaError(400, 'The request has no body');
  return data;
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const digitsOf = (value: unknown): string => textOf(value).replaceAll(/\D/g, '');

/** The one that has this external id: 404 for none, 400 when several share it (billecta.md 1.4). */
export function onlyOne(store: ViewStore, field: string, id: string | undefined, what: string): View {
  const [first, ...others] = store.all().filter(([, view]) => id !== undefined && view[field] === id);
  if (!first) throw billectaError(404, `The ${what} was not found`);
  if (others.length > 0) throw billectaError(400, `Several have this external id`);
  return first[1];
}

/** AmountView as answered (billecta.md 1.2). */
export const amountView = (öre: number) => ({ CurrencyCode: 'SEK', Value: öre, ValueForView: öre / 100 });

const amount = z.looseObject({ Value: z.int() });
export const öreIn = (value: unknown): number => amount.safeParse(value).data?.Value ?? 0;
