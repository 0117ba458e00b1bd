import { parseArgs } from 'node:util';
import { localCreditorPublicId, localPassword, localSecureToken, localUser } from './simulators/billecta/defaults.ts';
import { startBillectaSimulator } from './simulators/billecta/simulator.ts';
import { interrupted, main } from './system/main.ts';
import { assertPortsFree } from './system/ports.ts';

const usage = `Runs the simulated providers alone, for a merchant's own tests.

  npm run simulators -- [--billecta-port 4101]`;

await main(async () => {
  const { values } = parseArgs({
    options: {
      'billecta-port': { type: 'string', default: '4101' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const port = Number(values['billecta-port']);
  await assertPortsFree([{ port, purpose: "Billecta's simulator", flag: 'billecta-port' }]);
  const billecta = await startBillectaSimulator({ port });
  console.log(`Billecta's simulator: ${billecta.url}
  SecureToken       ${localSecureToken}
  user, password    ${localUser}, ${localPassword}
  CreditorPublicId  ${localCreditorPublicId}
  control           ${billecta.url}/_simulator/health

Ctrl-C stops it.`);
  await interrupted();
  await billecta.close();
  return 0;
});
