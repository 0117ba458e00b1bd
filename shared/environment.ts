import * as z from 'zod';

/**
 * Reads the environment of one entry point with only what that function needs, and names what is missing, never a value.
 * @throws Error at cold start, so a wrong deployment shows at once
 */
export const readEnvironment = <Schema extends z.ZodObject>(schema: Schema): z.output<Schema> => {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.'));
  throw new Error(`Invalid environment: ${[...new Set(names)].join(', ')}`);
};

/** A variable that holds JSON. */
export const jsonVariable = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context) => {
      try {
        const value: unknown = JSON.parse(text);
        return value;
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
