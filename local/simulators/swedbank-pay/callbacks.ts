import type { Clock } from '../clock.ts';
import type { Agenda } from './agenda.ts';
import { idOf } from './operations.ts';
import type { Payment, Transaction } from './payment.ts';
import { typedIdOf } from './resources.ts';
import type { CallbackSettings } from './settings.ts';

/** Seconds from the transaction to each retry (swedbank-pay.md 16). */
const retrySeconds = [30, 60, 360, 432, 864, 1265];

interface Delivery {
  at: string;
  /** The HTTP status that was answered; null while nothing has been. */
  status: number | 'dropped' | 'unreachable' | null;
}

/** One change that the merchant is told of, and each time that this was tried. */
interface Callback {
  /** The payment's id; null for a forged callback. */
  readonly payment: string | null;
  /** What happened, such as `Capture Completed`; the body does not say. */
  readonly cause: string;
  readonly url: string;
  readonly body: unknown;
  readonly since: string;
  readonly deliveries: Delivery[];
}

/** Posts a JSON body; answers the status, or undefined when nobody answered. */
export type Post = (url: string, body: unknown, sourceAddress: string | null) => Promise<number | undefined>;

export interface Callbacks {
  ring(payment: Payment, transaction: Transaction): void;
  /** Waits for the deliveries that must come before the answer of the call that caused them. */
  beforeAnswer(): Promise<void>;
  /** Sends a body of somebody else's making, and logs it like the others. */
  forge(url: string, body: unknown): Promise<Delivery>;
  log(): Callback[];
  clear(): void;
}

/** The provider's callbacks by its own schedule, and as the settings disturb it (swedbank-pay.md 16, 25). */
export function callbackSender(settings: () => CallbackSettings, clock: Clock, agenda: Agenda, post: Post): Callbacks {
  let sent: Callback[] = [];
  let urgent: Promise<unknown>[] = [];
  /** By payment: starts a callback that lets the next one overtake it. */
  const overtaken = new Map<string, (time: number) => void>();

  function log(payment: string | null, cause: string, url: string, body: unknown): Callback {
    const since = new Date(clock.now()).toISOString();
    const callback: Callback = { payment, cause, url, body, since, deliveries: [] };
    sent.push(callback);
    return callback;
  }

  async function deliver(callback: Callback): Promise<Delivery> {
    const delivery: Delivery = { at: new Date(clock.now()).toISOString(), status: null };
    callback.deliveries.push(delivery);
    if (settings().drop > 0) {
      settings().drop -= 1;
      delivery.status = 'dropped';
    } else {
      delivery.status = (await post(callback.url, callback.body, settings().sourceAddress)) ?? 'unreachable';
    }
    return delivery;
  }

  /** The course of one callback, by the settings as they are now; its first deliveries come at once or at a time. */
  function course(callback: Callback) {
    const { deliveries, together, timeScale } = settings();
    const first = Math.min(together, deliveries ?? together);
    const most = deliveries ?? first + retrySeconds.length;
    const send = async (index: number) => {
      if (deliveries === null && callback.deliveries.some(({ status }) => isSuccess(status))) return;
      await deliver(callback);
      const next = index + 1;
      if (index < first - 1 || next >= most) return;
      const offset = retrySeconds[Math.min(next - first, retrySeconds.length - 1)] ?? 0;
      agenda.at(Date.parse(callback.since) + offset * timeScale * 1000, () => send(next));
    };
    const firstOnes = Array.from({ length: first }, (_, index) => index);
    return {
      now: () => Promise.all(firstOnes.map(send)),
      at: (time: number) => firstOnes.forEach((index) => agenda.at(time, () => send(index))),
    };
  }

  /** Starts a callback at its time, or lets the payment's next one pass first. */
  function start(callback: Callback, payment: string) {
    const { delaySeconds, beforeAnswer, reorder, timeScale } = settings();
    const since = Date.parse(callback.since);
    const { now, at } = course(callback);
    const time = since + delaySeconds * 1000;
    const passing = overtaken.get(payment);
    overtaken.delete(payment);
    if (reorder && !passing) {
      const once = onlyOnce(at);
      overtaken.set(payment, once);
      // Nothing may overtake it: then the first retry's time is the latest.
      const latest = since + (retrySeconds[0] ?? 0) * timeScale * 1000;
      agenda.at(latest, () => {
        if (overtaken.get(payment) === once) overtaken.delete(payment);
        once(latest);
      });
      return;
    }
    if (beforeAnswer) urgent.push(now());
    else at(time);
    passing?.(time + 1);
  }

  return {
    ring(payment, transaction) {
      const { enabled, deliveries, body } = settings();
      const url = payment.request.payment.urls.callbackUrl;
      if (!enabled || deliveries === 0 || url === undefined) return;
      const cause = `${transaction.type} ${transaction.state}`;
      start(log(idOf(payment), cause, url, bodyOf(payment, transaction, body)), idOf(payment));
    },
    async beforeAnswer() {
      const waitedFor = urgent;
      urgent = [];
      await Promise.all(waitedFor);
    },
    forge: (url, body) => deliver(log(null, 'forged', url, body)),
    log: () => structuredClone(sent),
    clear() {
      sent = [];
      urgent = [];
      overtaken.clear();
    },
  };
}

const isSuccess = (status: Delivery['status']) => typeof status === 'number' && status >= 200 && status < 300;

/** The printed body, or one that a receiver must survive (swedbank-pay.md 16). */
function bodyOf(payment: Payment, transaction: Transaction, form: CallbackSettings['body']): object {
  const body = {
    payment: { id: idOf(payment), number: payment.number },
    transaction: { id: typedIdOf(payment, transaction), number: transaction.number },
  };
  const elsewhere = ({ id, number }: { id: string; number: number }) => ({
    id: `https://elsewhere.example${id}`,
    number,
  });
  switch (form) {
    case 'normal':
      return body;
    case 'payment-only':
      return { payment: body.payment };
    case 'extra-fields':
      return {
        ...body,
        paymentOrder: { id: '/psp/paymentorders/unknown', instrument: 'invoice' },
        orderReference: 'A1',
      };
    case 'absolute-ids':
      return { payment: elsewhere(body.payment), transaction: elsewhere(body.transaction) };
  }
}

function onlyOnce(act: (time: number) => void): (time: number) => void {
  let done = false;
  return (time) => {
    if (!done) act(time);
    done = true;
  };
}
