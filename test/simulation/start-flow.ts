import type { World } from './world.ts';

/** A merchant starts a flow under its name as Idempotency-Key, and asks again until it knows. @returns its id */
export const startFlow = async (
  world: World,
  name: string,
  route: string,
  body: object,
  attempts: number,
): Promise<string | undefined> => {
  const { random, scheduler } = world;
  for (let left = attempts; left > 0; left -= 1) {
    await scheduler.sleep(random.between(0, 0.2));
    const answer = await world.ask(name, route, { idempotencyKey: name, body: { ...body, merchantReference: name } });
    const { flowId } = answer?.body ?? {};
    if (answer?.status === 201 && typeof flowId === 'string') return flowId;
    await scheduler.sleep(random.pick(random.between(0.1, 3), random.between(20, 50)));
  }
  return undefined;
};
