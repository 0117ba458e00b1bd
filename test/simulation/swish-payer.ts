import type { Payment } from '../../local/simulators/swish/payments.ts';
import type { World } from './world.ts';

/** A payer with a phone: the request waits there, or is opened with the token that the merchant's page shows. */
export class SwishPayer {
  readonly #world: World;
  readonly #payerAlias: string | undefined;
  /** What the merchant's page shows. */
  readonly #flowIds: () => ReadonlySet<string>;

  constructor(world: World, payerAlias: string | undefined, flowIds: () => ReadonlySet<string>) {
    this.#world = world;
    this.#payerAlias = payerAlias;
    this.#flowIds = flowIds;
  }

  async pay(): Promise<void> {
    const { random, scheduler } = this.#world;
    const isEager = random.chance(0.4);
    for (let patience = 20; patience > 0; patience -= 1) {
      await scheduler.sleep(random.between(0.05, isEager ? 0.5 : 6));
      const payment = await this.#opened();
      if (payment) return this.#decide(payment);
    }
  }

  async #opened(): Promise<Payment | undefined> {
    const open = this.#world.swish.phone.newestFirst().filter(({ status }) => status === 'CREATED');
    if (this.#payerAlias !== undefined) return open.find(({ request }) => request.payerAlias === this.#payerAlias);
    const [flowId] = this.#flowIds();
    if (flowId === undefined) return undefined;
    const answer = await this.#world.ask(flowId, 'GET /v1/flows/{flowId}', { parameters: { flowId } });
    const view = answer?.body['view'] as { readonly swish?: { readonly token: string } } | null | undefined;
    const token = view?.swish?.token;
    return token === undefined ? undefined : open.find((payment) => payment.token === token);
  }

  async #decide(payment: Payment): Promise<void> {
    const { random, scheduler, swish } = this.#world;
    const { phone } = swish;
    const way = random.pick(
      ...(['pays', 'pays', 'pays', 'pays', 'pays slowly', 'pays slowly', 'declines', 'lets it be'] as const),
      ...(['pays in the last second', 'fails', 'the bank is silent', 'the bank is silent'] as const),
    );
    this.#world.note(`the payer of ${payment.id.slice(-4)}: ${way}`);
    if (way === 'lets it be') return;
    if (way === 'pays in the last second')
      await scheduler.sleep((payment.createdAt - scheduler.now) / 1000 + swish.payerSeconds + random.between(-2, 0.5));
    else await scheduler.sleep(random.pick(random.between(0, 1), random.between(0, 25)));
    switch (way) {
      case 'pays':
      case 'pays in the last second':
        phone.approve(payment, { bankSeconds: random.pick(0, random.between(0, 5)) });
        return;
      case 'pays slowly':
        phone.approve(payment, { bankSeconds: random.between(5, 60) });
        return;
      case 'declines':
        phone.decline(payment);
        return;
      case 'fails':
        phone.fail(payment, random.pick('RF07', 'BANKIDCL', 'FF10'));
        return;
      case 'the bank is silent':
        this.#fallSilent(payment);
    }
  }

  /** Nobody knows whether it was paid; of some a word comes late. */
  #fallSilent(payment: Payment): void {
    const { random, swish } = this.#world;
    if (!swish.phone.fail(payment, 'DS24')) return;
    swish.silent.add(payment.id);
    this.#world.saw('bank silent');
    if (random.chance(0.6))
      swish.phone.payLateAfter(payment, random.pick(random.between(1, 60), random.between(60, 5_000)));
  }
}
