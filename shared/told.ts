import { messageOf, type Message } from './polling-flow.ts';
import { ProblemError, type ProblemCode } from './problem.ts';
import { ProviderRejected, RefusedForPayer } from './provider-error.ts';

/** A caller may ask for what the provider finds wrong (an invoice that is paid already): its words are the caller's to read. */
export const told = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ProviderRejected) || error.refusal) throw error;
    const code = refusals.get(error.httpStatus);
    if (!code) throw error;
    throw new ProblemError(
      code,
      {
        ...(error.words === undefined ? {} : { detail: error.words }),
        ...(error.code === undefined ? {} : { hint: error.code }),
        retryable: false,
      },
      { cause: error },
    );
  }
};

const refusals = new Map<number, ProblemCode>([
  [400, 'provider-invalid-input'],
  [404, 'provider-not-found'],
  [409, 'provider-invalid-input'],
  [422, 'provider-invalid-input'],
]);

/** What the payer can mend is told in words for the payer. */
export const toldToPayer = async <Answer>(
  call: Promise<Answer>,
  flow: { readonly hints: Readonly<Record<string, Message>> } | undefined,
): Promise<Answer> => {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof RefusedForPayer)) throw error;
    throw new ProblemError('refused-for-payer', { hint: error.hint, message: messageOf(flow, error.hint) });
  }
};
