import { parseArgs } from 'node:util';
import { ExplainedError } from '../system/explained-error.ts';
import { main } from '../system/main.ts';
import { billectaHost, requiredEnvironment, secretsOf } from './environment.ts';
import { ask } from './prompt.ts';
import { putSecret } from './put-secret.ts';
import { tokenFromLogin, verifiedToken } from './secure-token.ts';

const usage = `Puts a provider's secret into an environment, after trying it. It is asked for, or read from standard input.

  npm run secrets -- billecta --environment test                a SecureToken
  npm run secrets -- billecta --environment test --from-login   the user and password of an API user, to obtain one

  --host <url>   Billecta's address, if not the environment's own`;

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      environment: { type: 'string' },
      host: { type: 'string' },
      'from-login': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || positionals.length === 0) {
    console.log(usage);
    return;
  }
  if (positionals.length > 1 || positionals[0] !== 'billecta') throw new ExplainedError(usage);
  const environment = requiredEnvironment(values.environment);
  const host = values.host ?? billectaHost(environment);
  const text = values['from-login'] ? await logIn(host) : await askForToken();

  const secureToken = await verifiedToken(host, text);
  const { client, nameOf } = secretsOf(environment);
  await putSecret(client, nameOf('billecta'), { secureToken });
  console.log(`${host} accepts the token, and ${nameOf('billecta')} holds it now.`);
});

async function askForToken(): Promise<string> {
  const [token = ''] = await ask([{ text: 'SecureToken', secret: true }]);
  return token;
}

async function logIn(host: string): Promise<string> {
  const [user = '', password = ''] = await ask([
    { text: 'User', secret: false },
    { text: 'Password', secret: true },
  ]);
  return tokenFromLogin(host, user, password);
}
