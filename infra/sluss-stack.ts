import { CfnOutput, Duration, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { providers } from '../functions/providers.ts';
import { Alarms } from './constructs/alarms.ts';
import { HttpGateway } from './constructs/http-gateway.ts';
import { LedgerTable } from './constructs/ledger-table.ts';
import { OwnSecrets } from './constructs/own-secrets.ts';
import { PersonalTable } from './constructs/personal-table.ts';
import { addProviderAlarms } from './constructs/provider-alarms.ts';
import { allowStart, machineArns, ProviderFunctions } from './constructs/provider-functions.ts';
import { SlussFunction } from './constructs/sluss-function.ts';
import { Webhook } from './constructs/webhook.ts';
import type { EnvironmentName, Settings } from './environments.ts';

export interface SlussStackProps {
  readonly settings: Settings & { readonly name: EnvironmentName };
  readonly synthesizer: IStackSynthesizer;
}

/** One environment of the whole product; wiring only. */
export class SlussStack extends Stack {
  constructor(scope: Construct, id: string, { settings, synthesizer }: SlussStackProps) {
    const { account, region, name } = settings;
    super(scope, id, {
      synthesizer,
      env: { account, region },
      description: `Sluss, ${name}: flows between a merchant and its identity and payment providers`,
      terminationProtection: !settings.destroyTables,
    });
    const prefix = `sluss-${name}`;
    const functions = join(import.meta.dirname, '..', 'functions');
    const alarms = new Alarms(this, 'Alarms', { prefix, email: settings.alarmEmail });
    const shared = { prefix, logRetention: settings.logRetention, alarmAction: alarms.action };
    const secrets = new OwnSecrets(this, 'Secrets', {
      secretPrefix: settings.secretPrefix,
      destroy: settings.destroyTables,
    });
    const personal = new PersonalTable(this, 'Personal', { prefix, destroy: settings.destroyTables });
    const ledger = new LedgerTable(this, 'Ledger', { prefix, destroy: settings.destroyTables });
    const eventBus = new EventBus(this, 'Events', { eventBusName: prefix });

    const flows = new SlussFunction(this, 'flows', {
      ...shared,
      entry: join(functions, 'flows.ts'),
      environment: {
        PERSONAL_TABLE: personal.table.tableName,
        API_KEYS_SECRET: secrets.nameOf('api-keys'),
        MAC_SECRET: secrets.nameOf('mac-key'),
        VERSION: packageJson.version,
      },
      timeout: Duration.seconds(10),
      failureImpact: 'Merchants cannot read what came of a flow, and pages stand still: they get 500.',
    });
    personal.allow(flows, 'GetItem', 'UpdateItem', 'DeleteItem');
    secrets.allow(flows, 'api-keys', 'mac-key');

    const gateway = new HttpGateway(this, 'Gateway', {
      ...shared,
      throttling: settings.throttling,
      corsOrigins: settings.corsOrigins,
      fallback: flows.function,
    });
    for (const route of [
      'GET /v1/health',
      'GET /v1/flows/{flowId}',
      'DELETE /v1/flows/{flowId}',
      'GET /v1/flows/{flowId}/progress',
    ])
      gateway.route(route, flows.function);

    const providerFunctions = providers.map(
      (provider) =>
        new ProviderFunctions(this, provider.name, {
          ...shared,
          provider,
          settings: settings.providers[provider.name],
          callbackSources: settings.callbacks,
          secrets,
          personal,
          ledger,
          gateway,
          eventBus,
          logging: settings.executionLogging,
        }),
    );
    const machines = new Map(providerFunctions.flatMap((each) => [...each.machines]));
    const syncMachines = new Map(
      providerFunctions.flatMap(({ node, syncMachine }) => (syncMachine ? [[node.id, syncMachine] as const] : [])),
    );
    const lookMachines = new Map(
      providerFunctions.flatMap(({ node, lookMachine }) => (lookMachine ? [[node.id, lookMachine] as const] : [])),
    );

    const payments = new SlussFunction(this, 'payments', {
      ...shared,
      entry: join(functions, 'payments.ts'),
      environment: {
        LEDGER_TABLE: ledger.table.tableName,
        API_KEYS_SECRET: secrets.nameOf('api-keys'),
        MAC_SECRET: secrets.nameOf('mac-key'),
        SYNC_MACHINES: machineArns(this, syncMachines),
      },
      // A sync waits for eight seconds.
      timeout: Duration.seconds(15),
      failureImpact: 'Merchants cannot read their payments: they get 500.',
    });
    ledger.allow(payments, 'GetItem', 'BatchGetItem', 'UpdateItem');
    ledger.allowLists(payments);
    allowStart(payments, [...syncMachines.values()]);
    secrets.allow(payments, 'api-keys', 'mac-key');
    for (const route of ['GET /v1/payments', 'GET /v1/payments/{paymentId}', 'POST /v1/payments/{paymentId}/syncs'])
      gateway.route(route, payments.function);

    const clock = new SlussFunction(this, 'clock', {
      ...shared,
      entry: join(functions, 'clock.ts'),
      environment: {
        PERSONAL_TABLE: personal.table.tableName,
        LEDGER_TABLE: ledger.table.tableName,
        MACHINES: machineArns(this, machines),
        SYNC_MACHINES: machineArns(this, syncMachines),
        LOOK_MACHINES: machineArns(this, lookMachines),
      },
      timeout: Duration.seconds(55),
      failureImpact: 'Personal data is not erased on time, and flows whose machine died hang.',
    });
    personal.allow(clock, 'GetItem', 'UpdateItem', 'DeleteItem');
    personal.allowDueIndex(clock);
    ledger.allowDueIndex(clock);
    ledger.allow(clock, 'GetItem');
    allowStart(clock, [...machines.values(), ...syncMachines.values(), ...lookMachines.values()]);
    new Rule(this, 'EachMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(clock.function, { retryAttempts: 0 })],
    });

    clock.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });

    if (settings.webhook) new Webhook(this, 'webhook', { ...shared, ...settings.webhook, eventBus, secrets });

    alarms.onGatewayErrors(gateway.api);
    alarms.onSilence(clock.function);
    alarms.on({
      name: 'overdue',
      metric: 'Overdue',
      statistic: 'max',
      threshold: 600,
      minutes: 5,
      description:
        'Something has been due for ten minutes: personal data is erased late, or ended flows stay unannounced.',
    });
    // The functions answer their own errors, so Lambda's count of errors does not see these.
    for (const [code, threshold, description] of [
      ['internal-error', 1, 'Merchants get 500: a defect of ours.'],
      ['provider-refused', 1, 'Nothing can be started: a provider refuses our credentials or our requests.'],
      ['provider-not-configured', 1, "Nothing can be started: a provider's secret is missing or malformed."],
      ['provider-unavailable', 20, 'Many starts fail: a provider gives no usable answer.'],
    ] as const) {
      alarms.on({
        name: `answers-${code}`,
        metric: 'RequestFailed',
        dimensions: { code },
        statistic: 'sum',
        threshold,
        minutes: 5,
        description,
      });
    }
    for (const provider of providers) addProviderAlarms(alarms, provider);

    new CfnOutput(this, 'ApiId', { value: gateway.api.apiId });
    new CfnOutput(this, 'ApiUrl', { value: gateway.api.apiEndpoint });
    new CfnOutput(this, 'PersonalTable', { value: personal.table.tableName });
    new CfnOutput(this, 'LedgerTable', { value: ledger.table.tableName });
    new CfnOutput(this, 'EventBus', { value: eventBus.eventBusName });
    new CfnOutput(this, 'ApiKeysSecret', { value: secrets.nameOf('api-keys') });
    const paymentMachines = providerFunctions.flatMap(({ node, syncMachine, slowMachine }) => [
      ...(syncMachine ? [[`${node.id}-sync`, syncMachine] as const] : []),
      ...(slowMachine ? [[`${node.id}-slow`, slowMachine] as const] : []),
    ]);
    const watchMachines = [...lookMachines].map(([name, machine]) => [`${name}-look`, machine] as const);
    new CfnOutput(this, 'Machines', {
      value: machineArns(this, new Map([...machines, ...paymentMachines, ...watchMachines])),
    });
  }
}
