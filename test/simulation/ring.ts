import { publicUrl } from './beneath.ts';
import { invoke } from './process.ts';
import { request } from './product.ts';
import type { World } from './world.ts';

/** One delivery of a provider's to our callback function; undefined when nobody answered. */
export const ring = async (
  world: World,
  provider: 'swedbank-pay' | 'swish',
  url: string,
  body: unknown,
): Promise<number | undefined> => {
  const { weather } = world;
  const proof = url.slice(url.lastIndexOf('/') + 1);
  if (!url.startsWith(publicUrl)) throw new Error('it rings elsewhere');
  if (weather.callbackIsLost()) {
    world.fault('callbacks: a delivery is lost');
    return undefined;
  }
  try {
    const { status } = await invoke(world, 'callback', proof.slice(0, 32), () =>
      request(`POST /callbacks/${provider}/{proof}`, { parameters: { proof }, body }),
    );
    if (!weather.callbackIsLost()) return status;
    world.fault('callbacks: our answer is lost');
    return undefined;
  } catch {
    return undefined;
  }
};
