/** An error whose message tells a person what is wrong and what to do; it is shown without a stack trace. */
export class ExplainedError extends Error {
  override readonly name = 'ExplainedError';
}
