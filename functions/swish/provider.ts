import * as z from 'zod';
import { clientCertificate, type ClientCertificate } from '../../shared/client-certificate.ts';
import { mutualTls } from '../../shared/mutual-tls.ts';
import type { Provider } from '../../shared/provider.ts';
import type { Transport } from '../../shared/provider-http.ts';
import { swishClient } from './client.ts';
import { payments } from './payments.ts';
import type { Swish } from './swish.ts';

const settings = z.strictObject({
  host: z.url({ protocol: /^https$/ }).meta({
    description: "The API's base, such as https://cpc.getswish.net/swish-cpcapi (swish.md 2)",
  }),
  payeeAlias: z
    .string()
    .regex(/^123\d{7}$/, 'must be a Swish number of a merchant: 123 and seven digits')
    .meta({ description: "The merchant's Swish number, as in its certificate" }),
  /** Of the creation. 1 is the seed's: there, nothing tells a second creation from the first, so a lost answer stays lost. */
  version: z.literal([1, 2]).default(2),
});

/** One for each secret that was read, so that its connections live as long as it. */
const transports = new WeakMap<ClientCertificate, Transport>();

const transportOf = (certificate: ClientCertificate): Transport => {
  const transport = transports.get(certificate) ?? mutualTls(certificate);
  transports.set(certificate, transport);
  return transport;
};

/** Swish Commerce, without anybody between: payments over mutual TLS (seed 004, swish.md). */
export const swish: Provider<Swish, z.infer<typeof settings>, ClientCertificate> = {
  name: 'swish',
  settings,
  secret: clientCertificate,
  clientCertificate: (secret) => secret,
  productionHosts: ['cpc.getswish.net'],
  hostsOf: ({ host }) => [new URL(host)],
  rateLimits: () => undefined,
  connect: ({ host, payeeAlias, version }, certificate, send) => ({
    client: swishClient(send, host, transportOf(certificate)),
    payeeAlias,
    version,
  }),
  flows: [],
  operations: [],
  payments,
};
