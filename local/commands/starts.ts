import { parseArgs } from 'node:util';
import { providers } from '../../functions/providers.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { main } from '../system/main.ts';
import { requiredEnvironment, secretsOf } from './environment.ts';
import { resumeStarts, stoppedProviders, stopStarts } from './stopped-starts.ts';

const changes = new Map([
  ['stop', stopStarts],
  ['resume', resumeStarts],
]);
const names = providers.map(({ name }) => name);

const usage = `Stops new starts at a provider, or lets them through again: merchants get 503, within a minute. What is under
way goes on: flows, payments and operations on them.

  npm run starts -- --environment test                 how it stands
  npm run starts -- stop   <provider> --environment test
  npm run starts -- resume <provider> --environment test

  <provider>   ${names.join(' or ')}`;

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { environment: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const [action, provider = '', ...others] = positionals;
  const change = changes.get(action ?? '');
  if (action !== undefined && (!change || !names.includes(provider) || others.length > 0))
    throw new ExplainedError(usage);
  const { client, nameOf } = secretsOf(requiredEnvironment(values.environment));
  const secretId = nameOf('api-keys');
  await change?.(client, secretId, provider);
  const stopped = await stoppedProviders(client, secretId);
  for (const name of names) console.log(`${name.padEnd(14)} ${stopped.includes(name) ? 'stopped' : 'may be started'}`);
});
