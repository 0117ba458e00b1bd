import type { Agenda } from '../agenda.ts';
import type { Clock } from '../clock.ts';
import { deliverySender, type Deliveries, type Delivery, type Post } from '../deliveries.ts';
import { idOf } from './operations.ts';
import type { Payment, Transaction } from './payment.ts';
import { typedIdOf } from './resources.ts';
import type { CallbackSettings } from './settings.ts';

/** Seconds from the transaction to each retry (swedbank-pay.md 16). */
const retrySeconds = [30, 60, 360, 432, 864, 1265];

export interface Callbacks extends Pick<Deliveries, 'beforeAnswer' | 'clear'> {
  ring(payment: Payment, transaction: Transaction): void;
  /** Sends a body of somebody else's making, and logs it like the others. */
  forge(url: string, body: unknown): Promise<Delivery>;
  /** What was told of each payment, by its id; null for a forged callback. The cause is such as `Capture Completed`. */
  log(): object[];
}

/** The provider's callbacks (swedbank-pay.md 16, 25). */
export function callbackSender(settings: () => CallbackSettings, clock: Clock, agenda: Agenda, post: Post): Callbacks {
  const sender = deliverySender({ settings, retrySeconds, clock, agenda, post });
  return {
    ring(payment, transaction) {
      const url = payment.request.payment.urls.callbackUrl;
      if (url === undefined) return;
      const cause = `${transaction.type} ${transaction.state}`;
      sender.ring({ subject: idOf(payment), cause, url, body: bodyOf(payment, transaction, settings().body) });
    },
    beforeAnswer: () => sender.beforeAnswer(),
    forge: (url, body) => sender.once({ subject: null, cause: 'forged', url, body }),
    log: () => sender.log().map(({ subject: payment, ...callback }) => ({ payment, ...callback })),
    clear: () => sender.clear(),
  };
}

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
