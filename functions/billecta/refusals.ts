import type { BankIdHint } from './bankid-hints.ts';
import { swishRefusals, type SwishHint } from '../../shared/swish-hints.ts';

/**
 * Error codes by which Billecta refuses a start for a reason that the person can mend, and the hint that says it.
 * Inferred: that Billecta passes BankID's and Swish's own codes on in ExternalErrorCode (billecta.md 1.4, bankid.md 4.4).
 */
export const payerRefusals: ReadonlyMap<string, BankIdHint | SwishHint> = new Map<string, BankIdHint | SwishHint>([
  ['alreadyInProgress', 'already-in-progress'],
  ['canceled', 'cancelled-by-system'],
  ...swishRefusals,
]);
