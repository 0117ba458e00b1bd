import type { Message } from './polling-flow.ts';

/**
 * Every error answer of the API, as an RFC 9457 problem. `code` is stable and is what a caller branches on. A new error answer is one line here.
 */
export const problems = {
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  unauthorized: { status: 401, title: 'A valid API key is missing' },
  forbidden: { status: 403, title: 'This credential may not do that' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'in-progress': { status: 409, title: 'The first request with this Idempotency-Key is still being answered' },
  'already-exists': { status: 409, title: 'The provider has one of this external id' },
  'not-asked': { status: 409, title: 'The flow does not ask for this now' },
  'answered-otherwise': { status: 409, title: 'Another answer has been taken' },
  'operation-not-offered': { status: 409, title: 'The payment does not offer this now' },
  'operation-underway': { status: 409, title: 'Another operation on it has not come to its end' },
  'too-many-failures': { status: 409, title: 'Three in a row have failed: the provider locks a payment after five' },
  'provider-not-found': { status: 409, title: 'The provider does not know what the request names' },
  'token-inactive': { status: 409, title: 'The token cannot be used' },
  gone: { status: 410, title: 'It has expired and its personal data is erased' },
  'too-large': { status: 413, title: 'The body is too large' },
  'not-json': { status: 415, title: 'The content type must be application/json' },
  'invalid-request': { status: 422, title: 'The request does not fit its schema' },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key was used with another body' },
  'refused-for-payer': { status: 422, title: 'The provider refuses for a reason that the person can mend' },
  'operation-failed': { status: 422, title: 'The provider has tried it, and it failed' },
  'provider-invalid-input': { status: 422, title: 'The provider finds the request wrong' },
  'provider-forbidden': { status: 422, title: 'The provider does not allow it' },
  'credit-not-approved': { status: 422, title: 'The payer is not given credit' },
  'identification-failed': { status: 422, title: "The payer's identification failed" },
  'internal-error': { status: 500, title: 'A defect of ours' },
  'provider-refused': { status: 502, title: 'The provider refuses our credentials or our request' },
  'provider-not-configured': { status: 502, title: "The provider's secret has not been put in" },
  'outcome-unknown': { status: 502, title: 'The answer of the provider was lost: it may have been done' },
  'provider-unavailable': { status: 503, title: 'The provider gives no usable answer' },
  busy: { status: 503, title: "The provider's rate budget is used up" },
  'starts-stopped': { status: 503, title: 'New starts at this provider are stopped' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemCode = keyof typeof problems;

export interface Extras {
  readonly detail?: string;
  /** Names of the fields that are wrong; never their values, which may be personal. */
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
  /** Why the provider refuses, as in a flow's hint. */
  readonly hint?: string;
  /** What to tell the person about the hint. */
  readonly message?: Message | undefined;
  /** How it can be mended, in the provider's words. */
  readonly action?: string | undefined;
  /** What exists by now of a creation that was broken off: the provider's ids, by step. */
  readonly ids?: Readonly<Record<string, string>>;
  /** With `operation-not-offered`: what the payment offers. */
  readonly offered?: readonly string[];
  /** Whether the same request may be made again, with the same Idempotency-Key. */
  readonly retryable?: boolean;
  /** Seconds after which it makes sense to ask again; becomes the header Retry-After. */
  readonly retryAfterSeconds?: number;
}

/** Thrown anywhere below the HTTP edge; the edge turns it into its answer. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly extras: Extras;

  constructor(code: ProblemCode, extras: Extras = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.extras = extras;
  }
}
