import { plan } from './swedbank-pay.ts';
import type { World } from './world.ts';

const creation = 'POST /v1/swedbank-pay/payments';
const reading = 'GET /v1/payments/{paymentId}';
const operations = {
  authorizations: 'POST /v1/swedbank-pay/payments/{paymentId}/authorizations',
  captures: 'POST /v1/swedbank-pay/payments/{paymentId}/captures',
  cancellations: 'POST /v1/swedbank-pay/payments/{paymentId}/cancellations',
  reversals: 'POST /v1/swedbank-pay/payments/{paymentId}/reversals',
};
type OperationKind = keyof typeof operations;

const total = 10_000;

/** A merchant with one order, and its payer. It asks again under the same Idempotency-Key until it knows. */
export class Order {
  readonly #world: World;
  readonly #name: string;
  /** Operations that were answered with success, by what they are called at the provider. */
  readonly done = new Set<string>();
  /** The payments that we were told of. */
  readonly paymentIds = new Set<string>();
  isForged = false;

  constructor(world: World, name: string) {
    this.#world = world;
    this.#name = name;
  }

  async run(): Promise<void> {
    const { random } = this.#world;
    const twin = random.chance(0.25) ? this.#create(1) : undefined;
    const isDirect = random.chance(0.3);
    const payer = isDirect ? undefined : this.#pay();
    const [paymentId] = await Promise.all([this.#create(random.whole(1, 5)), payer, twin]);
    if (paymentId === undefined) return;
    if (isDirect) await this.#operate(paymentId, 'authorization', 3, 'authorizations');
    if (!(await this.#untilPaid(paymentId))) return;
    this.#world.weather.loseMachines();
    for (let left = random.whole(0, 4); left > 0; left -= 1) {
      const second = random.chance(0.25) ? this.#operate(paymentId, `twin ${left}`, 1) : undefined;
      await Promise.all([this.#operate(paymentId, `operation ${left}`, random.whole(1, 6)), second]);
    }
  }

  async #create(attempts: number): Promise<string | undefined> {
    const { random, scheduler } = this.#world;
    for (let left = attempts; left > 0; left -= 1) {
      const answer = await this.#world.ask(this.#name, creation, {
        idempotencyKey: this.#name,
        body: {
          operation: 'FinancingConsumer',
          country: 'SE',
          amount: total,
          vatAmount: 2_000,
          description: this.#name,
          userAgent: 'simulation',
          urls: { completeUrl: 'https://shop.example/complete' },
        },
      });
      const { paymentId } = answer?.body ?? {};
      if (answer?.status === 201 && typeof paymentId === 'string') {
        this.paymentIds.add(paymentId);
        return paymentId;
      }
      if (answer?.body['code'] === 'outcome-unknown') {
        this.#world.saw('creation answered as unknown');
        return undefined;
      }
      await scheduler.sleep(random.pick(random.between(0.1, 3), random.between(3, 40)));
    }
    return undefined;
  }

  get #atProvider() {
    return this.#world.swedbankPay.store
      .newestFirst()
      .find(({ request }) => request.payment.description === this.#name);
  }

  /** The payer comes when the merchant has sent them; some knew the page before its answer came. */
  async #pay(): Promise<void> {
    const { random, scheduler, swedbankPay } = this.#world;
    const isEager = random.chance(0.4);
    for (let patience = 25; patience > 0; patience -= 1) {
      await scheduler.sleep(random.between(0.05, isEager ? 0.5 : 4));
      if (this.#atProvider && (isEager || this.paymentIds.size > 0)) break;
    }
    const payment = this.#atProvider;
    if (!payment) return;
    const { callbackUrl } = payment.request.payment.urls;
    if (callbackUrl !== undefined && random.chance(0.1)) {
      this.isForged = true;
      await swedbankPay.forge(callbackUrl);
    }
    const way = random.pick('pays', 'pays', 'pays', 'pays', 'pays', 'fails and pays', 'fails for good', 'leaves');
    if (way === 'leaves') return;
    if (way !== 'pays') this.#attempt(() => swedbankPay.payer.fail(payment.id, way === 'fails for good'));
    if (way === 'fails for good') return;
    if (way !== 'pays') await scheduler.sleep(random.between(0.1, 10));
    const state = random.pick('Completed', 'Completed', 'Initialized', 'AwaitingActivity');
    swedbankPay.settings.values.nextTransaction = state === 'Completed' ? null : plan(state, random.between(1, 60));
    this.#attempt(() => swedbankPay.payer.complete(payment.id));
  }

  #attempt(act: () => unknown): void {
    try {
      act();
    } catch {
      this.#world.note('the payer is refused');
    }
  }

  async #untilPaid(paymentId: string): Promise<boolean> {
    const { random, scheduler } = this.#world;
    for (let left = 12; left > 0; left -= 1) {
      const answer = await this.#world.ask(paymentId, reading, { parameters: { paymentId } });
      const amounts = answer?.body['amounts'] as { authorized: number } | undefined;
      if ((amounts?.authorized ?? 0) > 0) return true;
      await scheduler.sleep(random.between(1, 10));
    }
    return false;
  }

  async #operate(paymentId: string, name: string, attempts: number, wanted?: OperationKind): Promise<void> {
    const { random, scheduler } = this.#world;
    const kind = wanted ?? random.pick('captures', 'captures', 'cancellations', 'reversals');
    const idempotencyKey = `${this.#name}-${name}`.replaceAll(' ', '-');
    const body = bodyOf(kind, random.pick(total, total / 2, total / 4, total / 10), idempotencyKey);
    for (let left = attempts; left > 0; left -= 1) {
      const answer = await this.#world.ask(paymentId, operations[kind], {
        parameters: { paymentId },
        idempotencyKey,
        body,
      });
      if (answer !== undefined && answer.status < 300) {
        if (answer.status === 201 && kind !== 'authorizations') this.done.add(idempotencyKey);
        return;
      }
      const code = String(answer?.body['code']);
      if (code === 'operation-underway') this.#world.saw('second operation refused');
      if (answer !== undefined && answer.status < 500 && code !== 'in-progress' && code !== 'operation-underway')
        return;
      const patience = answer !== undefined && random.chance(0.6) ? answer.retryAfter : random.between(0, 40);
      await scheduler.sleep(patience + random.between(0.1, 3));
    }
  }
}

const bodyOf = (kind: OperationKind, amount: number, description: string): object => {
  if (kind === 'authorizations')
    return {
      country: 'SE',
      identityNumber: '198001139297',
      msisdn: '+46739000001',
      ip: '192.0.2.7',
      legalAddress: { addressee: 'Vera Exempel', streetAddress: 'Provgatan 1', zipCode: '11122', city: 'Provstad' },
    };
  if (kind === 'cancellations') return { description };
  if (kind === 'reversals') return { amount, vatAmount: 0, description };
  return {
    amount,
    vatAmount: 0,
    description,
    receiptReference: 'R1',
    itemDescriptions: [{ amount, description: 'Goods' }],
    vatSummary: [{ amount, vatPercent: 0, vatAmount: 0 }],
  };
};
