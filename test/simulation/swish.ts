import { router } from '../../local/simulators/http.ts';
import { simulatorClock } from '../../local/simulators/clock.ts';
import { localPayeeAlias } from '../../local/simulators/swish/defaults.ts';
import type { Payment } from '../../local/simulators/swish/payments.ts';
import { swishProvider } from '../../local/simulators/swish/provider.ts';
import type { Refund } from '../../local/simulators/swish/refunds.ts';
import { agendaOn } from './agenda.ts';
import { swishHost } from './beneath.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { currentProcess } from './process.ts';
import { ring } from './ring.ts';
import type { World } from './world.ts';

/** A read may show what was there so long ago, or not yet; milliseconds. */
const stalenessAtMost = 5_000;

/** What Swish was asked to make: simulated Swish forgets it after a day, and we do not. */
interface Made<Thing> {
  readonly paymentId: string;
  readonly thing: Thing;
}

/** The provider simulator of local/ on the world's time; its callbacks are invocations of our callback function. */
export class Swish {
  readonly #world: World;
  readonly #provider: ReturnType<typeof swishProvider>;
  readonly #route: ReturnType<typeof router>;
  readonly #lastReads = new Map<string, { readonly reply: HttpAnswer; readonly at: number }>();
  /** Whose cancellation was answered as done, and was not: the switch `former-cancelled`. */
  readonly #spared = new Set<string>();
  readonly requests: Made<Payment>[] = [];
  readonly refunds: Made<Refund>[] = [];
  /** Where the bank was silent for a while, or for ever. */
  readonly silent = new Set<string>();

  constructor(world: World) {
    this.#world = world;
    let last = 0;
    const hex = (length: number) => (last += 1).toString(16).padStart(length, '0');
    this.#provider = swishProvider({
      clock: simulatorClock(() => world.scheduler.now),
      agenda: agendaOn(world),
      identifiers: { id: () => hex(32).toUpperCase(), token: () => `5ec2e75ec2e7${hex(20)}` },
      post: (url, body) => ring(this.#world, 'swish', url, JSON.parse(String(body))),
      origin: () => swishHost,
      acceptsPlainCallbacks: false,
    });
    this.#route = router(this.#provider.api);
    this.#behave();
  }

  /** The payer's phone, and the bank behind it. */
  get phone() {
    return this.#provider.payments;
  }

  get payerSeconds(): number {
    return this.#provider.settings.values.payerSeconds;
  }

  /** How it is, in this schedule. */
  #behave(): void {
    const { random } = this.#world;
    this.#provider.settings.change({
      payerSeconds: random.pick(180, random.between(20, 180)),
      // Somebody pays whatever there is, also what nobody can open any more.
      paysAfterSeconds: random.pick(null, null, null, null, null, null, 0, random.between(1, 20)),
      stepSeconds: random.between(0.5, 8),
      dateFormat: random.pick('Z', 'Z', '+01:00', '+0100'),
      callbacks: {
        enabled: !random.chance(0.2),
        attempts: random.pick(1, 10),
        deliveries: random.pick(null, null, 0, random.whole(1, 10)),
        together: random.pick(1, 1, 2, 3),
        reorder: random.chance(0.25),
        beforeAnswer: random.chance(0.4),
        delaySeconds: random.pick(0, 0, random.between(0, 12)),
      },
    });
  }

  async answer({ url, method, headers, body }: HttpRequest): Promise<HttpAnswer> {
    const path = url.pathname;
    const earlier = method === 'GET' ? this.#staleRead(path) : undefined;
    const reply = earlier ?? (await this.#call(method, path, headers, body));
    if (method === 'GET' && !earlier) this.#lastReads.set(path, { reply, at: this.#world.scheduler.now });
    const [, kind, id = ''] = /\/(paymentrequests|refunds)\/(\w+)$/.exec(path) ?? [];
    if (method === 'PUT') this.#remember(kind === 'refunds', id, callbackUrlIn(body), reply);
    if (method === 'PATCH') this.#world.swishWatch.cancelled(currentProcess(), this.phone.find(id), reply.status);
    if (method === 'GET' && kind === 'paymentrequests') this.#world.swishWatch.wasRead(currentProcess(), reply.status);
    return reply;
  }

  async #call(method: string, path: string, sent: HttpRequest['headers'], body: string): Promise<HttpAnswer> {
    const id = path.slice(path.lastIndexOf('/') + 1);
    if (method === 'PATCH' && this.#world.without === 'former-cancelled' && currentProcess().creation.takenOver) {
      this.#spared.add(id);
      return { status: 200, body: '{}' };
    }
    const headers = Object.fromEntries(Object.entries(sent).map(([name, text]) => [name.toLowerCase(), text]));
    const reply = await this.#route({ method, path, headers, client: localPayeeAlias, body });
    if (typeof reply === 'symbol') throw new TypeError('the simulation asks for no faults of the simulator');
    if (!this.#spared.has(id)) return reply;
    return { ...reply, body: reply.body.replace('"status":"CREATED"', '"status":"CANCELLED"') };
  }

  /** What a read shows that knows no newer: what an earlier one showed, or nothing of what was made just now. */
  #staleRead(path: string): HttpAnswer | undefined {
    const { scheduler, weather } = this.#world;
    if (!weather.readIsStale()) return undefined;
    const { reply, at } = this.#lastReads.get(path) ?? { reply: { status: 404, body: '' }, at: this.#madeAt(path) };
    if (scheduler.now - at > stalenessAtMost) return undefined;
    this.#world.fault('swish: a read is stale');
    return reply;
  }

  #madeAt(path: string): number {
    const made = [...this.requests, ...this.refunds].find(({ thing }) => path.endsWith(thing.id));
    return made?.thing.createdAt ?? -Infinity;
  }

  #remember(isRefund: boolean, id: string, callbackUrl: string, { status, body }: HttpAnswer): void {
    const { swishWatch } = this.#world;
    if (status !== 201) {
      if (body.includes('RP09') && !isRefund) this.#world.saw('twin of a request refused');
      return;
    }
    const paymentId = paymentIdIn(callbackUrl);
    if (isRefund) {
      const thing = this.#provider.refunds.find(id);
      if (thing) this.refunds.push({ paymentId, thing });
      return;
    }
    const thing = this.phone.find(id);
    if (!thing) return;
    this.requests.push({ paymentId, thing });
    swishWatch.requested(currentProcess(), paymentId);
  }

  /** A request leaves us, whether it arrives or not. */
  noteSent({ method, url: { pathname } }: HttpRequest): void {
    if (method !== 'PUT') return;
    const process = currentProcess();
    if (!pathname.includes('/refunds/')) {
      this.#world.swishWatch.sent(process);
      return;
    }
    if (process.operation.takenOver) this.#world.saw('refund sent again under the same id');
    process.operation.asked = true;
  }
}

/** Our callback's address begins its last part with the payment's id. */
const paymentIdIn = (callbackUrl: string): string => /\/([\da-f]{32})\.[^/]*$/.exec(callbackUrl)?.[1] ?? '';

const callbackUrlIn = (body: string): string => (JSON.parse(body) as { callbackUrl: string }).callbackUrl;
