import * as z from 'zod';
import type { Provider } from '../../shared/provider.ts';
import { send } from '../../shared/provider-http.ts';
import { bankAccountLookup } from './bank-account-lookup.ts';
import { bankIdAuthentication } from './bankid-authentication.ts';
import { bankIdSignature } from './bankid-signature.ts';
import { listBanks } from './banks.ts';
import { billectaClient, type BillectaClient } from './client.ts';

const settings = z.strictObject({
  host: z
    .url({ protocol: /^https?$/ })
    .meta({ description: 'Where Billecta answers, such as https://api.billecta.com' }),
  creditorPublicId: z.guid().meta({ description: 'The creditor in whose name orders are made' }),
  /** billecta.md 1.5: 100 in ten seconds and 600 a minute, unless agreed otherwise. */
  rateLimits: z.strictObject({ perTenSeconds: z.int().min(22), perMinute: z.int().min(122) }),
});

/** The SecureToken, raw: it looks like base64 but is encoded once more for the header (billecta.md 1.3). */
const secret = z.strictObject({ secureToken: z.string().min(1) });

export const billecta: Provider<BillectaClient, z.infer<typeof settings>, z.infer<typeof secret>> = {
  name: 'billecta',
  settings,
  secret,
  productionHosts: ['api.billecta.com'],
  hostsOf: ({ host }) => [new URL(host)],
  rateLimits: ({ rateLimits }) => rateLimits,
  connect: ({ host, creditorPublicId }, { secureToken }) =>
    billectaClient(send, { host, creditorPublicId, secureToken }),
  flows: [bankIdAuthentication, bankIdSignature, bankAccountLookup],
  operations: [listBanks],
};
