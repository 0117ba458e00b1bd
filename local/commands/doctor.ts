import { parseArgs } from 'node:util';
import { examine } from '../doctor/examine.ts';
import { groups } from '../doctor/groups.ts';
import { countsOf, jsonOf, tableOf } from '../doctor/report.ts';
import { main } from '../system/main.ts';
import { deploymentOf, requiredEnvironment } from './environment.ts';

const usage = `Checks an environment and its providers, and says what to do about what is wrong. It reads, and changes nothing.

  npm run doctor -- --environment test           a table
  npm run doctor -- --environment test --json    the same for a machine

"local" is what "npm start" runs; the others need AWS credentials that may read their account.
What no read can show is told as "cannot be verified without a trial", never as fine.
The exit code is 1 when a check has failed, else 0.`;

await main(async () => {
  const { values } = parseArgs({
    options: {
      environment: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || (values.environment === undefined && !values.json)) {
    console.log(usage);
    return 0;
  }
  const environment = requiredEnvironment(values.environment);
  const examined = await examine(groups, deploymentOf(environment));
  console.log(values.json ? jsonOf(environment, examined) : tableOf(examined));
  return countsOf(examined).failed > 0 ? 1 : 0;
});
