import * as z from 'zod';
import { ExplainedError } from '../system/explained-error.ts';

const SECONDS_AT_MOST = 15;
const encode = (text: string) => Buffer.from(text).toString('base64');

const call = async (url: string, method: 'GET' | 'POST', authorization: string) => {
  const answer = await fetch(url, {
    method,
    headers: { authorization, accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(SECONDS_AT_MOST * 1000),
  }).catch(() => {
    throw new ExplainedError(`${new URL(url).origin} did not answer: check the network and the host, then try again.`);
  });
  if (answer.status >= 500 || answer.status === 429) {
    throw new ExplainedError(`${new URL(url).origin} is out of order (HTTP ${answer.status}): try again in a while.`);
  }
  return answer;
};

/**
 * A SecureToken looks like base64 and is base64-encoded once more for the header; portals and people hand out either form
 * (billecta.md 1.3, "Token check"). The forms of the raw token that a text may stand for, the likelier first.
 */
export const possibleTokens = (text: string): string[] => {
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return encode(decoded) === text ? [text, decoded] : [text];
};

/** Finds the raw token that Billecta at `host` accepts, to be encoded once by the client; throws an explained error when it accepts neither form. */
export const verifiedToken = async (host: string, text: string): Promise<string> => {
  for (const token of possibleTokens(text)) {
    const answer = await call(`${host}/v1/creditors/creditors`, 'GET', `SecureToken ${encode(token)}`);
    if (answer.ok) return token;
  }
  throw new ExplainedError(
    `${host} accepts this SecureToken neither as it is nor decoded, so nothing was stored: check that it is whole and belongs to this environment (test and production have different ones).`,
  );
};

// billecta.md 1.3, "Token answer": the sources disagree about the field's name.
const loginAnswer = z
  .looseObject({ SecureToken: z.string().nullish(), Value: z.string().nullish() })
  .transform(({ SecureToken, Value }) => SecureToken ?? Value);

/** Obtains a SecureToken for an API user (billecta.md 1.3, "Get a token"). Throws an explained error when it gets none. */
export const tokenFromLogin = async (host: string, user: string, password: string): Promise<string> => {
  const answer = await call(
    `${host}/v1/authentication/apiauthenticate`,
    'POST',
    `Basic ${encode(`${user}:${password}`)}`,
  );
  if (!answer.ok) throw new ExplainedError(`${host} refuses this user and password (HTTP ${answer.status}).`);
  const token = loginAnswer.safeParse(await answer.json().catch(() => undefined)).data;
  if (!token) throw new ExplainedError(`${host} answered the login without a token that we can find.`);
  return token;
};
