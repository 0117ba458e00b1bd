import { apiKeysSecret, hashOf, type ApiKeys } from './api-keys.ts';
import { isClientToken, opens } from './client-token.ts';
import { sameBytes } from './mac.ts';
import { ProblemError } from './problem.ts';
import { keptSecret, type Kept } from './secrets.ts';

export interface Merchant {
  readonly name: string;
  readonly scopes: readonly string[];
}

/** Who calls: a merchant by its key, or a browser by the flow's client token. */
export interface Callers {
  /** @throws ProblemError `unauthorized`, or `forbidden` without the scope or with a client token */
  merchant(authorization: string | undefined, scope: string): Promise<Merchant>;
  /** @throws ProblemError `unauthorized`, or `forbidden` with a client token */
  anyMerchant(authorization: string | undefined): Promise<Merchant>;
  /** @throws ProblemError `unauthorized` */
  merchantOrBrowser(authorization: string | undefined, flowId: string): Promise<Merchant | 'browser'>;
  /**
   * To be asked before something new is started, never before an operation on what is there.
   * @throws ProblemError `starts-stopped` while a person has stopped new starts at this provider
   */
  mayStart(provider: string): Promise<void>;
}

/** Nobody knows when a person lets starts go on: this is how often it makes sense to try. */
const stoppedRetrySeconds = 300;

/** Keys are reloaded each minute, so a revoked key works for a minute at most, and a stop holds after a minute. */
export const openCallers = (apiKeysSecretName: string, macKey: () => Promise<string>): Callers =>
  callersOf(keptSecret(apiKeysSecretName, apiKeysSecret, 60), macKey);

export const callersOf = (keys: Pick<Kept<ApiKeys>, 'get'>, macKey: () => Promise<string>): Callers => {
  const merchantOf = async (credential: string): Promise<Merchant> => {
    const hash = Buffer.from(hashOf(credential), 'hex');
    const key = (await keys.get()).keys.find((stored) => sameBytes(Buffer.from(stored.hash, 'hex'), hash));
    if (!key) throw new ProblemError('unauthorized');
    return { name: key.merchant, scopes: key.scopes };
  };

  const anyMerchant = async (authorization: string | undefined): Promise<Merchant> => {
    const credential = bearer(authorization);
    if (isClientToken(credential)) throw new ProblemError('forbidden', { detail: "This needs a merchant's API key." });
    return merchantOf(credential);
  };

  return {
    anyMerchant,
    merchant: async (authorization, scope) => {
      const merchant = await anyMerchant(authorization);
      if (!merchant.scopes.includes(scope))
        throw new ProblemError('forbidden', { detail: `This key lacks the scope "${scope}".` });
      return merchant;
    },
    merchantOrBrowser: async (authorization, flowId) => {
      const credential = bearer(authorization);
      if (!isClientToken(credential)) return merchantOf(credential);
      if (!opens(await macKey(), credential, flowId)) throw new ProblemError('unauthorized');
      return 'browser';
    },
    mayStart: async (provider) => {
      if ((await keys.get()).stopped?.includes(provider))
        throw new ProblemError('starts-stopped', { retryAfterSeconds: stoppedRetrySeconds });
    },
  };
};

const bearer = (authorization: string | undefined): string => {
  const credential = /^Bearer ([\w.~+/=-]{1,200})$/i.exec(authorization ?? '')?.[1];
  if (credential === undefined) throw new ProblemError('unauthorized');
  return credential;
};
