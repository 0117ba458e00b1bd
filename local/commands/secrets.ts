import { parseArgs } from 'node:util';
import { providers } from '../../functions/providers.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { main } from '../system/main.ts';
import { billectaSecret } from './billecta-secret.ts';
import { hostOf, requiredEnvironment, secretsOf } from './environment.ts';
import { renewSecret } from './put-secret.ts';
import { swedbankPaySecret } from './swedbank-pay-secret.ts';

const all = [billectaSecret, swedbankPaySecret];

const examples = all.flatMap(({ provider, asksFor, flags }) =>
  [['', asksFor], ...Object.entries(flags).map(([flag, does]) => [` --${flag}`, does])].map(
    ([flag = '', does = '']) =>
      `  ${`npm run secrets -- ${provider.name} --environment test${flag}`.padEnd(62)}${does}`,
  ),
);

/** Those whose secret is a client certificate: another command opens and tries it. */
const certificates = providers.flatMap(({ name, clientCertificate }) =>
  clientCertificate ? [`  npm run certificates -- store ${name} --environment test`] : [],
);

const usage = `Puts a provider's secret into an environment, after trying it. It is asked for, or read from standard input.

${examples.join('\n')}

  --host <url>   the provider's address, if not the environment's own

A client certificate has a command of its own:

${certificates.join('\n')}`;

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      environment: { type: 'string' },
      host: { type: 'string' },
      help: { type: 'boolean', default: false },
      ...Object.fromEntries(
        all.flatMap(({ flags }) => Object.keys(flags)).map((flag) => [flag, { type: 'boolean' } as const]),
      ),
    },
  });
  if (values.help || positionals.length === 0) {
    console.log(usage);
    return;
  }
  const [name, more] = positionals;
  const chosen = all.find(({ provider }) => provider.name === name);
  if (!chosen || more !== undefined) throw new ExplainedError(usage);
  const given: Record<string, unknown> = values;
  const flags = all.flatMap((each) => Object.keys(each.flags)).filter((flag) => given[flag] === true);
  if (flags.some((flag) => !(flag in chosen.flags))) throw new ExplainedError(usage);
  const environment = requiredEnvironment(values.environment);
  const host = values.host ?? hostOf(environment, chosen.provider);

  const { value, sentence } = await chosen.obtain(host, new Set(flags));
  const { client, nameOf } = secretsOf(environment);
  await renewSecret(client, nameOf(chosen.provider.name), chosen.provider.secret, value);
  console.log(`${sentence} ${nameOf(chosen.provider.name)} holds it now.`);
});
