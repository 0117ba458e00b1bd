import { parseArgs } from 'node:util';
import { localCreditorPublicId, localPassword, localSecureToken, localUser } from './simulators/billecta/defaults.ts';
import { startBillectaSimulator } from './simulators/billecta/simulator.ts';
import { localPayeeId, localToken as swedbankPayToken } from './simulators/swedbank-pay/defaults.ts';
import { startSwedbankPaySimulator } from './simulators/swedbank-pay/simulator.ts';
import { interrupted, main } from './system/main.ts';
import { assertPortsFree } from './system/ports.ts';

const usage = `Runs the simulated providers alone, for a merchant's own tests.

  npm run simulators -- [--billecta-port 4101] [--swedbank-pay-port 4102]`;

await main(async () => {
  const { values } = parseArgs({
    options: {
      'billecta-port': { type: 'string', default: '4101' },
      'swedbank-pay-port': { type: 'string', default: '4102' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const ports = { billecta: Number(values['billecta-port']), swedbankPay: Number(values['swedbank-pay-port']) };
  await assertPortsFree([
    { port: ports.billecta, purpose: "Billecta's simulator", flag: 'billecta-port' },
    { port: ports.swedbankPay, purpose: "Swedbank Pay's simulator", flag: 'swedbank-pay-port' },
  ]);
  const billecta = await startBillectaSimulator({ port: ports.billecta });
  const swedbankPay = await startSwedbankPaySimulator({ port: ports.swedbankPay });
  console.log(`Billecta's simulator: ${billecta.url}
  SecureToken       ${localSecureToken}
  user, password    ${localUser}, ${localPassword}
  CreditorPublicId  ${localCreditorPublicId}
  control           ${billecta.url}/_simulator/health

Swedbank Pay's simulator: ${swedbankPay.url}
  token    ${swedbankPayToken}
  payeeId  ${localPayeeId}
  control  ${swedbankPay.url}/_simulator/health

Ctrl-C stops them.`);
  await interrupted();
  await Promise.all([billecta.close(), swedbankPay.close()]);
  return 0;
});
