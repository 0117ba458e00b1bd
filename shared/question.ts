import type * as z from 'zod';
import type { Attempt } from './operation.ts';

/**
 * What a flow asks its payer, and what it makes at the provider of the answer. Until it is answered the flow ends like any
 * other, and nothing has been made. From then on it moves money: only the word of the provider ends it.
 */
export interface Question<Client, Answer, Hint extends string, Result, Memory> {
  /** The last part of the route to which the answer is put. */
  readonly name: string;
  readonly summary: string;
  readonly answer: z.ZodObject & z.ZodType<Answer>;
  /** From when it is asked: the flow's new deadline. */
  readonly answerWithinSeconds: number;
  /** While the answer is carried out. */
  readonly answeredHint: Hint;
  /**
   * What is remembered from then on.
   * @param at seconds
   * @throws ProblemError `invalid-request` for an answer that was not offered
   */
  take(memory: Memory, answer: Answer, at: number): Memory;
  /** What there is of the result when these have been made, by step. */
  resultOf(memory: Memory, ids: Readonly<Record<string, string>>): Result;
  /**
   * Makes what was agreed to, each step once. May be called again at any time.
   * @throws RefusedForPayer where the provider says no: it ends the flow
   */
  carryOut(
    client: () => Promise<Client>,
    memory: Memory,
    attempt: Attempt,
    merchantReference: string | undefined,
  ): Promise<Result>;
}

/** `POST /v1/x` with the question `account` is answered by `PUT /v1/x/{flowId}/account`. */
export const answerRoute = (startRoute: string, { name }: { readonly name: string }): `PUT /${string}` =>
  `PUT /${startRoute.replace(/^POST \//, '')}/{flowId}/${name}`;
