import { ProblemError } from './problem.ts';
import {
  BudgetExhausted,
  ForeignHref,
  OperationNotOffered,
  ProviderContractBroken,
  ProviderNotConfigured,
  ProviderRejected,
  ProviderUnavailable,
  type Refusal,
  RefusedForPayer,
} from './provider-error.ts';

const refused = ({ code, detail, hint, message, action, fields = [] }: Refusal): ProblemError =>
  new ProblemError(code, {
    ...(detail === undefined ? {} : { detail }),
    ...(hint === undefined ? {} : { hint }),
    ...(message === undefined ? {} : { message }),
    ...(action === undefined ? {} : { action }),
    ...(fields.length === 0 ? {} : { fields }),
    retryable: false,
  });

/** What a caller is told of an error. */
export const asProblem = (error: unknown): ProblemError => {
  if (error instanceof ProblemError) return error;
  if (error instanceof RefusedForPayer) return new ProblemError('refused-for-payer', { hint: error.hint });
  if (error instanceof ProviderNotConfigured) return new ProblemError('provider-not-configured');
  if (error instanceof BudgetExhausted) return new ProblemError('busy', { retryAfterSeconds: error.retryAfterSeconds });
  if (error instanceof ProviderUnavailable && error.retryable)
    return new ProblemError('provider-unavailable', { retryAfterSeconds: error.retryAfterSeconds ?? 5 });
  if (error instanceof OperationNotOffered)
    return new ProblemError('operation-not-offered', { offered: error.offered });
  if (error instanceof ProviderRejected && error.refusal) return refused(error.refusal);
  const faults = [ProviderUnavailable, ProviderRejected, ProviderContractBroken, ForeignHref];
  if (faults.some((known) => error instanceof known)) return new ProblemError('provider-refused');
  return new ProblemError('internal-error');
};
