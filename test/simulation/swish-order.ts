import type { Answer } from './product.ts';
import { SwishPayer } from './swish-payer.ts';
import type { World } from './world.ts';

const creation = 'POST /v1/swish/payments';
const cancellation = 'DELETE /v1/swish/payments/{paymentId}';
const refunding = 'POST /v1/swish/payments/{paymentId}/refunds';
const syncing = 'POST /v1/payments/{paymentId}/syncs';
const reading = 'GET /v1/payments/{paymentId}';
const flowCancellation = 'DELETE /v1/flows/{flowId}';

const total = 12_500;
/** What a payment was once answered to be does not become something else, but by refunds. */
const refundStates = ['captured', 'partly-reversed', 'reversed'];
const mayFollow = (before: string, state: string): boolean =>
  refundStates.includes(before) ? refundStates.indexOf(state) >= refundStates.indexOf(before) : state === before;

/** A merchant with one order that is paid with Swish, and its payer. It asks again under the same key until it knows. */
export class SwishOrder {
  readonly #world: World;
  readonly #name: string;
  readonly #payerAlias: string | undefined;
  /** What we were told was made. */
  readonly paymentIds = new Set<string>();
  readonly flowIds = new Set<string>();
  /** Amounts of the refunds that were answered with success; each key has its own amount. */
  readonly refunded = new Set<number>();
  readonly #errands: Promise<void>[] = [];
  #wasFinal: string | undefined;

  constructor(world: World, name: string, payerAlias: string | undefined) {
    this.#world = world;
    this.#name = name;
    this.#payerAlias = payerAlias;
  }

  async run(): Promise<void> {
    const { random, scheduler } = this.#world;
    const twin = random.chance(0.25) ? this.#create(1) : undefined;
    const payer = new SwishPayer(this.#world, this.#payerAlias, () => this.flowIds);
    const begun = this.#create(random.whole(1, 8));
    const cancelled = random.chance(0.3) ? begun.then((made) => this.#cancel(made)) : undefined;
    const [paymentId] = await Promise.all([begun, twin, payer.pay(), cancelled]);
    await Promise.all(this.#errands);
    if (paymentId === undefined) {
      // Some come back long after.
      if (random.chance(0.5)) return;
      await scheduler.sleep(random.between(60, 2_400));
      await this.#create(random.whole(1, 3));
      return;
    }
    this.#world.weather.loseMachines();
    if (random.chance(0.1)) await this.#create(1);
    if (!(await this.#untilPaid(paymentId))) return;
    for (let left = random.whole(0, 3); left > 0; left -= 1) {
      const amount = random.pick(total, 1_000, 2_000, 5_000) - left;
      const second = random.chance(0.25) ? this.#refund(paymentId, amount, 1) : undefined;
      await Promise.all([this.#refund(paymentId, amount, random.whole(1, 5)), second]);
      await scheduler.sleep(random.between(0, 20));
    }
  }

  async #create(attempts: number): Promise<string | undefined> {
    const { random, scheduler } = this.#world;
    for (let left = attempts; left > 0; left -= 1) {
      const answer = await this.#world.ask(this.#name, creation, {
        idempotencyKey: this.#name,
        body: {
          amount: total,
          message: 'Order 7',
          merchantReference: this.#name,
          ...(this.#payerAlias === undefined ? {} : { payerAlias: this.#payerAlias }),
        },
      });
      const { paymentId } = answer?.body ?? {};
      if (answer?.status === 201 && typeof paymentId === 'string') {
        this.paymentIds.add(paymentId);
        const flow = answer.body['flow'] as { readonly flowId: string } | null;
        if (flow) this.flowIds.add(flow.flowId);
        return paymentId;
      }
      const isImpatient = random.chance(0.7);
      await scheduler.sleep(isImpatient ? random.between(0, 0.2) : random.between(3, 40));
      if (isImpatient) this.#errands.push(this.#lookEarly());
    }
    return undefined;
  }

  /** The merchant finds it in the list of its payments before its creation was answered; has it read, or cancels it. */
  async #lookEarly(): Promise<void> {
    const { random, scheduler, ledgerWatch } = this.#world;
    await scheduler.sleep(random.between(0, 0.25));
    const item = ledgerWatch.payments.find(({ merchantReference }) => merchantReference === this.#name);
    if (!item || this.paymentIds.size > 0) return;
    const parameters = { paymentId: item.paymentId };
    await this.#world.ask(item.paymentId, random.pick(syncing, syncing, syncing, cancellation), { parameters });
  }

  async #cancel(paymentId: string | undefined): Promise<void> {
    if (paymentId === undefined) return;
    const { random, scheduler } = this.#world;
    await scheduler.sleep(random.between(0, 30));
    const [flowId] = this.flowIds;
    if (flowId !== undefined && random.chance(0.5)) {
      await this.#world.ask(flowId, flowCancellation, { parameters: { flowId } });
      return;
    }
    const answer = await this.#world.ask(paymentId, cancellation, { parameters: { paymentId } });
    if (answer?.status === 200) this.#hear(answer);
  }

  async #untilPaid(paymentId: string): Promise<boolean> {
    const { random, scheduler } = this.#world;
    for (let left = 15; left > 0; left -= 1) {
      const answer = await this.#world.ask(paymentId, reading, { parameters: { paymentId } });
      if (answer?.status === 200) this.#hear(answer);
      if (this.#wasFinal !== undefined) return refundStates.includes(this.#wasFinal);
      await scheduler.sleep(random.between(1, 20));
    }
    return false;
  }

  #hear({ body }: Answer): void {
    const state = String(body['state']);
    const before = this.#wasFinal;
    if (before !== undefined && !mayFollow(before, state))
      this.#world.violate(`lost answer: a payment that was ${before} is ${state}`);
    if (state !== 'open' && state !== 'unknown') this.#wasFinal = state;
  }

  async #refund(paymentId: string, amount: number, attempts: number): Promise<void> {
    const { random, scheduler } = this.#world;
    const message = amount % 10 === 8 ? 'RF07' : amount === 4_999 ? 'DS24' : 'Returned';
    for (let left = attempts; left > 0; left -= 1) {
      const answer = await this.#world.ask(paymentId, refunding, {
        parameters: { paymentId },
        idempotencyKey: `${this.#name}-${amount}`,
        body: { amount, message },
      });
      if (answer !== undefined && answer.status < 300) {
        this.refunded.add(amount);
        return;
      }
      const code = String(answer?.body['code']);
      if (answer !== undefined && answer.status < 500 && code !== 'in-progress' && code !== 'operation-underway')
        return;
      const patience = answer !== undefined && random.chance(0.6) ? answer.retryAfter : random.between(0, 40);
      await scheduler.sleep(patience + random.between(0.1, 3));
    }
  }
}
