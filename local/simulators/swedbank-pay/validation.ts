import type * as z from 'zod';
import { inputError } from './problems.ts';

/** The body by its schema, else the provider's 400 with a complaint for each field. */
export function validated<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  throw inputError(error.issues.map((issue) => ({ name: nameOf(issue, body), description: issue.message })));
}

/** Rules name a field as `Payment.Prices[0].Amount`, wrong JSON types as `payment.prices[0].amount` (swedbank-pay.md 22). */
function nameOf({ code, path }: z.core.$ZodIssue, body: unknown): string {
  const given = path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), body);
  const wrongType = code === 'invalid_type' && given !== undefined;
  const name = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${wrongType ? String(key) : pascalCase(String(key))}`))
    .join('');
  return name.slice(1) || 'Body';
}

const pascalCase = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const isObject = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null;
