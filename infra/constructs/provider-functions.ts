import { Duration, Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { join } from 'node:path';
import { callbackRoute } from '../../shared/callback-proof.ts';
import type { CallbackSources } from '../../shared/callback-sources.ts';
import { pollableFlowsOf, type AnyProvider } from '../../shared/provider.ts';
import { paymentRoutesOf } from '../../shared/payment-provider.ts';
import { answerRoute } from '../../shared/question.ts';
import { watchCertificate } from './certificate-watch.ts';
import type { HttpGateway } from './http-gateway.ts';
import type { LedgerTable } from './ledger-table.ts';
import { LookMachine } from './look-machine.ts';
import type { OwnSecrets } from './own-secrets.ts';
import type { PersonalTable } from './personal-table.ts';
import { PollingMachine } from './polling-machine.ts';
import { SlowMachine } from './slow-machine.ts';
import { SlussFunction, type SlussFunctionProps } from './sluss-function.ts';
import { SyncMachine } from './sync-machine.ts';
import type { MachineSettings } from './watching-machine.ts';

export interface ProviderFunctionsProps extends MachineSettings {
  readonly provider: AnyProvider;
  /** The provider's section of the environment; not secret. */
  readonly settings: unknown;
  readonly callbackSources: CallbackSources;
  readonly secrets: OwnSecrets;
  readonly personal: PersonalTable;
  readonly ledger: LedgerTable;
  readonly gateway: HttpGateway;
  readonly eventBus: EventBus;
}

type Environment = Readonly<Record<string, string>>;
/** Adds a function of the provider, whose entry point is the file of this name. */
export type Add = (
  what: string,
  rest: Pick<SlussFunctionProps, 'environment' | 'timeout' | 'failureImpact'>,
) => SlussFunction;

/**
 * All of one provider, read from its description: the API function with a route for each flow and operation, the poll
 * function, and a machine for each flow; callback, sync function and machine where it has payments; callback, look function
 * and machine where it has watched objects; certificate function where its secret holds one. The boundary is the secret:
 * nobody else may read it.
 */
export class ProviderFunctions extends Construct {
  /** By flow. */
  readonly machines: ReadonlyMap<string, StateMachine>;
  readonly syncMachine: StateMachine | undefined;
  readonly slowMachine: StateMachine | undefined;
  readonly lookMachine: StateMachine | undefined;

  constructor(scope: Construct, id: string, props: ProviderFunctionsProps) {
    super(scope, id);
    const { provider, settings, callbackSources, secrets, personal, ledger, gateway, eventBus, ...machineSettings } =
      props;
    const { prefix, logRetention, alarmAction } = machineSettings;
    const { name } = provider;
    const folder = join(import.meta.dirname, '..', '..', 'functions', name);
    const personalName = { PERSONAL_TABLE: personal.table.tableName };
    const connection = {
      PROVIDER_SECRET: secrets.nameOf(name),
      PROVIDER_SETTINGS: JSON.stringify(settings),
    };
    const add: Add = (what, rest) =>
      new SlussFunction(this, `${name}-${what}`, {
        prefix,
        logRetention,
        alarmAction,
        entry: join(folder, `${what}.ts`),
        ...rest,
      });

    const isPolled = pollableFlowsOf(provider).length > 0;
    this.machines = isPolled ? this.#pollingMachines(props, add, { ...connection, ...personalName }) : new Map();

    const ledgerName = { LEDGER_TABLE: ledger.table.tableName };
    const ledgerAccess = { ...ledgerName, LEDGER_KEY: ledger.key.keyArn };
    const { flows, operations, creations = [], payments } = provider;
    const hasIntents = creations.length > 0;
    if (payments) {
      const sync = add('sync', {
        environment: { ...connection, ...ledgerAccess, EVENT_BUS: eventBus.eventBusName },
        timeout: Duration.seconds(60),
        failureImpact: `What payments at ${name} have become is not learned: the function that asks throws.`,
      });
      ledger.allow(sync, 'GetItem', 'UpdateItem');
      secrets.allow(sync, name);
      sync.allow(['events:PutEvents'], [eventBus.eventBusArn]);
      this.syncMachine = new SyncMachine(this, 'sync', {
        ...machineSettings,
        provider: name,
        sync: sync.function,
      }).machine;

      const callback = add('callback', {
        environment: {
          ...ledgerName,
          MAC_SECRET: secrets.nameOf('mac-key'),
          SYNC_MACHINE: this.syncMachine.stateMachineArn,
          CALLBACK_SOURCES: JSON.stringify(callbackSources),
        },
        timeout: Duration.seconds(10),
        failureImpact: `Callbacks of ${name} are refused, so payments are learned of later.`,
      });
      ledger.allow(callback, 'UpdateItem');
      secrets.allow(callback, 'mac-key');
      callback.allow(['states:StartExecution'], [this.syncMachine.stateMachineArn]);
      gateway.route(callbackRoute(name), callback.function);

      if (payments.hasSlowCalls)
        this.slowMachine = this.#slowMachine(props, add, {
          ...connection,
          ...personalName,
          ...ledgerAccess,
          PUBLIC_URL: gateway.api.apiEndpoint,
          SYNC_MACHINE: this.syncMachine.stateMachineArn,
        });
    }

    if (provider.watched)
      this.lookMachine = this.#lookMachine(props, add, { ...connection, ...personalName, ...ledgerName });

    if (provider.clientCertificate) watchCertificate(this, name, add, secrets);

    const api = add('api', {
      environment: {
        ...connection,
        ...personalName,
        API_KEYS_SECRET: secrets.nameOf('api-keys'),
        MAC_SECRET: secrets.nameOf('mac-key'),
        MACHINES: machineArns(this, this.machines),
        ...(hasIntents ? ledgerName : {}),
        ...(this.syncMachine
          ? {
              ...ledgerAccess,
              PUBLIC_URL: gateway.api.apiEndpoint,
              SYNC_MACHINE: this.syncMachine.stateMachineArn,
            }
          : {}),
        ...(this.slowMachine ? { SLOW_MACHINE: this.slowMachine.stateMachineArn } : {}),
      },
      // The gateway gives up after 30 seconds.
      timeout: Duration.seconds(29),
      failureImpact: `Merchants cannot start anything at ${name}: they get 500.`,
    });
    if (isPolled) personal.allow(api, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    else if (payments) personal.allow(api, 'GetItem', 'PutItem');
    if (payments || hasIntents) ledger.allow(api, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    secrets.allow(api, name, 'api-keys', 'mac-key');
    allowStart(
      api,
      [...this.machines.values(), this.syncMachine, this.slowMachine].filter((machine) => machine !== undefined),
    );

    for (const { route } of [...flows, ...operations, ...creations, ...(payments ? paymentRoutesOf(payments) : [])])
      gateway.route(route, api.function);
    for (const { route, question } of flows) if (question) gateway.route(answerRoute(route, question), api.function);
  }

  #slowMachine(
    { provider: { name }, secrets, personal, ledger, ...machineSettings }: ProviderFunctionsProps,
    add: Add,
    environment: Environment,
  ): StateMachine {
    const slow = add('slow', {
      environment: { ...environment, MAC_SECRET: secrets.nameOf('mac-key') },
      // A direct authorization is waited for during a minute; reads go before and after it.
      timeout: Duration.seconds(78),
      failureImpact: `Authorizations and recurring payments at ${name} are not carried out, or nobody heard the answer.`,
    });
    personal.allow(slow, 'GetItem', 'UpdateItem');
    ledger.allow(slow, 'GetItem', 'UpdateItem', 'DeleteItem');
    secrets.allow(slow, name, 'mac-key');
    if (this.syncMachine) allowStart(slow, [this.syncMachine]);
    return new SlowMachine(this, 'slow', { ...machineSettings, provider: name, slow: slow.function }).machine;
  }

  #lookMachine(
    { provider, secrets, personal, ledger, gateway, eventBus, ...machineSettings }: ProviderFunctionsProps,
    add: Add,
    environment: Environment,
  ): StateMachine {
    const { name } = provider;
    const look = add('look', {
      environment: { ...environment, EVENT_BUS: eventBus.eventBusName },
      timeout: Duration.seconds(60),
      failureImpact: `What changes at ${name} without our doing is not learned: the function that asks throws.`,
    });
    // The rate budget is in the personal table.
    personal.allow(look, 'GetItem', 'PutItem', 'UpdateItem');
    ledger.allow(look, 'GetItem', 'PutItem', 'UpdateItem');
    secrets.allow(look, name);
    look.allow(['events:PutEvents'], [eventBus.eventBusArn]);
    const { machine } = new LookMachine(this, 'look', { ...machineSettings, provider: name, look: look.function });

    const callback = add('callback', {
      environment: {
        LEDGER_TABLE: ledger.table.tableName,
        MAC_SECRET: secrets.nameOf('mac-key'),
        // For the header that a ring must have.
        PROVIDER_SECRET: secrets.nameOf(name),
        LOOK_MACHINE: machine.stateMachineArn,
      },
      timeout: Duration.seconds(10),
      failureImpact: `Callbacks of ${name} are refused, so what changes there is learned of later.`,
    });
    ledger.allow(callback, 'UpdateItem');
    secrets.allow(callback, name, 'mac-key');
    allowStart(callback, [machine]);
    gateway.route(callbackRoute(name), callback.function);
    return machine;
  }

  #pollingMachines(
    {
      provider,
      secrets,
      personal,
      ledger,
      eventBus,
      prefix,
      logRetention,
      logging,
      alarmAction,
    }: ProviderFunctionsProps,
    add: Add,
    environment: Environment,
  ): ReadonlyMap<string, StateMachine> {
    const pollableFlows = pollableFlowsOf(provider);
    const carriesOut = pollableFlows.some(({ question }) => question);
    const syncs = provider.payments?.payerFlow !== undefined;
    const poll = add('poll', {
      environment: {
        ...environment,
        ...(carriesOut || syncs ? { LEDGER_TABLE: ledger.table.tableName } : {}),
        ...(carriesOut ? { MAC_SECRET: secrets.nameOf('mac-key') } : {}),
        ...(syncs ? { LEDGER_KEY: ledger.key.keyArn, EVENT_BUS: eventBus.eventBusName } : {}),
      },
      timeout: Duration.seconds(25),
      failureImpact: `Flows at ${provider.name} get on slowly or not at all: the function that asks the provider throws.`,
    });
    personal.allow(poll, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    secrets.allow(poll, provider.name, ...(carriesOut ? ['mac-key'] : []));
    if (carriesOut) ledger.allow(poll, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    if (syncs) {
      ledger.allow(poll, 'GetItem', 'UpdateItem');
      poll.allow(['events:PutEvents'], [eventBus.eventBusArn]);
    }
    const settings = { prefix, logRetention, logging, alarmAction, personal, eventBus, poll: poll.function };
    return new Map(
      pollableFlows.map((flow) => [flow.name, new PollingMachine(this, flow.name, { ...settings, flow }).machine]),
    );
  }
}

/** The environment variable that maps a flow's name to its machine. */
export const machineArns = (scope: Construct, machines: ReadonlyMap<string, StateMachine>): string =>
  Stack.of(scope).toJsonString(
    Object.fromEntries([...machines].map(([flow, { stateMachineArn }]) => [flow, stateMachineArn])),
  );

export const allowStart = (who: SlussFunction, machines: readonly StateMachine[]): void =>
  who.allow(
    ['states:StartExecution'],
    machines.map(({ stateMachineArn }) => stateMachineArn),
  );
