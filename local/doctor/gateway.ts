import * as z from 'zod';
import { openApiDocument } from '../../docs/openapi/document.ts';
import { providers } from '../../functions/providers.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { callbackRoute } from '../../shared/callback-proof.ts';
import { healthAnswer } from '../../shared/flow-answer.ts';
import { clockCheck } from './clocks.ts';
import { deployCommand, failed, note, NotTried, passed, type Check } from './check.ts';
import type { Deployment, GatewayState } from './deployment.ts';

const verbs = ['get', 'post', 'put', 'delete'] as const;
const documentedRoutes = (): string[] =>
  Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
    verbs.filter((verb) => item[verb]).map((verb) => `${verb.toUpperCase()} ${path}`),
  );

const foundGateway = async (deployment: Deployment): Promise<GatewayState> => {
  const gateway = await deployment.gateway();
  if (!gateway) throw new NotTried('api-deployed');
  return gateway;
};
const health = async (deployment: Deployment) => {
  const { url } = await foundGateway(deployment);
  return deployment.ask(`${url}/v1/health`);
};

/** The form of a callback's proof, under a version that nobody has ever made a key for: it opens nothing. */
const wrongProof = `${'0'.repeat(32)}.999.${'A'.repeat(43)}`;
const ourNotFound = z.looseObject({ code: z.literal('not-found') });

/** The front door: is it there, what stands behind it, and does a provider's callback come through. */
export const gatewayChecks: readonly Check[] = [
  {
    name: 'api-deployed',
    proves: 'the gateway is deployed, with every route of docs/openapi.yaml',
    run: async (deployment) => {
      const gateway = await deployment.gateway();
      if (!gateway)
        return failed(
          `there is no HTTP API sluss-${deployment.environment}`,
          `It has to be there: ${deployCommand(deployment)}.`,
        );
      const missing = documentedRoutes().filter((route) => !gateway.routes.includes(route));
      if (missing.length === 0) return passed(gateway.url);
      return failed(
        `${missing.length} routes are not deployed, such as ${missing[0] ?? ''}`,
        `An older version is deployed, or half of one: ${deployCommand(deployment)}.`,
      );
    },
  },
  {
    name: 'api-health',
    proves: 'the API answers',
    run: async (deployment) => {
      const answer = await health(deployment);
      if (answer?.status === 200 && healthAnswer.safeParse(answer.body).success) return passed('GET /v1/health is 200');
      return failed(
        answer ? `GET /v1/health answers HTTP ${answer.status}` : 'GET /v1/health is not answered',
        `See the log /aws/lambda/sluss-${deployment.environment}-flows and docs/runbook.md, "flows-errors"; check the network from here too.`,
      );
    },
  },
  {
    name: 'api-version',
    proves: 'what is deployed is what lies here',
    run: async (deployment) => {
      const answered = healthAnswer.safeParse((await health(deployment))?.body);
      if (!answered.success) throw new NotTried('api-health');
      const { version } = answered.data;
      if (version === packageJson.version) return passed(version);
      return note(`${version} is deployed, ${packageJson.version} lies here: checks of one may not fit the other`);
    },
  },
  clockCheck('api-clock', 'the API', health),
  ...providers
    .filter(({ payments, watched }) => payments !== undefined || watched !== undefined)
    .map(({ name }): Check => ({
      name: `callback-${name}`,
      proves: `callbacks of ${name} reach us, and one with a wrong proof is refused`,
      run: async (deployment) => {
        const { url, routes } = await foundGateway(deployment);
        const route = callbackRoute(name);
        // Our 404 answers for what has no route as well, so the answer alone proves nothing.
        if (!routes.includes(route))
          return failed(`${route} is not deployed`, `Callbacks are lost: ${deployCommand(deployment)}.`);
        const answer = await deployment.ask(`${url}/callbacks/${name}/${wrongProof}`, {}, 'POST');
        const isRefused = answer?.status === 404 && ourNotFound.safeParse(answer.body).success;
        if (isRefused) return passed('a wrong proof is answered 404');
        return failed(
          answer ? `a wrong proof is answered HTTP ${answer.status}` : 'the callback address is not answered',
          `What changes at ${name} is learned of late. See the log /aws/lambda/sluss-${deployment.environment}-${name}-callback and docs/runbook.md, "callback-errors".`,
        );
      },
    })),
];
