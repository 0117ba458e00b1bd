/**
 * The ways in which a provider can fail, told apart once, in `provider-http`. Their messages carry no body and no URL:
 * both can hold personal data. The names are literals, since a minified bundle shortens `constructor.name`.
 */

/** No usable answer: a timeout, 429 or 5xx. A read may be tried again, after `retryAfterSeconds` where the provider said so. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
  readonly httpStatus: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: string, facts: { httpStatus?: number; retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(reason, { cause: facts.cause });
    this.httpStatus = facts.httpStatus;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

/** A 4xx: our request, credentials or agreement is wrong. `code` is the provider's own error code, where it gave one. */
export class ProviderRejected extends Error {
  override readonly name = 'ProviderRejected';
  readonly httpStatus: number;
  readonly code: string | undefined;

  constructor(httpStatus: number, code?: string) {
    super(`HTTP ${httpStatus}`);
    this.httpStatus = httpStatus;
    this.code = code;
  }
}

/** A 2xx whose body does not have the agreed shape. The message names the fields. */
export class ProviderContractBroken extends Error {
  override readonly name = 'ProviderContractBroken';
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
