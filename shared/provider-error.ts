import type { Message } from './polling-flow.ts';
import type { ProblemCode } from './problem.ts';

/**
 * The ways in which a provider can fail, told apart once, in `provider-http`. Their messages carry no body and no URL:
 * both can hold personal data. The names are literals, since a minified bundle shortens `constructor.name`.
 */

/**
 * No usable answer: a timeout, 429 or 5xx. A read may be tried again, after `retryAfterSeconds` where the provider said so,
 * unless the provider said that it does not help.
 */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
  readonly httpStatus: number | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly retryable: boolean;

  constructor(
    reason: string,
    facts: { httpStatus?: number; retryAfterSeconds?: number; retryable?: boolean; cause?: unknown } = {},
  ) {
    super(reason, { cause: facts.cause });
    this.httpStatus = facts.httpStatus;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.retryable = facts.retryable ?? true;
  }
}

/** What a provider says of its refusal, in our words. Its texts may quote the request: they are answered to the caller and never logged. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  /** What the hint means, in both languages. */
  readonly message?: Message | undefined;
  readonly action?: string | undefined;
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
}

/** A 4xx: our request, credentials or agreement is wrong. `code` is the provider's own error code, where it gave one. */
export class ProviderRejected extends Error {
  override readonly name = 'ProviderRejected';
  readonly httpStatus: number;
  readonly code: string | undefined;
  /** What the caller can be told; without it the fault is ours or the agreement's. */
  readonly refusal: Refusal | undefined;
  /** The provider's own text. It may quote the request: told to the caller of an operation, and never logged. */
  readonly words: string | undefined;

  constructor(httpStatus: number, code?: string, refusal?: Refusal, words?: string) {
    super(`HTTP ${httpStatus}`);
    this.httpStatus = httpStatus;
    this.code = code;
    this.refusal = refusal;
    this.words = words;
  }
}

/** A 2xx whose body does not have the agreed shape. The message names the fields. */
export class ProviderContractBroken extends Error {
  override readonly name = 'ProviderContractBroken';
}

/** The provider does not offer this now: nothing was asked of it. */
export class OperationNotOffered extends Error {
  override readonly name = 'OperationNotOffered';
  readonly rel: string;
  readonly offered: readonly string[];

  constructor(rel: string, offered: readonly string[]) {
    super(rel);
    this.rel = rel;
    this.offered = offered;
  }
}

/**
 * An href of the provider leads to an origin that is not listed: nothing was sent. It is not named: the hosted page's
 * address is as good as a password.
 */
export class ForeignHref extends Error {
  override readonly name = 'ForeignHref';
}

/** The provider refuses for a reason that the person can mend (an order is open already, say). */
export class RefusedForPayer extends Error {
  override readonly name = 'RefusedForPayer';
  readonly hint: string;

  constructor(hint: string) {
    super(hint);
    this.hint = hint;
  }
}

/** The provider's rate budget is used up, or the provider told us to stop for a while. */
export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted';
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('the rate budget is used up');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The provider's secret has not been put in, or has another shape. */
export class ProviderNotConfigured extends Error {
  override readonly name = 'ProviderNotConfigured';
}

export type ProviderFault =
  ProviderUnavailable | ProviderRejected | ProviderContractBroken | ProviderNotConfigured | BudgetExhausted;

/** A provider's fault, as opposed to a defect of ours. */
export const isProviderFault = (error: unknown): error is ProviderFault =>
  error instanceof ProviderUnavailable ||
  error instanceof ProviderRejected ||
  error instanceof ProviderContractBroken ||
  error instanceof ProviderNotConfigured ||
  error instanceof BudgetExhausted;
