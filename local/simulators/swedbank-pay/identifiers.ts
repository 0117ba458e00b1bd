import { randomBytes, randomUUID } from 'node:crypto';

/** Where new names come from; a test gives its own and gets the same payments each time. */
export interface Identifiers {
  /** Lower case with hyphens. */
  guid(): string;
  /** 10 digits or more, rising; payments and transactions share the series. */
  number(): number;
  /** 64 lower-case hex characters: whoever has it can open the payment's page. */
  pageToken(): string;
}

/** Identifiers in the forms that were recorded (swedbank-pay.md 3). */
export function randomIdentifiers(): Identifiers {
  let last = 40_105_000_000;
  return {
    guid: () => randomUUID(),
    number: () => (last += 1),
    pageToken: () => randomBytes(32).toString('hex'),
  };
}
