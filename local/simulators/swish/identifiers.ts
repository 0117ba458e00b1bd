import { randomUUID } from 'node:crypto';

/** Where new names come from; a test gives its own and gets the same payments each time. */
export interface Identifiers {
  /** 32 upper-case hex characters, for requests and for what the bank books. */
  id(): string;
  /** 32 lower-case hex characters: whoever has it can open the request. */
  token(): string;
}

const hex = () => randomUUID().replaceAll('-', '');

/** Identifiers in the forms that were recorded (swish.md 4, 6). */
export const randomIdentifiers = (): Identifiers => ({ id: () => hex().toUpperCase(), token: hex });
