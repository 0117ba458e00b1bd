import * as z from 'zod';
import type { Agenda } from './agenda.ts';
import type { Clock } from './clock.ts';

const seconds = z.number().nonnegative();

/** How callbacks are disturbed on their way, for the control API. */
export const deliverySettings = z.strictObject({
  enabled: z.boolean(),
  /** So many deliveries whatever is answered; null for the provider's real rule. */
  deliveries: z.int().min(0).max(10).nullable(),
  /** How many of them come in the same instant, first. */
  together: z.int().min(1).max(10),
  delaySeconds: seconds,
  /** Shortens the provider's schedule: 0.01 makes 30 s of it 0.3 s. */
  timeScale: z.number().positive(),
  /** Rings before the call that caused it is answered. */
  beforeAnswer: z.boolean(),
  /** Of two callbacks about the same thing the later one comes first. */
  reorder: z.boolean(),
  /** So many of the next deliveries are lost on their way. */
  drop: z.int().nonnegative(),
  /** The local address that callbacks come from, such as 127.0.0.2. */
  sourceAddress: z.ipv4().nullable(),
});
export type DeliverySettings = z.infer<typeof deliverySettings>;

/** Callbacks as nothing disturbs them. */
export const undisturbed = (delaySeconds: number): DeliverySettings => ({
  enabled: true,
  deliveries: null,
  together: 1,
  delaySeconds,
  timeScale: 1,
  beforeAnswer: false,
  reorder: false,
  drop: 0,
  sourceAddress: null,
});

export interface Delivery {
  at: string;
  /** The HTTP status that was answered; null while nothing has been. */
  status: number | 'dropped' | 'unreachable' | null;
}

/** One change that somebody is to be told of. */
export interface Ring {
  /** What it is about, as an id; only callbacks about the same thing overtake each other. */
  readonly subject: string | null;
  /** What happened, in a few words. */
  readonly cause: string;
  readonly url: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A change, and each time that it was tried to tell of it. */
interface Callback extends Ring {
  readonly since: string;
  readonly deliveries: Delivery[];
}

/** Posts a JSON body, or a text that is JSON already; answers the status, or undefined when nobody answered. */
export type Post = (
  url: string,
  body: unknown,
  sourceAddress: string | null,
  headers?: Readonly<Record<string, string>>,
) => Promise<number | undefined>;

export interface Deliveries {
  ring(ring: Ring): void;
  /** Waits for the deliveries that must come before the answer of the call that caused them. */
  beforeAnswer(): Promise<void>;
  /** Sends something once and at once, and logs it like the others. */
  once(ring: Ring): Promise<Delivery>;
  log(): Callback[];
  clear(): void;
}

interface Sending {
  settings: () => DeliverySettings;
  /** Seconds from the change to each retry. */
  retrySeconds: readonly number[];
  /** How many of the retries there are; without it all. */
  retries?: () => number;
  /** Whether a status ends the retries; any 2xx does where nothing else is known. */
  isSuccess?: (status: number) => boolean;
  clock: Clock;
  agenda: Agenda;
  post: Post;
}

/** A provider's callbacks by its own schedule, and as the settings disturb it. */
export function deliverySender(sending: Sending): Deliveries {
  const { settings, retrySeconds, clock, agenda, post } = sending;
  const { retries = () => retrySeconds.length, isSuccess = (status: number) => status >= 200 && status < 300 } =
    sending;
  let sent = new Set<Callback>();
  let urgent: Promise<unknown>[] = [];
  /** By subject: starts a callback that lets the next one overtake it. */
  const overtaken = new Map<string | null, (time: number) => void>();

  function log(ring: Ring): Callback {
    const callback: Callback = { ...ring, since: new Date(clock.now()).toISOString(), deliveries: [] };
    sent.add(callback);
    return callback;
  }

  async function deliver(callback: Callback): Promise<Delivery> {
    const delivery: Delivery = { at: new Date(clock.now()).toISOString(), status: null };
    callback.deliveries.push(delivery);
    if (settings().drop > 0) {
      settings().drop -= 1;
      delivery.status = 'dropped';
    } else {
      const { url, body, headers } = callback;
      delivery.status = (await post(url, body, settings().sourceAddress, headers)) ?? 'unreachable';
    }
    return delivery;
  }

  /** The course of one callback, by the settings as they are now; its first deliveries come at once or at a time. */
  function course(callback: Callback) {
    const { deliveries, together, timeScale } = settings();
    const first = Math.min(together, deliveries ?? together);
    const most = deliveries ?? first + retries();
    const send = async (index: number) => {
      if (
        deliveries === null &&
        callback.deliveries.some(({ status }) => typeof status === 'number' && isSuccess(status))
      )
        return;
      await deliver(callback);
      const next = index + 1;
      // One that was on its way when all was forgotten is not sent again.
      if (index < first - 1 || next >= most || !sent.has(callback)) return;
      const offset = retrySeconds[Math.min(next - first, retrySeconds.length - 1)] ?? 0;
      agenda.at(Date.parse(callback.since) + offset * timeScale * 1000, () => send(next));
    };
    const firstOnes = Array.from({ length: first }, (_, index) => index);
    return {
      now: () => Promise.all(firstOnes.map(send)),
      at: (time: number) => firstOnes.forEach((index) => agenda.at(time, () => send(index))),
    };
  }

  /** Starts a callback at its time, or lets the next one about the same thing pass first. */
  function start(callback: Callback) {
    const { subject } = callback;
    const { delaySeconds, beforeAnswer, reorder, timeScale } = settings();
    const since = Date.parse(callback.since);
    const { now, at } = course(callback);
    const time = since + delaySeconds * 1000;
    const passing = overtaken.get(subject);
    overtaken.delete(subject);
    if (reorder && !passing) {
      const once = onlyOnce(at);
      overtaken.set(subject, once);
      // Nothing may overtake it: then the first retry's time is the latest.
      const latest = since + (retrySeconds[0] ?? 0) * timeScale * 1000;
      agenda.at(latest, () => {
        if (overtaken.get(subject) === once) overtaken.delete(subject);
        once(latest);
      });
      return;
    }
    if (beforeAnswer) urgent.push(now());
    else at(time);
    passing?.(time + 1);
  }

  return {
    ring(ring) {
      const { enabled, deliveries } = settings();
      if (enabled && deliveries !== 0) start(log(ring));
    },
    async beforeAnswer() {
      const waitedFor = urgent;
      urgent = [];
      await Promise.all(waitedFor);
    },
    once: (ring) => deliver(log(ring)),
    log: () => structuredClone([...sent]),
    clear() {
      sent = new Set();
      urgent = [];
      overtaken.clear();
    },
  };
}

function onlyOnce(act: (time: number) => void): (time: number) => void {
  let done = false;
  return (time) => {
    if (!done) act(time);
    done = true;
  };
}
