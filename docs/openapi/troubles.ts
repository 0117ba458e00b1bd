import type { ProblemCode } from '../../shared/problem.ts';

/** What reading a body can find wrong (shared/http, bodyOf). */
export const badBody: readonly ProblemCode[] = ['malformed-json', 'too-large', 'not-json', 'invalid-request'];
/** What a call of the provider can end in (shared/as-problem). */
const providerTrouble: readonly ProblemCode[] = [
  'refused-for-payer',
  'provider-refused',
  'provider-not-configured',
  'provider-unavailable',
];
/** What an operation at a provider, or the start of a flow, can end in (shared/told). */
export const operationTrouble: readonly ProblemCode[] = [
  ...providerTrouble,
  'provider-not-found',
  'provider-invalid-input',
  'busy',
];
/** What a call about a payment can end in: a refusal is told in our words (shared/as-problem). */
export const paymentTrouble: readonly ProblemCode[] = [
  'provider-not-found',
  'token-inactive',
  'provider-invalid-input',
  'provider-forbidden',
  'credit-not-approved',
  'identification-failed',
  'provider-refused',
  'provider-not-configured',
  'provider-unavailable',
];
export const always: readonly ProblemCode[] = ['unauthorized', 'forbidden', 'internal-error'];
