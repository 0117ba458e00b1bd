import type { World } from './world.ts';

const start = 'POST /v1/billecta/bankid/authentications';

/** A merchant that logs a person in; it may ask twice at once, and asks again under the same Idempotency-Key. */
export class Login {
  readonly #world: World;
  readonly #name: string;
  /** What we were told was started. */
  readonly flowIds = new Set<string>();

  constructor(world: World, name: string) {
    this.#world = world;
    this.#name = name;
  }

  async run(): Promise<void> {
    const { random, scheduler } = this.#world;
    const twin = random.chance(0.5) ? this.#start(random.whole(1, 2)) : undefined;
    await Promise.all([this.#start(random.whole(1, 4)), twin]);
    const [flowId] = this.flowIds;
    if (flowId === undefined || random.chance(0.6)) return;
    await scheduler.sleep(random.between(0, 40));
    await this.#world.ask(flowId, random.pick('DELETE /v1/flows/{flowId}', 'GET /v1/flows/{flowId}'), {
      parameters: { flowId },
    });
  }

  async #start(attempts: number): Promise<void> {
    const { random, scheduler } = this.#world;
    for (let left = attempts; left > 0; left -= 1) {
      await scheduler.sleep(random.between(0, 0.2));
      const answer = await this.#world.ask(this.#name, start, {
        idempotencyKey: this.#name,
        body: { merchantReference: this.#name },
      });
      const { flowId } = answer?.body ?? {};
      if (answer?.status === 201 && typeof flowId === 'string') {
        this.flowIds.add(flowId);
        return;
      }
      await scheduler.sleep(random.pick(random.between(0.1, 3), random.between(20, 50)));
    }
  }
}
