import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { localCreditorPublicId, localPassword, localSecureToken, localUser } from './simulators/billecta/defaults.ts';
import { startBillectaSimulator } from './simulators/billecta/simulator.ts';
import { localPayeeId, localToken as swedbankPayToken } from './simulators/swedbank-pay/defaults.ts';
import { startSwedbankPaySimulator } from './simulators/swedbank-pay/simulator.ts';
import { localControlPort, localPayeeAlias, localPort } from './simulators/swish/defaults.ts';
import { startSwishSimulator } from './simulators/swish/simulator.ts';
import { interrupted, main } from './system/main.ts';
import { assertPortsFree } from './system/ports.ts';

const usage = `Runs the simulated providers alone, for a merchant's own tests.

  npm run simulators -- [--billecta-port 4101] [--swedbank-pay-port 4102]
                       [--swish-port ${localPort}] [--swish-control-port ${localControlPort}]`;

/** What a merchant's own client needs to reach Swish, as files that only their owner reads. */
const writeCertificates = (files: Record<string, string>): string => {
  const directory = join(import.meta.dirname, '..', '.local', 'swish-simulator');
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const file = join(directory, name);
    // A file that is there keeps its mode, so it goes first.
    rmSync(file, { force: true });
    writeFileSync(file, text, { mode: 0o600 });
  }
  return directory;
};

await main(async () => {
  const { values } = parseArgs({
    options: {
      'billecta-port': { type: 'string', default: '4101' },
      'swedbank-pay-port': { type: 'string', default: '4102' },
      'swish-port': { type: 'string', default: String(localPort) },
      'swish-control-port': { type: 'string', default: String(localControlPort) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const ports = {
    billecta: Number(values['billecta-port']),
    swedbankPay: Number(values['swedbank-pay-port']),
    swish: Number(values['swish-port']),
    swishControl: Number(values['swish-control-port']),
  };
  await assertPortsFree([
    { port: ports.billecta, purpose: "Billecta's simulator", flag: 'billecta-port' },
    { port: ports.swedbankPay, purpose: "Swedbank Pay's simulator", flag: 'swedbank-pay-port' },
    { port: ports.swish, purpose: "Swish's simulator", flag: 'swish-port' },
    { port: ports.swishControl, purpose: "the control of Swish's simulator", flag: 'swish-control-port' },
  ]);
  const billecta = await startBillectaSimulator({ port: ports.billecta });
  const swedbankPay = await startSwedbankPaySimulator({ port: ports.swedbankPay });
  const swish = await startSwishSimulator({
    port: ports.swish,
    controlPort: ports.swishControl,
    acceptsPlainCallbacks: true,
  });
  const { certificate, key } = swish.clientCertificate;
  const directory = writeCertificates({ 'ca.pem': swish.ca, 'client.pem': certificate, 'client.key': key });
  console.log(`Billecta's simulator: ${billecta.url}
  SecureToken       ${localSecureToken}
  user, password    ${localUser}, ${localPassword}
  CreditorPublicId  ${localCreditorPublicId}
  control           ${billecta.url}/_simulator/health

Swedbank Pay's simulator: ${swedbankPay.url}
  token    ${swedbankPayToken}
  payeeId  ${localPayeeId}
  control  ${swedbankPay.url}/_simulator/health

Swish's simulator: ${swish.url}
  payeeAlias          ${localPayeeAlias}
  its authority       ${join(directory, 'ca.pem')}
  client certificate  ${join(directory, 'client.pem')}, ${join(directory, 'client.key')}
  payer's phone       ${swish.controlUrl}/phone
  control             ${swish.controlUrl}/_simulator/health

Ctrl-C stops them.`);
  await interrupted();
  await Promise.all([billecta.close(), swedbankPay.close(), swish.close()]);
  return 0;
});
