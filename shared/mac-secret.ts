import * as z from 'zod';
import type { CallbackKeys } from './callback-proof.ts';
import { keptSecret } from './secrets.ts';

const keyText = z.string().min(32);

/**
 * The JSON in the secret `sluss/<environment>/mac-key`. `callbackKeys` comes with the first rotation of callback
 * addresses, and from then on lists all of their versions.
 */
export const macKeySecret = z.strictObject({
  key: keyText,
  callbackKeys: z
    .record(z.string().regex(/^[1-9]\d{0,2}$/), keyText)
    .refine((keys) => Object.keys(keys).length > 0)
    .optional(),
});
export type MacKeySecret = z.infer<typeof macKeySecret>;

/** The keys of callback addresses in a secret: version 1 is the MAC key itself, until it is dropped. */
export const callbackKeysOf = ({ key, callbackKeys = { 1: key } }: MacKeySecret): CallbackKeys => callbackKeys;

/** The environment's own MAC key, generated at deployment and never changed by us; it is read once an hour. */
export const macSecret = (name: string): (() => Promise<string>) => {
  const secret = keptSecret(name, macKeySecret, 3600);
  return async () => (await secret.get()).key;
};

/** The keys of callback addresses, read once a minute: that is how long a rotation takes to be heeded everywhere. */
export const callbackKeys = (name: string): (() => Promise<CallbackKeys>) => {
  const secret = keptSecret(name, macKeySecret, 60);
  return async () => callbackKeysOf(await secret.get());
};
