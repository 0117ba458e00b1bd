import * as z from 'zod';
import type { Provider } from '../../shared/provider.ts';
import { send } from '../../shared/provider-http.ts';
import { swedbankPayClient } from './client.ts';
import { payments } from './payments.ts';
import type { SwedbankPay } from './swedbank-pay.ts';

const settings = z.strictObject({
  host: z.url({ protocol: /^https?$/ }).meta({ description: 'Where the API answers, such as https://api.payex.com' }),
  /** Further origins that an href may carry: Swedbank Pay uses two brand domains (swedbank-pay.md section 2). */
  origins: z.array(z.url({ protocol: /^https$/ })),
  payeeId: z.guid().meta({ description: "The merchant's id at Swedbank Pay" }),
  /** The acquirer pays the merchant, who settles itself; references are then numbers (swedbank-pay.md section 17). */
  settlesItself: z.boolean().default(false),
});

/** The bearer token from the merchant portal; one for each environment of Swedbank Pay's (section 2). */
const secret = z.strictObject({ token: z.string().min(1) });

export const swedbankPay: Provider<SwedbankPay, z.infer<typeof settings>, z.infer<typeof secret>> = {
  name: 'swedbank-pay',
  settings,
  secret,
  productionHosts: ['api.payex.com', 'api.swedbankpay.com'],
  hostsOf: ({ host, origins }) => [host, ...origins].map((address) => new URL(address)),
  rateLimits: () => undefined,
  connect: ({ host, origins, payeeId, settlesItself }, { token }) => ({
    client: swedbankPayClient(send, { host, origins, token }),
    payeeId,
    settlesItself,
  }),
  flows: [],
  operations: [],
  payments,
};
