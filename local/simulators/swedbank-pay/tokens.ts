import { inputError, notFound } from './problems.ts';

type Kind = 'PaymentToken' | 'RecurrenceToken';

export interface Tokens {
  /** Remembers a token that an authorization or verification made. */
  add(token: string, kind: Kind): void;
  /** Refuses a token that is unknown, deleted, or of the other kind (swedbank-pay.md 22). */
  require(token: string, kind: Kind): void;
  delete(token: string): void;
  clear(): void;
}

/** The tokens that can charge somebody, deleted ones among them. */
export function tokenStore(): Tokens {
  const tokens = new Map<string, { kind: Kind; deleted: boolean }>();
  return {
    add: (token, kind) => tokens.set(token, { kind, deleted: false }),
    require(token, kind) {
      const found = tokens.get(token);
      if (found?.kind !== kind || found.deleted) {
        throw inputError([{ name: kind, description: `The given ${kind} does not exist` }]);
      }
    },
    delete(token) {
      const found = tokens.get(token);
      if (!found) throw notFound('The token');
      found.deleted = true;
    },
    clear: () => tokens.clear(),
  };
}
