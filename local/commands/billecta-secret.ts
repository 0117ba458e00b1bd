import { billecta } from '../../functions/billecta/provider.ts';
import { ask } from './prompt.ts';
import type { ProviderSecret } from './provider-secret.ts';
import { tokenFromLogin, verifiedToken } from './secure-token.ts';

const fromLogin = 'from-login';

export const billectaSecret: ProviderSecret = {
  provider: billecta,
  asksFor: 'a SecureToken',
  flags: { [fromLogin]: 'the user and password of an API user, to obtain one' },
  obtain: async (host, flags) => {
    const text = flags.has(fromLogin) ? await logIn(host) : await askForToken();
    return { value: { secureToken: await verifiedToken(host, text) }, sentence: `${host} accepts the token.` };
  },
};

async function askForToken(): Promise<string> {
  const [token = ''] = await ask([{ text: 'SecureToken', secret: true }]);
  return token;
}

async function logIn(host: string): Promise<string> {
  const [user = '', password = ''] = await ask([
    { text: 'User', secret: false },
    { text: 'Password', secret: true },
  ]);
  return tokenFromLogin(host, user, password);
}
