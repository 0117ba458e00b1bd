import * as z from 'zod';
import type { Outcome } from './page/shapes.ts';

const person = z.object({ personalNumber: z.string(), name: z.string().nullable(), givenName: z.string().nullable() });

const signed = person.extend({ signature: z.string().nullable() });

const accounts = z.object({
  personalNumber: z.string(),
  accounts: z.array(
    z.object({
      clearingNumber: z.string().nullable(),
      accountNumber: z.string().nullable(),
      name: z.string().nullable(),
      autogiro: z.enum(['approved', 'unapproved', 'unknown']),
    }),
  ),
});

/** The birth date stays readable, the last four digits do not. */
export const mask = (personalNumber: string) => `${personalNumber.slice(0, 8)}-••••`;

/** Enough of an account to recognise it. */
export const label = (clearingNumber: string, accountNumber: string) =>
  `${clearingNumber} ••• ${accountNumber.slice(-4)}`;

/** What the shop remembers of a flow that it started. */
export type Errand = { job: 'authentication' } | { job: 'signature'; visibleText: string } | { job: 'lookup' };

/** What the page is given of a result; throws when Sluss's result has another shape. */
export function outcomeFor(errand: Errand, result: unknown): Outcome {
  switch (errand.job) {
    case 'authentication': {
      const { personalNumber, name, givenName } = person.parse(result);
      return { job: errand.job, givenName: givenName ?? name ?? '', personalNumber: mask(personalNumber) };
    }
    case 'signature': {
      const { personalNumber, name, signature } = signed.parse(result);
      return {
        job: errand.job,
        name: name ?? '',
        personalNumber: mask(personalNumber),
        visibleText: errand.visibleText,
        signatureBytes: Buffer.byteLength(signature ?? '', 'base64'),
      };
    }
    case 'lookup': {
      const found = accounts.parse(result);
      return {
        job: errand.job,
        personalNumber: mask(found.personalNumber),
        accounts: found.accounts.map(({ clearingNumber, accountNumber, name, autogiro }) => ({
          label: label(clearingNumber ?? '', accountNumber ?? ''),
          name: name ?? '',
          autogiro,
        })),
      };
    }
  }
}
