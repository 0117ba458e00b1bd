import * as z from 'zod';
import { keptSecret } from './secrets.ts';

/** The environment's own MAC key, generated at deployment and never changed by us; it is read once an hour. */
export const macSecret = (name: string): (() => Promise<string>) => {
  const secret = keptSecret(name, z.strictObject({ key: z.string().min(32) }), 3600);
  return async () => (await secret.get()).key;
};
