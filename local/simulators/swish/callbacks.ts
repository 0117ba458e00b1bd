import type { Agenda } from '../agenda.ts';
import type { Clock } from '../clock.ts';
import { deliverySender, type Deliveries, type Delivery, type Post } from '../deliveries.ts';
import type { CallbackSettings } from './settings.ts';
import { objectText, type SwishObject } from './views.ts';

/** Seconds from the change to each retry, where Swish retries at all: 5, 10, 20, 40 and then 60 apart (swish.md 10.1). */
const retrySeconds = [5, 15, 35, 75, 135, 195, 255, 315, 375];

export interface Callbacks extends Pick<Deliveries, 'beforeAnswer' | 'clear'> {
  ring(object: SwishObject): void;
  /** Sends a body of somebody else's making, and logs it like the others. */
  forge(url: string, body: unknown, headers: Record<string, string>): Promise<Delivery>;
  /** What was told of each payment or refund, by its id; null for a forged callback. The cause is the status. */
  log(): object[];
}

/** The callbacks (swish.md 10). Only 200 is an answer. */
export function callbackSender(settings: () => CallbackSettings, clock: Clock, agenda: Agenda, post: Post): Callbacks {
  const sender = deliverySender({
    settings,
    retrySeconds,
    retries: () => settings().attempts - 1,
    isSuccess: (status) => status === 200,
    clock,
    agenda,
    post,
  });
  return {
    ring(object) {
      if (settings().attempts === 0) return;
      const { id, status, callbackUrl, callbackIdentifier } = object;
      const headers: Record<string, string> = callbackIdentifier === undefined ? {} : { callbackIdentifier };
      sender.ring({ subject: id, cause: status, url: callbackUrl, body: objectText(object), headers });
    },
    beforeAnswer: () => sender.beforeAnswer(),
    forge: (url, body, headers) => sender.once({ subject: null, cause: 'forged', url, body, headers }),
    log: () => sender.log().map(({ subject: id, body, ...callback }) => ({ id, body: parsed(body), ...callback })),
    clear: () => sender.clear(),
  };
}

const parsed = (body: unknown): unknown => (typeof body === 'string' ? JSON.parse(body) : body);
