import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ExplainedError } from './system/explained-error.ts';

const httpUrl = z.url({ protocol: /^https?$/ });

/** A running stack, as scripts and tests need to know it. Only a local one has what comes after the simulators. */
export const stackFacts = z.strictObject({
  apiUrl: httpUrl,
  apiKey: z.string().min(1),
  simulators: z.strictObject({
    billecta: httpUrl.optional(),
    'swedbank-pay': httpUrl.optional(),
    swish: httpUrl.optional(),
  }),
  /** Where each provider's API answers, by its name; Swish's demands a certificate, and is controlled elsewhere. */
  hosts: z.record(z.string(), httpUrl).optional(),
  demoUrl: httpUrl.optional(),
  awsEndpoint: httpUrl.optional(),
  region: z.string().optional(),
  stackName: z.string().optional(),
  personalTable: z.string().optional(),
  ledgerTable: z.string().optional(),
  eventBus: z.string().optional(),
  apiKeysSecret: z.string().optional(),
  machines: z.string().optional(),
  /** Whether the local AWS enforces IAM: what is only about time needs no second run there. */
  iamEnforced: z.boolean().optional(),
  /** Keys beside `apiKey`, for what only they can or cannot do. */
  otherKeys: z
    .strictObject({ sameMerchant: z.string(), otherMerchant: z.string(), withoutResults: z.string() })
    .optional(),
});
export type StackFacts = z.infer<typeof stackFacts>;

/** Where `npm start` leaves its facts. */
export const startedStackFile = join(import.meta.dirname, '..', '.local', 'stack.json');

/** Reads the facts of a running stack. Throws an explained error when there is none. */
export const readStackFacts = (file: string): StackFacts => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ExplainedError(`${file} does not exist: start a stack first ("npm start").`);
  }
  return stackFacts.parse(JSON.parse(text));
};
