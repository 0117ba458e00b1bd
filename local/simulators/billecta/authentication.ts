import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../clock.ts';
import { json } from '../http.ts';
import type { ProviderRoute } from '../provider-routes.ts';
import { localPassword, localUser } from './defaults.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const basic = `Basic ${base64(`${localUser}:${localPassword}`)}`;
const tokenLifeMilliseconds = 24 * 60 * 60 * 1000;

/** Whether the header is `SecureToken <base64(token)>`, of a token that is base64 already, or Basic (billecta.md 1.3). */
export const authorizedBy =
  (secureToken: string) =>
  ({ authorization }: IncomingHttpHeaders): boolean =>
    authorization === `SecureToken ${base64(secureToken)}` || authorization === basic;

/** The call that gives a user's token. The name of the token's field is in doubt, so it has both (billecta.md 1.3). */
export const authenticationRoutes = (secureToken: string, clock: Clock): ProviderRoute[] => [
  {
    method: 'POST',
    path: '/v1/authentication/apiauthenticate',
    operation: 'authentication.token',
    unverified: 'shape',
    handle({ headers }) {
      if (headers.authorization !== basic) return { status: 401, headers: {}, body: '' };
      const expires = new Date(clock.now() + tokenLifeMilliseconds).toISOString();
      return json(200, { SecureToken: secureToken, Value: secureToken, Expires: expires });
    },
  },
];
