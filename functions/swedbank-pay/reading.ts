import * as z from 'zod';

/** How Swedbank Pay's answers are read: tolerantly, since its documents contradict each other (swedbank-pay.md 24, 27). */

/** A name out of the provider's own list (state, type, rel), which may grow; never free text, so it may be kept and sent on. */
export const word = z.string().regex(/^[\w-]{1,64}$/);

/** A text that may be missing, null or empty. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text === '' ? undefined : (text ?? undefined)));

/** Numbers exceed 32 bits, and some tables type them as text. */
export const whole = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

/** An amount that is left out when it is zero. */
export const amountOrZero = z
  .int()
  .nullish()
  .transform((amount) => amount ?? 0);

/** Once printed as the text "TRUE". */
export const flag = z
  .union([z.boolean(), z.string().transform((text) => text.toLowerCase() === 'true')])
  .nullish()
  .transform((value) => value ?? false);

const record = z.record(z.string(), z.unknown());

/** The members of an object; none of anything else. */
export const membersOf = (value: unknown): Readonly<Record<string, unknown>> => record.safeParse(value).data ?? {};

/** A list, bare or inside an object under a name such as `captureList`. */
export const listOf = <Item>(item: z.ZodType<Item>) =>
  z.preprocess(
    (value) =>
      Array.isArray(value)
        ? value
        : Object.entries(membersOf(value)).find(([name, list]) => name.endsWith('List') && Array.isArray(list))?.[1],
    z.array(item),
  );

/** The value under the first of these names that is there: envelopes are not always called the same. */
export const under = <Content>(names: readonly string[], content: z.ZodType<Content>) =>
  z.preprocess((value) => {
    const members = membersOf(value);
    return names.map((name) => members[name]).find((member) => member !== undefined);
  }, content);

const link = z.union([z.string(), z.looseObject({ id: z.string() }).transform(({ id }) => id)]);

/** The address of a resource, given as `{id}` or bare. */
export const linkOf = (value: unknown): string | undefined => link.safeParse(value).data;

/** A resource that is only linked to, or also expanded in place. */
export interface SubResource<Content> {
  readonly href: string | undefined;
  /** Only if it was expanded. */
  readonly content: Content | undefined;
}

export const subResource = <Content>(content: z.ZodType<Content>) =>
  z
    .unknown()
    .optional()
    .transform((value): SubResource<Content> | undefined =>
      value === undefined || value === null
        ? undefined
        : { href: linkOf(value), content: content.safeParse(value).data },
    );
