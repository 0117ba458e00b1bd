import { parseArgs } from 'node:util';
import * as z from 'zod';
import { providers } from '../../functions/providers.ts';
import { merchantName, resultsScope } from '../../shared/api-keys.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { main } from '../system/main.ts';
import { createKey, listKeys, revokeKey } from './api-keys.ts';
import { requiredEnvironment, secretsOf } from './environment.ts';

const allScopes = [...providers.map(({ name }) => name), resultsScope];

const usage = `API keys of an environment's merchants. Only hashes are stored; a change takes a minute to be heeded.

  npm run keys -- create --environment test --merchant kontoret --name "web shop" [--scopes ${allScopes.join(',')}]
  npm run keys -- list   --environment test
  npm run keys -- revoke --environment test <first 8 characters of the hash>`;

const newKey = z.object({
  merchant: merchantName,
  name: z.string().min(1).max(60),
  scopes: z.array(z.enum(allScopes)).min(1),
});

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      environment: { type: 'string' },
      merchant: { type: 'string' },
      name: { type: 'string' },
      scopes: { type: 'string', default: allScopes.join(',') },
      help: { type: 'boolean', default: false },
    },
  });
  const [action, prefix] = positionals;
  if (values.help || action === undefined) {
    console.log(usage);
    return;
  }
  const environment = requiredEnvironment(values.environment);
  const { client, nameOf } = secretsOf(environment);
  const secretId = nameOf('api-keys');

  switch (action) {
    case 'create': {
      const parsed = newKey.safeParse({ ...values, scopes: values.scopes.split(',') });
      if (!parsed.success) throw new ExplainedError(`A new key needs ${describe(parsed.error)}.\n\n${usage}`);
      console.error('The new key. It is shown this once:');
      console.log(await createKey(client, secretId, parsed.data));
      return;
    }
    case 'list':
      console.table(
        (await listKeys(client, secretId)).map(({ hash, scopes, ...key }) => ({
          hash: hash.slice(0, 8),
          ...key,
          scopes: scopes.join(','),
        })),
      );
      return;
    case 'revoke': {
      const { merchant, name } = await revokeKey(client, secretId, prefix ?? '');
      console.log(`Revoked: ${merchant}, ${name}.`);
      return;
    }
    default:
      throw new ExplainedError(usage);
  }
});

function describe(error: z.ZodError): string {
  const formats: Record<string, string> = {
    merchant: '--merchant (lower-case letters, digits and hyphens, at most 40)',
    name: '--name (at most 60 characters)',
    scopes: `--scopes (some of ${allScopes.join(',')})`,
  };
  return [...new Set(error.issues.map(({ path: [field] }) => formats[String(field)]))].join(' and ');
}
