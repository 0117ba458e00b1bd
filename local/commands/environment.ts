import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { environmentName, settingsOf, type EnvironmentName } from '../../infra/environments.ts';
import type { AnyProvider } from '../../shared/provider.ts';
import { localAccess } from '../aws/access.ts';
import { openDeployment } from '../doctor/open-deployment.ts';
import { readStackFacts, startedStackFile } from '../stack-facts.ts';
import { ExplainedError } from '../system/explained-error.ts';

/** The `--environment` flag's value. Throws an explained error when it is missing: a default could be the wrong one. */
export const requiredEnvironment = (environment: string | undefined): EnvironmentName => {
  const known = environmentName.safeParse(environment);
  if (known.success) return known.data;
  throw new ExplainedError(`Say which environment: --environment ${environmentName.options.join('|')}.`);
};

/** An environment's secrets: `local` is what `npm start` runs, the others are reached with the SDK's usual credentials. */
export const secretsOf = (environment: EnvironmentName) => {
  const { region, secretPrefix } = settingsOf(environment);
  const endpoint = environment === 'local' ? readStackFacts(startedStackFile).awsEndpoint : undefined;
  return {
    client: new SecretsManagerClient(endpoint === undefined ? { region } : localAccess(endpoint)),
    nameOf: (secret: string) => `${secretPrefix}/${secret}`,
  };
};

/**
 * Where a provider's API answers in an environment, without a trailing slash; locally it is the simulator that
 * `npm start` runs. Throws an explained error when none is configured.
 */
export const hostOf = (environment: EnvironmentName, provider: AnyProvider): string => {
  const hosts = environment === 'local' ? readStackFacts(startedStackFile).hosts : undefined;
  const [configured] = provider.hostsOf(settingsOf(environment).providers[provider.name]);
  const host = hosts?.[provider.name] ?? configured?.href.replace(/\/$/, '');
  if (host === undefined)
    throw new ExplainedError(`${environment} names no host of ${provider.name}: give one with --host.`);
  return host;
};

/** An environment as it is deployed: `local` is what `npm start` runs, the others are reached with the SDK's credentials. */
export const deploymentOf = (environment: EnvironmentName) => {
  const endpoint = environment === 'local' ? readStackFacts(startedStackFile).awsEndpoint : undefined;
  return openDeployment(environment, (provider) => hostOf(environment, provider), endpoint);
};
