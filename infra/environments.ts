import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { providers } from '../functions/providers.ts';
import { callbackSources } from '../shared/callback-sources.ts';

const settings = z.strictObject({
  account: z.string().regex(/^\d{12}$/, 'must be an AWS account of 12 digits'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region'),
  /** Each provider's own section, by its name. */
  providers: z.strictObject(Object.fromEntries(providers.map(({ name, settings }) => [name, settings]))),
  /** Secrets are named `<prefix>/<what>`: `api-keys`, `mac-key`, and one for each provider. */
  secretPrefix: z.string().regex(/^[\w/-]+$/),
  /** Who is told when an alarm goes off. */
  alarmEmail: z.email(),
  logRetention: z.enum(RetentionDays),
  /** Origins of the merchant's pages, from which browsers may read a flow's progress and cancel it. */
  corsOrigins: z.array(z.url({ protocol: /^https?$/ })),
  /** Where providers' callbacks come from. Only counted, unless `enforced`: address lists have locked out real callbacks. */
  callbacks: callbackSources,
  /** Where events are posted to, for a shop outside AWS (docs/webhooks.md). Without it nothing of it is deployed. */
  webhook: z.strictObject({ url: z.url({ protocol: /^https?$/ }) }).optional(),
  /** For each route: requests a second, and how many at once. Beyond it the gateway answers 429. */
  throttling: z.strictObject({ ratePerSecond: z.int().positive(), burst: z.int().positive() }),
  /** What the machines write to their logs; never data, only which state was entered and how it went. */
  executionLogging: z.enum(['all', 'errors']),
  /** Whether tables go with the stack. */
  destroyTables: z.boolean(),
});
export type Settings = z.infer<typeof settings>;

/** What the local environment is told: where the simulators, the demo and, if there is one, the webhook listen. */
const localContext = z.object({
  simulators: z
    .string()
    .default('{}')
    .transform((text): unknown => JSON.parse(text))
    .pipe(
      z.object({
        billecta: z.url().default('http://127.0.0.1:4101'),
        'swedbank-pay': z.url().default('http://127.0.0.1:4102'),
        swish: z.url().default('https://127.0.0.1:4103'),
      }),
    ),
  corsOrigins: z.string().default('http://127.0.0.1:4100'),
  webhook: z.string().optional(),
});

const billectaLimits = { perTenSeconds: 100, perMinute: 600 };
/** Swedbank Pay's range since 2025-03, and the addresses before it back to seed 003 (swedbank-pay.md, callback). */
const swedbankPayAddresses = ['20.91.170.120/29', '51.107.183.58/32', '91.132.170.1/32', '82.115.146.1/32'];

const environments = {
  /** The product on one machine: `npm start` deploys it. */
  local: (context: unknown) => {
    const { simulators, corsOrigins, webhook } = localContext.parse(context);
    return {
      account: '000000000000',
      region: 'eu-north-1',
      providers: {
        billecta: {
          host: simulators.billecta,
          creditorPublicId: '00000000-0000-4000-8000-00000000cafe',
          rateLimits: billectaLimits,
        },
        'swedbank-pay': {
          host: simulators['swedbank-pay'],
          origins: [],
          payeeId: '00000000-0000-4000-8000-00000000beef',
        },
        swish: { host: simulators.swish, payeeAlias: '1234679304' },
      },
      secretPrefix: 'sluss/local',
      alarmEmail: 'alarms@example.com',
      logRetention: RetentionDays.ONE_DAY,
      corsOrigins: corsOrigins.split(','),
      callbacks: { addresses: [], enforced: false },
      webhook: webhook === undefined ? undefined : { url: webhook },
      throttling: { ratePerSecond: 200, burst: 400 },
      executionLogging: 'all',
      destroyTables: true,
    };
  },

  test: () => ({
    account: '111111111111',
    region: 'eu-north-1',
    providers: {
      billecta: {
        host: 'https://apitest.billecta.com',
        creditorPublicId: '00000000-0000-4000-8000-000000000000',
        rateLimits: billectaLimits,
      },
      'swedbank-pay': {
        host: 'https://api.externalintegration.payex.com',
        origins: ['https://api.externalintegration.swedbankpay.com'],
        payeeId: '00000000-0000-4000-8000-000000000000',
      },
      // Swish's simulator for merchants, and the number of its public test certificate (swish.md 16.2).
      swish: { host: 'https://mss.cpc.getswish.net/swish-cpcapi', payeeAlias: '1234679304' },
    },
    secretPrefix: 'sluss/test',
    alarmEmail: 'alarms@example.com',
    logRetention: RetentionDays.TWO_WEEKS,
    corsOrigins: ['https://test.example.com'],
    callbacks: { addresses: swedbankPayAddresses, enforced: false },
    throttling: { ratePerSecond: 50, burst: 100 },
    executionLogging: 'all',
    destroyTables: true,
  }),

  production: () => ({
    account: '222222222222',
    region: 'eu-north-1',
    providers: {
      billecta: {
        host: 'https://api.billecta.com',
        creditorPublicId: '00000000-0000-4000-8000-000000000000',
        rateLimits: billectaLimits,
      },
      'swedbank-pay': {
        host: 'https://api.payex.com',
        origins: ['https://api.swedbankpay.com'],
        payeeId: '00000000-0000-4000-8000-000000000000',
      },
      swish: { host: 'https://cpc.getswish.net/swish-cpcapi', payeeAlias: '1230000000' },
    },
    secretPrefix: 'sluss/production',
    alarmEmail: 'alarms@example.com',
    logRetention: RetentionDays.ONE_MONTH,
    corsOrigins: ['https://www.example.com'],
    callbacks: { addresses: swedbankPayAddresses, enforced: false },
    throttling: { ratePerSecond: 50, burst: 100 },
    executionLogging: 'all',
    destroyTables: false,
  }),
} as const satisfies Record<string, (context: unknown) => z.input<typeof settings>>;

export const environmentName = z.enum(['local', 'test', 'production']);
export type EnvironmentName = z.infer<typeof environmentName>;

/**
 * The settings of one environment.
 * @throws Error that names each setting that is missing or wrong; it stops `cdk synth`
 */
export const settingsOf = (name: string, context: unknown = {}): Settings & { readonly name: EnvironmentName } => {
  const known = environmentName.safeParse(name);
  if (!known.success)
    throw new Error(`There is no environment "${name}": take -c environment=${environmentName.options.join('|')}`);
  return { ...check(known.data, environments[known.data](context)), name: known.data };
};

/** Checks settings as they stand in an environment, and for production what only production must have. */
export const check = (name: EnvironmentName, values: unknown): Settings => {
  const parsed = (name === 'production' ? productionSettings : settings).safeParse(values);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`Settings of the environment "${name}" are missing or wrong:\n${problems.join('\n')}`);
};

const productionSettings = settings.superRefine((values, context) => {
  if (values.destroyTables)
    context.addIssue({ code: 'custom', path: ['destroyTables'], message: 'production keeps its tables' });
  if (values.webhook && new URL(values.webhook.url).protocol !== 'https:')
    context.addIssue({ code: 'custom', path: ['webhook', 'url'], message: 'production posts events over https only' });
  for (const provider of providers) {
    const isListed = ({ host, protocol }: URL) => protocol === 'https:' && provider.productionHosts.includes(host);
    if (provider.hostsOf(values.providers[provider.name]).every(isListed)) continue;
    const message = `production calls only https://${provider.productionHosts.join(' or https://')}`;
    context.addIssue({ code: 'custom', path: ['providers', provider.name, 'host'], message });
  }
});
