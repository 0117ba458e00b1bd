import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localAccess, region } from './aws/access.ts';
import { bootstrap, deploy, synthesize } from './aws/cdk.ts';
import { startLocalAws, type LocalAwsSettings } from './aws/local-aws.ts';
import { repairCors } from './aws/repairs.ts';
import { createKey } from './commands/api-keys.ts';
import { settingsOf } from '../infra/environments.ts';
import { putSecret } from './commands/put-secret.ts';
import { startDemo } from './demo/server.ts';
import { localSecureToken } from './simulators/billecta/defaults.ts';
import { localToken as swedbankPayToken } from './simulators/swedbank-pay/defaults.ts';
import { startSwedbankPaySimulator } from './simulators/swedbank-pay/simulator.ts';
import { startBillectaSimulator } from './simulators/billecta/simulator.ts';
import { startSwishSimulator, type SwishSimulator } from './simulators/swish/simulator.ts';
import { stackFacts, type StackFacts } from './stack-facts.ts';
import { ExplainedError } from './system/explained-error.ts';
import { step } from './system/progress.ts';

const environment = 'local';
const stackName = `sluss-${environment}`;

export interface StackOptions extends Pick<LocalAwsSettings, 'enforceIam' | 'waitScale'> {
  ports: { aws: number; demo: number; simulator: number; swedbankPay: number; swish: number; swishControl: number };
  /** A folder of the stack's own under .local/, for its logs, its synthesized app and its facts in stack.json. */
  directory: string;
}

export interface LocalStack {
  facts: StackFacts;
  factsFile: string;
  /** When the local AWS ends, wanted or not. */
  awsEnded: Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Brings the product up on this machine: local AWS, the real CDK app deployed to it, simulators, secrets and keys, demo.
 * What was started ends with `stop`, and in any case with this process; after a failure, exit.
 */
export const startStack = async ({
  ports,
  directory,
  enforceIam = false,
  waitScale,
}: StackOptions): Promise<LocalStack> => {
  mkdirSync(directory, { recursive: true });
  const billecta = await startBillectaSimulator({ port: ports.simulator });
  const swedbankPay = await startSwedbankPaySimulator({ port: ports.swedbankPay });
  const swish = await startSwishSimulator({
    port: ports.swish,
    controlPort: ports.swishControl,
    // The local API has no TLS.
    acceptsPlainCallbacks: true,
  });
  const hosts = { billecta: billecta.url, 'swedbank-pay': swedbankPay.url, swish: swish.url };
  // Where a browser and a test reach them: Swish's API itself demands a certificate.
  const simulators = { ...hosts, swish: swish.controlUrl };
  const demoUrl = `http://127.0.0.1:${ports.demo}`;
  const context = {
    environment,
    simulators: JSON.stringify(hosts),
    corsOrigins: demoUrl,
    // The roles that "cdk bootstrap" makes are falsely denied by the emulator's IAM (ministack.md 8).
    ...(enforceIam ? { synthesizer: 'cli' } : {}),
  };

  const [aws, assembly] = await Promise.all([
    startBootstrapped({ port: ports.aws, directory, enforceIam, waitScale }),
    step('Synthesize the CDK app (cdk synth)', () => synthesize(directory, context)),
  ]);
  const outputs = await step('Deploy it (cdk deploy)', () => deploy(aws.endpoint, directory, assembly, stackName));
  await repairCors(aws.endpoint, assembly, stackName, output(outputs, 'ApiId'));
  const { apiKey, otherKeys } = await step('Put the secrets in', () =>
    putSecrets(aws.endpoint, output(outputs, 'ApiKeysSecret'), swish),
  );
  const apiUrl = `${aws.endpoint}/_aws/execute-api/${output(outputs, 'ApiId')}`;
  const events = { endpoint: aws.endpoint, bus: output(outputs, 'EventBus') };
  const demo = await step('Start the demo', () => startDemo({ port: ports.demo, apiUrl, apiKey, simulators, events }));

  const facts = stackFacts.parse({
    apiUrl,
    apiKey,
    otherKeys,
    demoUrl: demo.url,
    simulators,
    hosts,
    awsEndpoint: aws.endpoint,
    region,
    stackName,
    personalTable: outputs['PersonalTable'],
    ledgerTable: outputs['LedgerTable'],
    eventBus: outputs['EventBus'],
    apiKeysSecret: outputs['ApiKeysSecret'],
    machines: outputs['Machines'],
    iamEnforced: enforceIam,
  });
  const factsFile = join(directory, 'stack.json');
  // It holds a key, if only one that opens nothing but this machine.
  writeFileSync(factsFile, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  const removeFacts = () => rmSync(factsFile, { force: true });
  process.once('exit', removeFacts);
  return {
    facts,
    factsFile,
    awsEnded: aws.ended,
    stop: async () => {
      await Promise.all([demo.close(), billecta.close(), swedbankPay.close(), swish.close(), aws.stop()]);
      removeFacts();
    },
  };
};

const startBootstrapped = async (settings: LocalAwsSettings) => {
  const aws = await step('Start the local AWS', () => startLocalAws(settings));
  await step('Prepare it (cdk bootstrap)', () => bootstrap(aws.endpoint, settings.directory));
  return aws;
};

const output = (outputs: Record<string, string>, name: string): string => {
  const value = outputs[name];
  if (value === undefined) throw new ExplainedError(`The CDK app's stack ${stackName} has no output ${name}.`);
  return value;
};

const putSecrets = async (
  endpoint: string,
  apiKeysSecret: string,
  { ca, clientCertificate }: Pick<SwishSimulator, 'ca' | 'clientCertificate'>,
) => {
  const client = new SecretsManagerClient(localAccess(endpoint));
  const { secretPrefix } = settingsOf(environment);
  await putSecret(client, `${secretPrefix}/billecta`, { secureToken: localSecureToken });
  await putSecret(client, `${secretPrefix}/swedbank-pay`, { token: swedbankPayToken });
  await putSecret(client, `${secretPrefix}/swish`, { ...clientCertificate, ca });
  const key = (merchant: string, name: string, ...scopes: string[]) =>
    createKey(client, apiKeysSecret, { merchant, name, scopes });
  return {
    apiKey: await key('demo', 'npm start', 'billecta', 'swedbank-pay', 'swish', 'results'),
    otherKeys: {
      sameMerchant: await key('demo', 'second', 'billecta', 'swedbank-pay', 'swish', 'results'),
      otherMerchant: await key('other', 'npm start', 'billecta', 'swedbank-pay', 'swish', 'results'),
      withoutResults: await key('demo', 'without results', 'billecta'),
    },
  };
};
