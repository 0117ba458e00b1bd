import { randomUUID } from 'node:crypto';
import { ExplainedError } from '../system/explained-error.ts';

const SECONDS_AT_MOST = 15;

/**
 * A read that changes nothing: of a payment that cannot exist. A wrong token is 401, an unknown payment 404, one that this
 * token may not see 403 (swedbank-pay.md 2 and 22).
 */
export const harmlessRead = (host: string, token: string) => ({
  url: `${host}/psp/invoice/payments/${randomUUID()}`,
  headers: { authorization: `Bearer ${token}`, accept: 'application/problem+json; q=1.0, application/json; q=0.9' },
});

/**
 * Tries a token of Swedbank Pay's with a read that changes nothing.
 * @returns undefined for a token that is taken, else a sentence on why nobody knows
 * @throws ExplainedError for a token that is refused, or that cannot be one
 */
export const doubtAbout = async (host: string, token: string): Promise<string | undefined> => {
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new ExplainedError('A token has no spaces and no letters beyond ASCII: give it alone, without "Bearer".');
  const { url, headers } = harmlessRead(host, token);
  const status = await fetch(url, {
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(SECONDS_AT_MOST * 1000),
  }).then(
    async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    },
    () => undefined,
  );
  if (status === undefined) return `${host} did not answer.`;
  if (status === 403 || status === 404) return undefined;
  if (status === 401)
    throw new ExplainedError(
      `${host} refuses this token, so nothing was stored: check that it is whole and belongs to this environment (test and production have different ones).`,
    );
  return `${host} answered with HTTP ${status}, which says nothing about the token.`;
};
