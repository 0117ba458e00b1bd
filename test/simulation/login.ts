import { startFlow } from './start-flow.ts';
import type { World } from './world.ts';

const route = 'POST /v1/billecta/bankid/authentications';

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
    const start = async (least: number, most: number): Promise<void> => {
      const flowId = await startFlow(this.#world, this.#name, route, {}, random.whole(least, most));
      if (flowId !== undefined) this.flowIds.add(flowId);
    };
    const twin = random.chance(0.5) ? start(1, 2) : undefined;
    await Promise.all([start(1, 4), twin]);
    const [flowId] = this.flowIds;
    if (flowId === undefined || random.chance(0.6)) return;
    await scheduler.sleep(random.between(0, 40));
    await this.#world.ask(flowId, random.pick('DELETE /v1/flows/{flowId}', 'GET /v1/flows/{flowId}'), {
      parameters: { flowId },
    });
  }
}
