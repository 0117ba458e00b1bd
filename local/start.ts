import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startStack, type LocalStack } from './stack.ts';
import { ExplainedError } from './system/explained-error.ts';
import { interrupted, main } from './system/main.ts';
import { assertPortsFree } from './system/ports.ts';
import { seconds } from './system/progress.ts';

const usage = `Runs Sluss on this machine: a local AWS with the real app deployed to it, the simulated provider, and a demo shop.

  npm start -- [--aws-port 4566] [--demo-port 4100] [--simulator-port 4101]
               [--swedbank-pay-port 4102] [--swish-port 4103] [--swish-control-port 4104]

The ports can also be set by SLUSS_AWS_PORT, SLUSS_DEMO_PORT, SLUSS_SIMULATOR_PORT, SLUSS_SWEDBANK_PAY_PORT,
SLUSS_SWISH_PORT and SLUSS_SWISH_CONTROL_PORT. Everything listens on 127.0.0.1.`;

const portNumber = (text: string, flag: string): number => {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new ExplainedError(`--${flag}: "${text}" is not a port (1 to 65535).`);
};

const summary = ({ facts: { demoUrl, apiUrl, apiKey } }: LocalStack, took: string) => `
Sluss runs (ready in ${took}).

  Demo     ${demoUrl ?? ''}
           ${demoUrl ?? ''}/shop (pay by invoice)
           ${demoUrl ?? ''}/invoice (send an invoice)
           ${demoUrl ?? ''}/pay (have it paid)
           ${demoUrl ?? ''}/swish (be paid with Swish directly)
           ${demoUrl ?? ''}/donor (become a donor)
  API      ${apiUrl}
  API key  ${apiKey}

Start a BankID login of a test person, who approves after some seconds without being asked:

  curl -s ${apiUrl}/v1/billecta/bankid/authentications \\
    -H 'Authorization: Bearer ${apiKey}' \\
    -H 'Content-Type: application/json' -d '{"personalNumber":"198001139297"}'

and read it, with the flowId of the answer:

  curl -s ${apiUrl}/v1/flows/<flowId> -H 'Authorization: Bearer ${apiKey}'

Ctrl-C stops everything.`;

await main(async () => {
  const { values } = parseArgs({
    options: {
      'aws-port': { type: 'string', default: process.env['SLUSS_AWS_PORT'] ?? '4566' },
      'demo-port': { type: 'string', default: process.env['SLUSS_DEMO_PORT'] ?? '4100' },
      'simulator-port': { type: 'string', default: process.env['SLUSS_SIMULATOR_PORT'] ?? '4101' },
      'swedbank-pay-port': { type: 'string', default: process.env['SLUSS_SWEDBANK_PAY_PORT'] ?? '4102' },
      'swish-port': { type: 'string', default: process.env['SLUSS_SWISH_PORT'] ?? '4103' },
      'swish-control-port': { type: 'string', default: process.env['SLUSS_SWISH_CONTROL_PORT'] ?? '4104' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const ports = {
    aws: portNumber(values['aws-port'], 'aws-port'),
    demo: portNumber(values['demo-port'], 'demo-port'),
    simulator: portNumber(values['simulator-port'], 'simulator-port'),
    swedbankPay: portNumber(values['swedbank-pay-port'], 'swedbank-pay-port'),
    swish: portNumber(values['swish-port'], 'swish-port'),
    swishControl: portNumber(values['swish-control-port'], 'swish-control-port'),
  };
  await assertPortsFree([
    { port: ports.aws, purpose: 'the local AWS', flag: 'aws-port' },
    { port: ports.demo, purpose: 'the demo', flag: 'demo-port' },
    { port: ports.simulator, purpose: "Billecta's simulator", flag: 'simulator-port' },
    { port: ports.swedbankPay, purpose: "Swedbank Pay's simulator", flag: 'swedbank-pay-port' },
    { port: ports.swish, purpose: "Swish's simulator", flag: 'swish-port' },
    { port: ports.swishControl, purpose: "the phone of Swish's simulator", flag: 'swish-control-port' },
  ]);

  const started = performance.now();
  const stopWanted = interrupted();
  const stack = await Promise.race([
    startStack({ ports, directory: join(import.meta.dirname, '..', '.local') }),
    stopWanted,
  ]);
  if (!stack) return 130;
  console.log(summary(stack, seconds(performance.now() - started)));
  const died = await Promise.race([stopWanted.then(() => false), stack.awsEnded.then(() => true)]);
  await stack.stop();
  if (died) throw new ExplainedError('The local AWS has ended by itself: .local/aws.log says why. Start again.');
  console.log('\nEverything is stopped.');
  return 0;
});
