import * as z from 'zod';
import type { NamedObject } from '../../shared/watched-object.ts';
import { debtorParameters } from './debtors.ts';
import { invoiceParameters } from './invoices.ts';

/** How deep ids are looked for: the envelope of a ring is not published (billecta.md 1.6), so only their names are known. */
const depthAtMost = 6;

const record = z.record(z.string(), z.unknown());

/** All values of these fields, the outer ones first. */
const valuesOf = (names: readonly string[], body: unknown): unknown[] => {
  const found: unknown[] = [];
  let level = [body];
  for (let depth = 0; depth < depthAtMost; depth += 1) {
    const fields = level.flatMap((value) => Object.entries(record.safeParse(value).data ?? {}));
    found.push(...fields.filter(([name]) => names.includes(name)).map(([, value]) => value));
    const elements = level.flatMap((value) => z.array(z.unknown()).safeParse(value).data ?? []);
    level = [...fields.map(([, value]) => value), ...elements];
  }
  return found;
};

/** Those of the values that are ids, each once; one may stand as a number. */
const idsIn = (values: readonly unknown[], id: z.ZodType<string>): string[] => {
  const texts = values.map((value) => (typeof value === 'number' ? String(value) : value));
  return [...new Set(texts.flatMap((text) => id.safeParse(text).data ?? []))];
};

const envelope = z.object({ EventType: z.string().optional() }).catch({});

/**
 * What a ring is about: an approval where its event says so, else the invoice that it names, else the debtor's approval.
 * The data of a deleted draft is its bare id. An invoice comes with its debtor, who is not looked at for it.
 */
export const namedInRing = (body: unknown): readonly NamedObject[] => {
  const { EventType = '' } = envelope.parse(body);
  const invoices = EventType.startsWith('AutogiroApproval')
    ? []
    : idsIn(valuesOf(['ActionPublicId', 'Data'], body), invoiceParameters.shape.invoiceId);
  if (invoices.length > 0) return invoices.map((id) => ({ kind: 'invoice', id }));
  const debtors = idsIn(valuesOf(['DebtorPublicId'], body), debtorParameters.shape.debtorId);
  return debtors.map((id) => ({ kind: 'autogiro-approval', id }));
};
