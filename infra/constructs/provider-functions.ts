import { Duration, Stack } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { join } from 'node:path';
import type { AnyProvider } from '../../shared/provider.ts';
import type { HttpGateway } from './http-gateway.ts';
import type { OwnSecrets } from './own-secrets.ts';
import type { PersonalTable } from './personal-table.ts';
import { PollingMachine } from './polling-machine.ts';
import { SlussFunction } from './sluss-function.ts';

export interface ProviderFunctionsProps {
  readonly prefix: string;
  readonly provider: AnyProvider;
  /** The provider's section of the environment; not secret. */
  readonly settings: unknown;
  readonly secrets: OwnSecrets;
  readonly personal: PersonalTable;
  readonly gateway: HttpGateway;
  readonly eventBus: EventBus;
  readonly logRetention: RetentionDays;
  readonly logging: 'all' | 'errors';
  readonly alarmAction: IAlarmAction;
}

/**
 * All of one provider, read from its description: the API function with a route for each flow and operation, the poll
 * function, and a machine for each flow. The boundary is the secret: nobody else may read it.
 */
export class ProviderFunctions extends Construct {
  readonly machines: ReadonlyMap<string, StateMachine>;

  constructor(scope: Construct, id: string, props: ProviderFunctionsProps) {
    super(scope, id);
    const { prefix, provider, settings, secrets, personal, gateway, eventBus, logRetention, logging, alarmAction } =
      props;
    const folder = join(import.meta.dirname, '..', '..', 'functions', provider.name);
    const environment = {
      PERSONAL_TABLE: personal.table.tableName,
      PROVIDER_SECRET: secrets.nameOf(provider.name),
      PROVIDER_SETTINGS: JSON.stringify(settings),
    };

    const poll = new SlussFunction(this, `${provider.name}-poll`, {
      prefix,
      entry: join(folder, 'poll.ts'),
      environment,
      timeout: Duration.seconds(25),
      logRetention,
      alarmAction,
      failureImpact: `Flows at ${provider.name} get on slowly or not at all: the function that asks the provider throws.`,
    });
    personal.allow(poll, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    secrets.allow(poll, provider.name);

    this.machines = new Map(
      provider.flows.map((flow) => [
        flow.name,
        new PollingMachine(this, flow.name, {
          prefix,
          flow,
          poll: poll.function,
          personal,
          eventBus,
          logRetention,
          logging,
          alarmAction,
        }).machine,
      ]),
    );

    const api = new SlussFunction(this, `${provider.name}-api`, {
      prefix,
      entry: join(folder, 'api.ts'),
      environment: {
        ...environment,
        API_KEYS_SECRET: secrets.nameOf('api-keys'),
        MAC_SECRET: secrets.nameOf('mac-key'),
        MACHINES: machineArns(this, this.machines),
      },
      // The gateway gives up after 30 seconds.
      timeout: Duration.seconds(29),
      logRetention,
      alarmAction,
      failureImpact: `Merchants cannot start anything at ${provider.name}: they get 500.`,
    });
    personal.allow(api, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    secrets.allow(api, provider.name, 'api-keys', 'mac-key');
    allowStart(api, this.machines);

    for (const { route } of [...provider.flows, ...provider.operations]) gateway.route(route, api.function);
  }
}

/** The environment variable that maps a flow's name to its machine. */
export const machineArns = (scope: Construct, machines: ReadonlyMap<string, StateMachine>): string =>
  Stack.of(scope).toJsonString(
    Object.fromEntries([...machines].map(([flow, { stateMachineArn }]) => [flow, stateMachineArn])),
  );

export const allowStart = (who: SlussFunction, machines: ReadonlyMap<string, StateMachine>): void =>
  who.allow(
    ['states:StartExecution'],
    [...machines.values()].map(({ stateMachineArn }) => stateMachineArn),
  );
