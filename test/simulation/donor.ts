import { startFlow } from './start-flow.ts';
import type { World } from './world.ts';

const start = 'POST /v1/billecta/autogiro/donors';
const question = 'PUT /v1/billecta/autogiro/donors/{flowId}/account';

/** What the donor is shown once the bank has answered. */
interface Asked {
  readonly accountIds: readonly string[];
  /** Milliseconds since 1970. */
  readonly deadline: number;
}

/** A donor on a merchant's page: answers, once or twice, in time or late, cancels, both at once, or walks away. */
export class Donor {
  readonly #world: World;
  readonly #name: string;
  readonly #personalNumber: string;
  readonly #productId: string;
  /** What we were told was started. */
  readonly flowIds = new Set<string>();
  /** Whether an answer was taken. */
  isConfirmed = false;

  constructor(world: World, name: string, personalNumber: string, productId: string) {
    this.#world = world;
    this.#name = name;
    this.#personalNumber = personalNumber;
    this.#productId = productId;
  }

  async run(): Promise<void> {
    const { random, scheduler, billecta } = this.#world;
    await scheduler.sleep(random.pick(0, random.between(0, 90)));
    if (random.chance(0.15)) billecta.refuse(random.pick('debtors.create', 'debtors.update', 'contracts.create'));
    const donation = {
      personalNumber: this.#personalNumber,
      bank: 'SEB',
      // A code would be drawn at each look, for nobody to scan.
      sameDevice: true,
      amount: 15_000,
      interval: random.pick('monthly', 'quarterly', 'yearly'),
      dayOfMonth: random.whole(1, 28),
      product: { productId: this.#productId, description: 'Rent vatten' },
      email: 'donor@example.com',
      ...(random.chance(0.3) ? { externalId: `of-${this.#name}` } : {}),
    };
    const begin = async (attempts: number): Promise<void> => {
      const flowId = await startFlow(this.#world, this.#name, start, donation, attempts);
      if (flowId !== undefined) this.flowIds.add(flowId);
    };
    await Promise.all([begin(random.whole(1, 5)), random.chance(0.3) ? begin(1) : undefined]);
    const [flowId] = this.flowIds;
    const asked = flowId === undefined ? undefined : await this.#untilAsked(flowId);
    if (flowId === undefined || !asked) return;
    await this.#decide(flowId, asked);
    await scheduler.sleep(random.pick(random.between(0, 60), random.between(60, 400)));
  }

  async #untilAsked(flowId: string): Promise<Asked | undefined> {
    const { random, scheduler } = this.#world;
    for (let left = 60; left > 0; left -= 1) {
      const answer = await this.#world.ask(flowId, 'GET /v1/flows/{flowId}', { parameters: { flowId } });
      const { status, hint, deadline, view } = answer?.body ?? {};
      if (status !== undefined && status !== 'pending') return undefined;
      if (hint === 'confirm-approval') {
        const { approval } = view as { approval: { accounts: readonly { accountId: string }[] } };
        const accountIds = approval.accounts.map(({ accountId }) => accountId);
        return { accountIds, deadline: Date.parse(String(deadline)) };
      }
      await scheduler.sleep(random.between(0.5, 8));
    }
    return undefined;
  }

  async #decide(flowId: string, { accountIds, deadline }: Asked): Promise<void> {
    const { random, scheduler } = this.#world;
    const [first = '1'] = accountIds;
    const accountId = random.pick(first, ...accountIds);
    const answer = (attempts: number, which = accountId) => this.#answer(flowId, which, attempts);
    const way = random.pick(
      ...(['answers', 'answers', 'answers', 'answers', 'answers twice', 'answers otherwise'] as const),
      ...(['at the deadline', 'cancels', 'answers and cancels', 'answers and cancels', 'walks away'] as const),
    );
    this.#world.note(`${this.#name} ${way}`);
    if (way === 'at the deadline')
      await scheduler.sleep(Math.max(0, (deadline - scheduler.now) / 1000 + random.between(-2, 2)));
    else await scheduler.sleep(random.pick(random.between(0, 5), random.between(0, 90)));
    switch (way) {
      case 'answers':
      case 'at the deadline':
        return answer(random.whole(1, 5));
      case 'answers twice':
        await Promise.all([answer(random.whole(1, 3)), answer(1)]);
        return;
      case 'answers otherwise':
        await Promise.all([answer(random.whole(1, 3)), answer(1, accountIds.at(-1))]);
        return;
      case 'cancels':
        return this.#cancel(flowId);
      case 'answers and cancels':
        await Promise.all([answer(2), this.#cancel(flowId)]);
        return;
      case 'walks away':
    }
  }

  async #answer(flowId: string, accountId: string, attempts: number): Promise<void> {
    const { random, scheduler } = this.#world;
    for (let left = attempts; left > 0; left -= 1) {
      const body = { accountId, confirms: true };
      const answer = await this.#world.ask(flowId, question, { parameters: { flowId }, body });
      if (answer?.status === 200) this.isConfirmed = true;
      if (answer?.body['code'] === 'answered-otherwise') this.#world.saw('answer refused for another one');
      if (answer !== undefined && answer.status < 500) return;
      await scheduler.sleep(random.between(0.1, 10));
    }
  }

  async #cancel(flowId: string): Promise<void> {
    const { random, scheduler } = this.#world;
    await scheduler.sleep(random.between(0, 0.1));
    await this.#world.ask(flowId, 'DELETE /v1/flows/{flowId}', { parameters: { flowId } });
  }
}

/** One donor or two, sometimes the same person twice; of whom Billecta may know something. */
export const donorsOf = async (world: World): Promise<readonly Donor[]> => {
  const { random, billecta, acquaintances } = world;
  const productId = await billecta.addProduct();
  const [first, second] = ['198001139297', random.pick('198001139297', '197010632391')];
  const people = random.chance(0.6) ? [first, second] : [first];
  for (const person of new Set(people)) {
    const how = random.pick('nobody', 'nobody', 'nobody', 'debtor', 'approved', 'crowded');
    acquaintances.set(person, how);
    await billecta.meet(person, how, productId);
  }
  return people.map((person, index) => new Donor(world, `donor-${index + 1}`, person, productId));
};
