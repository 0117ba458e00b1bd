import '../quiet.ts';
import { Coverage } from './coverage.ts';
import { donorsOf } from './donor.ts';
import { Login } from './login.ts';
import { judge } from './oracle.ts';
import { within } from './beneath.ts';
import { Order } from './shop.ts';
import { SwishOrder } from './swish-order.ts';
import { isOfSwish, type Switch } from './switches.ts';
import { World } from './world.ts';

const hour = 3_600;
const day = 24 * hour;

export interface Options {
  readonly without?: Switch | undefined;
  readonly coverage?: Coverage;
  readonly traces?: boolean;
}

export interface Verdict {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly trace: readonly string[];
}

/** One schedule, from its seed alone: bad weather while merchants and payers act, then quiet, then judgement. */
export const runSeed = async (
  seed: number,
  { without, coverage = new Coverage(), traces = false }: Options = {},
): Promise<Verdict> => {
  const world = new World(seed, without, coverage, traces);
  coverage.schedules += 1;
  await within(world, () => live(world));
  return { seed, violations: [...world.violations], trace: world.trace ?? [] };
};

const live = async (world: World): Promise<void> => {
  const { random } = world;
  const wanted = random.pick(
    ...(['orders', 'orders', 'orders', 'orders', 'logins', 'both', 'donors', 'donors', 'swish', 'swish'] as const),
  );
  const about = isOfSwish(world.without) ? 'swish' : wanted;
  const some = (isThere: boolean) => Array.from({ length: isThere ? random.whole(1, 2) : 0 }, (_, index) => index + 1);
  const orders = some(about === 'orders' || about === 'both').map((number) => new Order(world, `order-${number}`));
  const logins = some(about === 'logins' || about === 'both').map((number) => new Login(world, `login-${number}`));
  const donors = about === 'donors' ? await donorsOf(world) : [];
  const swishOrders = some(about === 'swish').map(
    (number) => new SwishOrder(world, `swish-${number}`, random.chance(0.3) ? `4673900000${number}` : undefined),
  );
  const isBusOut = about === 'logins' && random.chance(0.3);
  if (isBusOut) world.weather.busOutUntil = world.scheduler.now + random.between(hour - 180, hour + 60) * 1000;

  const everybody = [...orders, ...logins, ...donors, ...swishOrders];
  const busy = new Set<unknown>(everybody);
  const all = Promise.all(everybody.map((each) => each.run().finally(() => busy.delete(each))));
  await world.run(2 * hour, () => busy.size === 0);
  if (busy.size === 0) await all;
  else world.violate('stuck: a merchant or payer never comes to an end');
  // The bus comes back when flows are about to be erased; nobody looked in between.
  if (isBusOut) world.scheduler.now = Math.max(world.scheduler.now, world.weather.busOutUntil - 180_000);
  await world.run(isBusOut ? 420 : random.between(0, 60));

  world.note('--- quiet ---');
  world.weather.isQuiet = true;
  world.swedbankPay.settleAll();
  if (swishOrders.length > 0) {
    // Nobody looks for most of a day; payers' flows must still end, and Swish forgets what it was asked.
    await world.run(hour);
    world.scheduler.now += 20 * hour * 1000;
    await world.run(5 * hour);
  }
  if (logins.length + donors.length > 0) await world.run(orders.length > 0 ? hour + 600 : day);
  if (orders.length > 0) {
    // Nobody looks for a day: machines die, the clock stands still. What is due is found nevertheless.
    world.scheduler.now += day * 1000;
    await world.run(13 * hour);
  }
  judge(world, { orders, logins, donors, swishOrders });
};
