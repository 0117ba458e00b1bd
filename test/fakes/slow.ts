import { ExecutionAlreadyExists, SFNClient, type StartExecutionCommand } from '@aws-sdk/client-sfn';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { vi } from 'vitest';
import { payments } from '../../functions/swedbank-pay/payments.ts';
import { problemOf, SwedbankPayFailed, SwedbankPayRefused } from '../../functions/swedbank-pay/problems.ts';
import type { SwedbankPay } from '../../functions/swedbank-pay/swedbank-pay.ts';
import { callersOf } from '../../shared/callers.ts';
import { httpApi } from '../../shared/http.ts';
import { log } from '../../shared/log.ts';
import { nextPayeeNumber } from '../../shared/payee-number.ts';
import { paymentApi } from '../../shared/payment-api.ts';
import type { PaymentChanged } from '../../shared/payment-changed.ts';
import { paymentEndpoints } from '../../shared/payment-endpoints.ts';
import type { PaymentApi } from '../../shared/payment-api-dependencies.ts';
import type { StoredPayment } from '../../shared/payment-item.ts';
import { ProviderUnavailable } from '../../shared/provider-error.ts';
import type { Send } from '../../shared/provider-http.ts';
import { runSlow, type SlowAnswer } from '../../shared/provider-slow.ts';
import { slowCaller } from '../../shared/slow-caller.ts';
import { openSlowMachine } from '../../shared/slow-machine.ts';
import { SlowRequests, type SlowTask } from '../../shared/slow-requests.ts';
import { syncPayment, type SyncAnswer } from '../../shared/sync.ts';
import type { TokenName, TokenVault } from '../../shared/token-vault.ts';
import { call, keys, type Answer } from './aws.ts';
import { storedKey } from './stored-key.ts';
import { SwedbankPaySimulator } from './swedbank-pay.ts';
import { macKey, World } from './world.ts';

const provider = 'swedbank-pay';
const route = '/v1/swedbank-pay/payments';

const secret = {
  keys: [
    storedKey(keys.shop, 'shop', provider),
    storedKey(keys.withoutResults, 'shop', 'billecta'),
    storedKey(keys.other, 'other', provider),
  ],
};

export const order = {
  operation: 'FinancingConsumer',
  country: 'SE',
  description: 'Order 7',
  userAgent: 'Mozilla/5.0',
  amount: 10_000,
  vatAmount: 2_000,
  urls: { completeUrl: 'https://shop.example/done', cancelUrl: 'https://shop.example/back' },
};

/** The payer of a direct authorization; nothing of it may be found outside the personal table. */
export const authorization = {
  country: 'SE',
  identityNumber: '198001139297',
  name: 'Canary Cedergren',
  email: 'canary@shop.example',
  msisdn: '+46739000001',
  ip: '192.0.2.10',
  legalAddress: {
    addressee: 'Canary Cedergren',
    streetAddress: 'Canary gata 9',
    zipCode: '19792',
    city: 'Canary by',
  },
};
export const personal = /canary|198001139297|46739000001|192\.0\.2\.10/i;

/** What is lost on its way, before or after it was done. */
export const lost = () => new ProviderUnavailable('no answer');

/** The provider's no, in words that quote the request. */
export const refusal = () =>
  new SwedbankPayRefused(
    403,
    problemOf({
      type: 'https://api.payex.com/psp/errordetail/invoice/forbidden',
      status: 403,
      detail: 'Not for Canary Cedergren',
      problems: [{ name: 'Consumer.Email', description: 'canary@shop.example is not allowed' }],
    }),
  );

/** Wrong on the provider's side until somebody mends it there, and said with a 500. */
export const misconfigured = () => {
  const problem = problemOf({ type: 'https://api.payex.com/psp/errordetail/configurationerror' }, 500);
  return new SwedbankPayFailed(500, problem, 5);
};

/** Like KMS: opens only what it sealed, for the same payment and name. */
export class FakeVault implements TokenVault {
  readonly sealed = new Map<string, { paymentId: string; name: TokenName; token: string }>();
  fails = false;

  async seal(paymentId: string, name: TokenName, token: string): Promise<string> {
    await this.#answer();
    const handle = `sealed-${this.sealed.size + 1}`;
    this.sealed.set(handle, { paymentId, name, token });
    return handle;
  }

  async open(paymentId: string, name: TokenName, sealed: string): Promise<string> {
    await this.#answer();
    const found = this.sealed.get(sealed);
    if (found?.paymentId !== paymentId || found.name !== name) throw new Error('it was sealed for another one');
    return found.token;
  }

  #answer(): Promise<void> {
    return this.fails ? Promise.reject(new Error('KMS is away')) : Promise.resolve();
  }
}

export interface ProviderCall {
  /** Such as `create` or `create-authorization`. */
  readonly name: string;
  readonly body: unknown;
}

/**
 * A merchant at Swedbank Pay: the API as it is deployed, the machine of slow tasks, the sync, and the simulated provider,
 * all in this process and in a fake time.
 */
export class SlowShop {
  readonly world = new World();
  readonly simulator = new SwedbankPaySimulator(() => this.world.milliseconds);
  readonly vault = new FakeVault();
  readonly requests = new SlowRequests(this.world.table);
  readonly executions: StartExecutionCommand['input'][] = [];
  readonly ended: SlowAnswer[] = [];
  /** With what executions broke off. */
  readonly died: unknown[] = [];
  readonly told: PaymentChanged[] = [];
  readonly printed: unknown[] = [];
  /** The writes that the provider was asked for. */
  readonly asked: ProviderCall[] = [];
  /** After how long a started machine is at work. */
  machineSeconds = 0;
  isSlowMachineDown = false;
  isSyncMachineDown = false;
  /** Runs ahead of a write at the provider, or behind it; what it throws comes over the call. */
  before: (call: ProviderCall) => unknown = () => undefined;
  after: (call: ProviderCall) => unknown = () => undefined;
  /** Comes over reads. */
  readFails: Error | undefined;
  beforeMachine: () => void = () => undefined;
  #due: { readonly task: SlowTask; readonly at: number }[] = [];
  readonly #handler;

  constructor() {
    for (const level of ['info', 'warn', 'error'] as const)
      vi.spyOn(log, level).mockImplementation((...entry) => void this.printed.push(entry));
    vi.spyOn(SFNClient.prototype as { send: (command: unknown) => unknown }, 'send').mockImplementation((command) =>
      this.#start((command as StartExecutionCommand).input),
    );
    const { callers, machine } = this.api;
    this.#handler = httpApi([
      ...paymentApi(this.api),
      ...paymentEndpoints({
        callers,
        table: this.world.ledger,
        store: this.world.payments,
        machineOf: () => machine,
        pause: () => Promise.resolve(),
      }),
    ]);
  }

  readonly #send: Send = async (request) => {
    this.world.milliseconds += 100;
    if (request.method === 'GET') {
      if (this.readFails) throw this.readFails;
      return this.simulator.send(request);
    }
    const asked = { name: request.operation.replace('invoice-payment.', ''), body: request.body };
    this.asked.push(asked);
    await this.before(asked);
    const answer = await this.simulator.send(request);
    await this.after(asked);
    return answer;
  };

  get api(): PaymentApi<SwedbankPay> {
    const machine = this.world.syncMachine(provider);
    return {
      provider,
      payments,
      callers: callersOf({ get: () => Promise.resolve(secret) }, () => Promise.resolve(macKey)),
      store: this.world.payments,
      client: () => Promise.resolve(this.simulator.client(this.#send)),
      watch: (answer) => answer,
      macKey: () => Promise.resolve(macKey),
      callbackKeys: () => Promise.resolve({ 1: macKey }),
      now: this.world.table.now,
      publicUrl: 'https://sluss.example',
      vault: this.vault,
      nextNumber: nextPayeeNumber(this.world.ledger, provider),
      machine: {
        ...machine,
        catchUp: (...request) =>
          this.isSyncMachineDown ? Promise.reject(new Error('no machine')) : machine.catchUp(...request),
      },
      slow: slowCaller({
        requests: this.requests,
        start: openSlowMachine('arn:aws:states:eu-north-1:111111111111:stateMachine:slow'),
        pause: (milliseconds) => this.#pause(milliseconds),
        now: this.world.table.now,
      }),
    };
  }

  /** Callers that wait at the same time wait through the same time. */
  async #pause(milliseconds: number): Promise<void> {
    const until = this.world.milliseconds + milliseconds;
    await othersTurn();
    if (this.world.milliseconds >= until) return;
    this.world.milliseconds = until;
    await this.runMachines();
  }

  async #start(input: StartExecutionCommand['input']): Promise<object> {
    if (this.isSlowMachineDown) throw new Error('no machine');
    if (this.executions.some(({ name }) => name === input.name))
      throw new ExecutionAlreadyExists({ $metadata: {}, message: 'it ran' });
    this.executions.push(input);
    this.world.milliseconds += 10;
    const task = JSON.parse(input.input ?? '') as SlowTask;
    this.#due.push({ task, at: this.world.milliseconds + this.machineSeconds * 1000 });
    await this.runMachines();
    return {};
  }

  /** Runs what was started long enough ago. */
  async runMachines(): Promise<void> {
    const now = this.#due.filter(({ at }) => at <= this.world.milliseconds);
    this.#due = this.#due.filter((each) => !now.includes(each));
    for (const { task } of now) await this.carryOut(task);
  }

  /** One run of the function behind the machine. A table that fails in it works again afterwards. */
  async carryOut(task: SlowTask): Promise<void> {
    try {
      this.beforeMachine();
      const { machine, ...api } = this.api;
      this.ended.push(
        await runSlow(task, {
          ...api,
          requests: this.requests,
          watchPayment: ({ paymentId }) => machine.watch(paymentId),
          catchUp: ({ paymentId, completedSync }) => machine.catchUp(paymentId, completedSync),
        }),
      );
    } catch (error) {
      this.died.push(error);
    } finally {
      this.world.ledgerDynamo.before = () => undefined;
    }
  }

  /** The process of the machine dies: nothing more of it reaches the ledger. */
  readonly die = (): void => {
    this.world.ledgerDynamo.before = () => {
      throw new Error('the process died');
    };
  };

  /** Throws once, ahead of the next write of this name or behind it. */
  once(when: 'before' | 'after', name: string, error: Error): void {
    this[when] = (call) => {
      if (call.name !== name) return;
      this[when] = () => undefined;
      throw error;
    };
  }

  /** What the machine was started for last. */
  get task(): SlowTask {
    return JSON.parse(this.executions.at(-1)?.input ?? '') as SlowTask;
  }

  /** How often the provider was asked for it. */
  timesAsked(name: string): number {
    return this.asked.filter((each) => each.name === name).length;
  }

  call(operation: string, paymentId: string | undefined, request: Parameters<typeof call>[2] = {}): Promise<Answer> {
    return call(this.#handler, operation, {
      key: keys.shop,
      ...request,
      parameters: { ...(paymentId === undefined ? {} : { paymentId }), ...request.parameters },
    });
  }

  post(fields: object = {}, idempotencyKey = 'payment-1', key = keys.shop): Promise<Answer> {
    const body = { ...order, ...fields };
    return this.call(`POST ${route}`, undefined, { key, body, headers: { 'idempotency-key': idempotencyKey } });
  }

  /** A payment that nobody has paid. @returns its id */
  async create(fields: object = {}, idempotencyKey = 'payment-1', key = keys.shop): Promise<string> {
    const { status, body } = await this.post(fields, idempotencyKey, key);
    if (status !== 201) throw new Error(`there is no payment: ${JSON.stringify(body)}`);
    return String(body['paymentId']);
  }

  /** One that its payer has completed, and that is known. */
  async createPaid(...request: Parameters<SlowShop['create']>): Promise<string> {
    const paymentId = await this.create(...request);
    this.simulator.store.attemptByPayer(await this.guidOf(paymentId));
    await this.sync(paymentId);
    return paymentId;
  }

  /** A new invoice by the token of a payment, with no payer there. */
  recur(recurrenceTokenOf: string, idempotencyKey = 'recur-1', key = keys.shop, fields: object = {}): Promise<Answer> {
    return this.call(`POST ${route}`, undefined, {
      key,
      body: { ...order, operation: 'Recur', urls: undefined, recurrenceTokenOf, ...fields },
      headers: { 'idempotency-key': idempotencyKey },
    });
  }

  authorize(paymentId: string, idempotencyKey = 'key-1', fields: object = {}): Promise<Answer> {
    return this.call(`POST ${route}/{paymentId}/authorizations`, paymentId, {
      body: { ...authorization, ...fields },
      headers: { 'idempotency-key': idempotencyKey },
    });
  }

  abort(paymentId: string): Promise<Answer> {
    return this.call(`DELETE ${route}/{paymentId}`, paymentId);
  }

  deleteToken(paymentId: string, body: object): Promise<Answer> {
    return this.call(`DELETE ${route}/{paymentId}/token`, paymentId, { body });
  }

  read(paymentId: string): Promise<Answer> {
    return this.call('GET /v1/payments/{paymentId}', paymentId);
  }

  async item(paymentId: string): Promise<StoredPayment> {
    const found = await this.world.payments.find(paymentId);
    if (!found) throw new Error('the payment is gone');
    return found;
  }

  /** The one payment whose creation the provider has not answered. */
  get unanswered(): string {
    const all = [...this.world.ledgerDynamo.items.values()];
    return String(all.find((item) => item['providerPaymentId'] === undefined)?.['paymentId']);
  }

  async guidOf(paymentId: string): Promise<string> {
    return (await this.item(paymentId)).providerPaymentId?.split('/').at(-1) ?? '';
  }

  /** The payment's authorizations as the provider has them, the payer's too. */
  async authorizationsOf(paymentId: string) {
    const { transactions } = this.simulator.store.get(await this.guidOf(paymentId));
    return transactions.filter(({ type }) => type === 'Authorization');
  }

  /** The item that holds a slow task's request. */
  get slowItem(): Readonly<Record<string, unknown>> | undefined {
    return [...this.world.dynamo.items].find(([pk]) => pk.startsWith('slow#'))?.[1];
  }

  /** Everything that outlives a request or is read by people, but for the slow tasks' items. */
  get durable(): string {
    const others = [...this.world.dynamo.items].filter(([pk]) => !pk.startsWith('slow#'));
    const { ledgerDynamo, startedSyncs } = this.world;
    return JSON.stringify([
      others,
      [...this.world.dynamo.items.keys()],
      [...ledgerDynamo.items],
      this.told,
      this.printed,
      this.executions,
      this.ended,
      startedSyncs,
    ]);
  }

  sync(paymentId: string): Promise<SyncAnswer> {
    const { client } = this.api;
    return syncPayment(
      { paymentId, watching: false },
      {
        store: this.world.payments,
        read: async (handle, wanted) => payments.read(await client(), handle, wanted),
        vault: this.vault,
        publish: (events) => {
          this.told.push(...events);
          return Promise.resolve(events.map(({ eventId }) => eventId));
        },
        now: () => this.world.now,
      },
    );
  }
}
