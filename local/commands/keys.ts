import { parseArgs } from 'node:util';
import * as z from 'zod';
import { providers } from '../../functions/providers.ts';
import { merchantName, resultsScope } from '../../shared/api-keys.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { main } from '../system/main.ts';
import { createKey, listKeys, revokeKey } from './api-keys.ts';
import { dropCallbackKey, rotateCallbackKeys } from './callback-keys.ts';
import { deploymentOf, requiredEnvironment, secretsOf } from './environment.ts';
import { billectaCallbackUrl, newBillectaHeader } from './provider-callbacks.ts';

const allScopes = [...providers.map(({ name }) => name), resultsScope];

const usage = `API keys of an environment's merchants. Only hashes are stored; a change takes a minute to be heeded.

  npm run keys -- create --environment test --merchant kontoret --name "web shop" [--scopes ${allScopes.join(',')}]
  npm run keys -- list   --environment test
  npm run keys -- revoke --environment test <first 8 characters of the hash>

The keys of the addresses that providers' callbacks come to, each with a version. They are never shown.

  npm run keys -- rotate-callbacks --environment test
  npm run keys -- drop-callbacks   --environment test <version>

What to put into Billecta's portal for its webhooks: the address, and the value of the header Authorization. Both are
secrets: whoever has them can ring. "billecta-header" makes a new value, and refuses the one before within a minute.

  npm run keys -- billecta-url     --environment test
  npm run keys -- billecta-header  --environment test`;

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
  const [action, named = ''] = positionals;
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
      const { merchant, name } = await revokeKey(client, secretId, named);
      console.log(`Revoked: ${merchant}, ${name}.`);
      return;
    }
    case 'rotate-callbacks': {
      const { newest, older } = await rotateCallbackKeys(client, nameOf('mac-key'));
      console.log(`New payments get addresses of version ${newest} within a minute; ${older.join(', ')} still ring.`);
      console.log(afterRotation(environment, older));
      return;
    }
    case 'drop-callbacks': {
      const { newest, older } = await dropCallbackKey(client, nameOf('mac-key'), named);
      console.log(`Within a minute addresses of version ${named} are refused. Left: ${[...older, newest].join(', ')}.`);
      return;
    }
    case 'billecta-url': {
      const gateway = await deploymentOf(environment).gateway();
      if (!gateway) throw new ExplainedError(`${environment} has no API: deploy it first.`);
      console.error('The address for the webhooks in the portal of Billecta:');
      console.log(await billectaCallbackUrl(client, nameOf('mac-key'), gateway.url));
      return;
    }
    case 'billecta-header':
      console.error('The value of the header Authorization. It is shown this once:');
      console.log(await newBillectaHeader(client, nameOf('billecta')));
      return;
    default:
      throw new ExplainedError(usage);
  }
});

function afterRotation(environment: string, older: string[]): string {
  return `
Drop an old version once no payment under it is open any more: 30 days from now, or later, since whatever happens to an
older payment is told by its callback alone. Billecta has one address for all that it has: before you drop its version,
put the new one into its portal (npm run keys -- billecta-url --environment ${environment}).

${older.map((version) => `  npm run keys -- drop-callbacks --environment ${environment} ${version}`).join('\n')}

If its key is known to others, drop it at once: open payments are looked at without any callback, only later.`;
}

function describe(error: z.ZodError): string {
  const formats: Record<string, string> = {
    merchant: '--merchant (lower-case letters, digits and hyphens, at most 40)',
    name: '--name (at most 60 characters)',
    scopes: `--scopes (some of ${allScopes.join(',')})`,
  };
  return [...new Set(error.issues.map(({ path: [field] }) => formats[String(field)]))].join(' and ');
}
