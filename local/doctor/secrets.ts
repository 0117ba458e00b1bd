import type * as z from 'zod';
import { providers } from '../../functions/providers.ts';
import { apiKeysSecret, type ApiKeys } from '../../shared/api-keys.ts';
import { macKeySecret } from '../../shared/mac-secret.ts';
import { webhookSecret } from '../../shared/webhook.ts';
import { deployCommand, failed, note, NotTried, passed, type Check } from './check.ts';
import type { Deployment } from './deployment.ts';

const forms: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(providers.map(({ name, secret }) => [name, secret])),
  'api-keys': apiKeysSecret,
  'mac-key': macKeySecret,
  webhook: webhookSecret,
};

/** How each secret comes to be. */
const remedyFor = (what: string, deployment: Deployment): string => {
  const { environment } = deployment;
  const provider = providers.find(({ name }) => name === what);
  if (provider)
    return environment === 'local'
      ? 'Start again ("npm start" puts the simulator\'s in).'
      : `Put it in: npm run ${provider.clientCertificate ? 'certificates -- store' : 'secrets --'} ${what} --environment ${environment}`;
  return `It comes with the deployment and is never typed. Restore its last version in Secrets Manager if somebody has changed it; if it is gone, ${deployCommand(deployment)}.`;
};

/** A client certificate is ordered by who needs it; the alarms on it take its absence in the same way. */
const isOnlyPutInWhereUsed = (what: string): boolean =>
  providers.some(({ name, clientCertificate }) => name === what && clientCertificate !== undefined);

const secretCheck = (what: string): Check => ({
  name: `secret-${what}`,
  proves: `the secret ${what} is there and has the right form`,
  run: async (deployment) => {
    if (what === 'webhook' && !deployment.settings.webhook) return note('no webhook in this environment');
    const value = await deployment.secret(what);
    const name = deployment.secretName(what);
    if (value === undefined && isOnlyPutInWhereUsed(what))
      return note(
        `${name} is not there: right only if nobody uses ${what} here. docs/${what}.md says how to begin; then npm run certificates -- store ${what} --environment ${deployment.environment}`,
      );
    if (value === undefined) return failed(`${name} is missing`, remedyFor(what, deployment));
    const parsed = forms[what]?.safeParse(value);
    if (parsed?.success) return passed(name);
    // Never a value: which fields are wrong is all that may be shown.
    const fields = [...new Set(parsed?.error.issues.map(({ path }) => path.join('.') || 'all of it'))];
    return failed(`${name} has another form (${fields.join(', ')})`, remedyFor(what, deployment));
  },
});

/**
 * A secret through its schema, for checks that need it.
 * @throws NotTried when it is missing or has another form
 */
export const usableSecret = async <Value>(
  deployment: Deployment,
  what: string,
  schema: z.ZodType<Value>,
): Promise<Value> => {
  const parsed = schema.safeParse(await deployment.secret(what));
  if (!parsed.success) throw new NotTried(`secret-${what}`);
  return parsed.data;
};

const apiKeys = (deployment: Deployment): Promise<ApiKeys> => usableSecret(deployment, 'api-keys', apiKeysSecret);

/** Secrets, and what the one of the API keys says: who may call, and what has been stopped. */
export const secretChecks: readonly Check[] = [
  ...Object.keys(forms).map(secretCheck),
  {
    name: 'api-keys',
    proves: 'merchants have keys',
    run: async (deployment) => {
      const { keys } = await apiKeys(deployment);
      if (keys.length === 0)
        return failed(
          'there is no API key, so nobody can call',
          `Make one: npm run keys -- create --environment ${deployment.environment} --merchant my-shop --name "web shop"`,
        );
      return passed(keys.map(({ merchant, name, scopes }) => `${merchant}, ${name}: ${scopes.join(' ')}`).join('; '));
    },
  },
  ...providers.map((provider): Check => ({
    name: `api-keys-${provider.name}`,
    proves: `some key may start something at ${provider.name}`,
    run: async (deployment) => {
      const { keys } = await apiKeys(deployment);
      return keys.some(({ scopes }) => scopes.includes(provider.name))
        ? passed(`scope ${provider.name}`)
        : note(`no key has the scope ${provider.name}: right only if nobody uses it`);
    },
  })),
  ...providers.map((provider): Check => ({
    name: `starts-${provider.name}`,
    proves: `nobody has stopped new starts at ${provider.name}`,
    run: async (deployment) => {
      const { stopped = [] } = await apiKeys(deployment);
      if (!stopped.includes(provider.name)) return passed('may be started');
      return failed(
        `new starts at ${provider.name} are stopped: merchants get 503`,
        `When the reason is gone: npm run starts -- resume ${provider.name} --environment ${deployment.environment}`,
      );
    },
  })),
];
