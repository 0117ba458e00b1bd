import { swedbankPay } from '../../functions/swedbank-pay/provider.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { doubtAbout } from './bearer-token.ts';
import { ask } from './prompt.ts';
import type { ProviderSecret } from './provider-secret.ts';

export const swedbankPaySecret: ProviderSecret = {
  provider: swedbankPay,
  asksFor: 'the access token from the merchant portal',
  flags: {},
  obtain: async (host) => {
    const [token = ''] = await ask([{ text: 'Token', secret: true }]);
    const doubt = await doubtAbout(host, token);
    if (doubt === undefined) return { value: { token }, sentence: `${host} takes the token.` };
    const [answer] = await ask([{ text: `${doubt} Store the token all the same? (yes or no)`, secret: false }]);
    if (answer !== 'yes') throw new ExplainedError('Nothing was stored.');
    return { value: { token }, sentence: 'Nobody has tried the token: create a payment.' };
  },
};
