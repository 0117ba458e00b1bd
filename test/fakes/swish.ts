import { agendaOf } from '../../local/simulators/agenda.ts';
import { simulatorClock } from '../../local/simulators/clock.ts';
import { router } from '../../local/simulators/http.ts';
import { localPayeeAlias } from '../../local/simulators/swish/defaults.ts';
import { swishProvider } from '../../local/simulators/swish/provider.ts';
import { swishClient } from '../../functions/swish/client.ts';
import { payments } from '../../functions/swish/payments.ts';
import type { CreateRequest } from '../../functions/swish/requests.ts';
import type { Swish } from '../../functions/swish/swish.ts';
import { openPayerFlows } from '../../shared/payer-flow-start.ts';
import { paymentDesk } from '../../shared/payer-poll.ts';
import type { PaymentChanged } from '../../shared/payment-changed.ts';
import { createPayment, type Created } from '../../shared/payment-creation.ts';
import { performOperation, type Outcome } from '../../shared/payment-operation.ts';
import { pollFlow, type PollAnswer } from '../../shared/poll.ts';
import { send, type Transport } from '../../shared/provider-http.ts';
import { syncPayment, type SyncAnswer } from '../../shared/sync.ts';
import { macKey, World } from './world.ts';

const origin = 'https://swish.example';

/** A merchant whose payments are at a Swish in this process: all of ours is as deployed, down to the answers' bytes. */
export class SwishShop {
  readonly world = new World();
  readonly told: PaymentChanged[] = [];
  /** Runs before each call, and may lose it; then after it, and may lose its answer. */
  before: (method: string, path: string) => void = () => undefined;
  after: (method: string, path: string) => void = () => undefined;
  version: Swish['version'] = 2;
  readonly provider;
  readonly #call;
  readonly #agenda;

  constructor() {
    const began = this.world.milliseconds;
    const clock = simulatorClock(() => began);
    this.#agenda = agendaOf(clock, false);
    let last = 0;
    const next = () => (last += 1).toString(16).padStart(32, '0');
    this.provider = swishProvider({
      clock,
      agenda: this.#agenda,
      identifiers: { id: () => next().toUpperCase(), token: next },
      post: () => Promise.resolve(200),
      origin: () => origin,
      acceptsPlainCallbacks: false,
    });
    this.#call = router(this.provider.api);
  }

  /** Time goes on for both. */
  async pass(seconds: number): Promise<void> {
    this.world.pass(seconds);
    await this.#agenda.advance(seconds);
  }

  readonly #transport: Transport = async (url, { method, headers, body }) => {
    this.before(method, url.pathname);
    const path = url.pathname + url.search;
    const reply = await this.#call({ method, path, headers, client: localPayeeAlias, body: body ?? '' });
    this.after(method, url.pathname);
    if (typeof reply === 'symbol') throw new Error('no answer');
    return new Response(reply.body === '' ? null : reply.body, { status: reply.status, headers: reply.headers });
  };

  get client(): Swish {
    return { client: swishClient(send, origin, this.#transport), payeeAlias: localPayeeAlias, version: this.version };
  }

  get #dependencies() {
    const { world } = this;
    return {
      provider: 'swish',
      payments,
      store: world.payments,
      client: () => Promise.resolve(this.client),
      watch: <Answer>(call: Promise<Answer>) => call,
      macKey: () => Promise.resolve(macKey),
      nextNumber: () => Promise.reject(new Error('no numbers here')),
      now: world.table.now,
    };
  }

  create(request: Partial<CreateRequest> = {}, idempotencyKey = 'key-1'): Promise<Created> {
    const body = payments.creation.request.parse({ amount: 12_500, ...request });
    const { world } = this;
    const flows = {
      store: world.store,
      machines: world.machines,
      macKey: () => Promise.resolve(macKey),
      now: world.table.now,
    };
    return createPayment(
      { merchant: 'shop', merchantReference: undefined, idempotencyKey, body, plan: payments.creation.plan(body) },
      {
        ...this.#dependencies,
        callbackKeys: () => Promise.resolve({ 1: macKey }),
        vault: { open: () => Promise.reject(new Error('no token is wanted')) },
        ...(payments.payerFlow ? { payerFlows: openPayerFlows(payments.payerFlow, 'swish', flows) } : {}),
        publicUrl: 'https://sluss.example',
        watchPayment: () => Promise.reject(new Error('its flow watches it')),
      },
    );
  }

  async refund(paymentId: string, body: object, idempotencyKey = 'refund-1'): Promise<Outcome> {
    const [operation] = payments.operations;
    const payment = await this.world.payments.find(paymentId);
    if (!operation || !payment) throw new Error('there is nothing to refund');
    return performOperation(
      operation,
      { payment, merchantReference: undefined, idempotencyKey, body, leaseSeconds: 35 },
      { ...this.#dependencies, catchUp: () => Promise.resolve() },
    );
  }

  sync(paymentId: string): Promise<SyncAnswer> {
    return syncPayment(
      { paymentId, watching: false },
      {
        store: this.world.payments,
        read: (handle, wanted) => payments.read(this.client, handle, wanted),
        vault: { seal: () => Promise.reject(new Error('there are no tokens')) },
        publish: (events) => {
          this.told.push(...events);
          return Promise.resolve(events.map(({ eventId }) => eventId));
        },
        now: () => this.world.now,
      },
    );
  }

  poll(flowId: string): Promise<PollAnswer> {
    const { world } = this;
    const desk = paymentDesk(world.payments, {
      sync: (paymentId) => this.sync(paymentId),
      abort: async (handle) => {
        await payments.abort.call(this.client, handle, {});
      },
    });
    return pollFlow(flowId, {
      flows: payments.payerFlow ? [payments.payerFlow] : [],
      store: world.store,
      budget: world.budget,
      client: () => Promise.resolve(desk),
      watch: (call) => call,
      now: world.table.now,
      random: () => world.random,
    });
  }
}
