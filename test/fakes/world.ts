import { bankIdAuthentication } from '../../functions/billecta/bankid-authentication.ts';
import { type BillectaClient, billectaClient } from '../../functions/billecta/client.ts';
import { billecta } from '../../functions/billecta/provider.ts';
import { type Alone, oneAtATime } from '../../shared/change-lease.ts';
import { runClock } from '../../shared/clock.ts';
import { FlowStore } from '../../shared/flow-store.ts';
import type { StoredFlow } from '../../shared/stored-flow.ts';
import type { LookMachine } from '../../shared/look-machine.ts';
import type { Machines } from '../../shared/machines.ts';
import { PaymentStore } from '../../shared/payment-store.ts';
import type { SyncMachine } from '../../shared/sync-machine.ts';
import type { Table } from '../../shared/table.ts';
import { pollFlow, type PollAnswer } from '../../shared/poll.ts';
import type { AnyPollingFlow } from '../../shared/polling-flow.ts';
import { RateBudget, type RateLimits } from '../../shared/rate-budget.ts';
import { SeatList } from '../../shared/seat-list.ts';
import { type StartDependencies, type StartedFlow, startFlow, type StartRequest } from '../../shared/start.ts';
import { WatchedStore } from '../../shared/watched-store.ts';
import { FakeDynamo } from './dynamo.ts';
import { FakeProvider, order } from './provider.ts';

export const macKey = 'a-mac-key-of-the-tests-0123456789';
export const access = {
  host: 'https://billecta.example',
  creditorPublicId: '00000000-0000-4000-8000-00000000cafe',
  secureToken: 'c2VjdXJlLXRva2Vu',
};

interface StartedMachine {
  readonly flow: string;
  readonly flowId: string;
  readonly attempt: number | undefined;
}

interface StartedSync {
  readonly provider: string;
  readonly paymentId: string;
  /** After how many rings, or at which time of the clock; of a watch, `watch`. */
  readonly after: string | number;
}

/** The machinery and Billecta's flows as they are deployed, between a fake table, a fake provider and a fake time. */
export class World {
  milliseconds = Date.parse('2026-11-21T10:00:00Z');
  readonly dynamo = new FakeDynamo();
  readonly provider = new FakeProvider();
  readonly startedMachines: StartedMachine[] = [];
  /** Beneath the ledger of payments. */
  readonly ledgerDynamo = new FakeDynamo();
  readonly startedSyncs: StartedSync[] = [];
  readonly startedLooks: { readonly provider: string; readonly name: string; readonly objects: readonly string[] }[] =
    [];
  /** 0 to 1, as Math.random. */
  random = 0;
  /** How often the provider refused our credentials. */
  droppedSecrets = 0;

  machinesAreAway = false;

  readonly table: Table = { dynamo: this.dynamo.client, name: 'personal', now: () => this.milliseconds };
  readonly store = new FlowStore(this.table);
  readonly ledger: Table = { dynamo: this.ledgerDynamo.client, name: 'ledger', now: this.table.now };
  readonly payments = new PaymentStore(this.ledger);
  readonly watched = new WatchedStore(this.ledger);
  readonly budget: RateBudget;
  readonly machines: Machines = {
    start: (flow, flowId, attempt) => {
      if (this.machinesAreAway) return Promise.reject(new Error('Step Functions is away'));
      this.startedMachines.push({ flow, flowId, attempt });
      return Promise.resolve();
    },
  };

  constructor(limits: RateLimits = { perTenSeconds: 100, perMinute: 600 }) {
    this.budget = new RateBudget(this.table, billecta.name, limits, (milliseconds) => {
      this.pass(milliseconds / 1000);
      return Promise.resolve();
    });
  }

  get alone(): Alone {
    return oneAtATime(this.table, billecta.name, this.budget.pause);
  }

  /** Seconds since 1970. */
  get now(): number {
    return Math.floor(this.milliseconds / 1000);
  }

  pass(seconds: number): void {
    this.milliseconds += seconds * 1000;
  }

  get dependencies(): StartDependencies<BillectaClient> {
    return {
      provider: billecta.name,
      table: this.table,
      store: this.store,
      budget: this.budget,
      machines: this.machines,
      client: () => Promise.resolve(billectaClient(this.provider.send, access)),
      watch: (call) => call,
      macKey: () => Promise.resolve(macKey),
    };
  }

  start(
    request: Partial<StartRequest> = {},
    flow: AnyPollingFlow<BillectaClient> = bankIdAuthentication,
    others: Partial<StartDependencies<BillectaClient>> = {},
  ): Promise<StartedFlow> {
    return startFlow(
      flow,
      {
        merchant: 'shop',
        merchantReference: undefined,
        returnUrl: undefined,
        idempotencyKey: undefined,
        body: {},
        ...request,
      },
      { ...this.dependencies, ...others },
    );
  }

  /** A flow that is just started, and its order as the provider first shows it. */
  async started(first: Record<string, unknown> = order(), request: Partial<StartRequest> = {}): Promise<string> {
    this.provider.answer = () => first;
    return (await this.start(request)).flowId;
  }

  poll(flowId: string): Promise<PollAnswer> {
    return pollFlow(flowId, {
      ...this.dependencies,
      flows: billecta.flows,
      now: this.table.now,
      random: () => this.random,
      carryingOut: { ledger: this.ledger, alone: this.alone, ...this.dependencies },
    });
  }

  syncMachine(provider: string): SyncMachine {
    const start = (paymentId: string, after: string | number) => {
      this.startedSyncs.push({ provider, paymentId, after });
      return Promise.resolve();
    };
    return { catchUp: start, watch: (paymentId) => start(paymentId, 'watch') };
  }

  lookMachine(provider: string): LookMachine {
    return {
      look: (name, objects) => {
        this.startedLooks.push({ provider, name, objects });
        return Promise.resolve();
      },
    };
  }

  clock(): Promise<void> {
    const seatsOf = (provider: string) => new SeatList(this.table, provider);
    return runClock({
      table: this.table,
      store: this.store,
      machines: this.machines,
      seatsOf,
      ledger: {
        table: this.ledger,
        store: this.payments,
        machineOf: (provider) => this.syncMachine(provider),
        lookMachineOf: (provider) => this.lookMachine(provider),
      },
    });
  }

  /** A flow as it lies in the table, expired or not. */
  item(flowId: string): Partial<StoredFlow> | undefined {
    return this.dynamo.items.get(`flow#${flowId}`);
  }

  /** Who has a seat. */
  get seats(): readonly string[] {
    return Object.keys((this.dynamo.items.get('seats#billecta')?.['seats'] as object | undefined) ?? {});
  }
}

/** What a promise was rejected with. */
export const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  const [result] = await Promise.allSettled([promise]);
  if (result.status === 'fulfilled') throw new Error('it was expected to fail, and did not');
  return result.reason;
};
