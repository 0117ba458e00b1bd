import type { Agenda } from '../agenda.ts';
import type { Clock } from '../clock.ts';
import type { ErrorCode } from './errors.ts';
import type { Identifiers } from './identifiers.ts';
import { memoryOf } from './memory.ts';
import type { Payment } from './payments.ts';
import type { RefundRequest } from './requests.ts';
import type { Settings } from './settings.ts';

/** Times in milliseconds since 1970, the amount in öre. */
export interface Refund {
  readonly id: string;
  readonly request: RefundRequest;
  readonly createdAt: number;
  /** The bank's, once the merchant is debited. */
  paymentReference: string | null;
  status: 'CREATED' | 'VALIDATED' | 'DEBITED' | 'PAID' | 'ERROR';
  errorCode: ErrorCode | null;
  paidAt: number | null;
}

interface RefundsOptions {
  clock: Clock;
  agenda: Agenda;
  identifiers: Identifiers;
  settings: Settings;
  /** Hears of each step that the merchant is told of. */
  onStep: (refund: Refund) => void;
}

const hasEnded = ({ status }: Refund) => status === 'PAID' || status === 'ERROR';

/** Refunds in memory; by themselves they are validated, debited and paid (swish.md 11). */
export function refundStore({ clock, agenda, identifiers, settings, onStep }: RefundsOptions) {
  const memory = memoryOf<Refund>(clock);

  function fail(refund: Refund, errorCode: ErrorCode): boolean {
    if (hasEnded(refund)) return false;
    Object.assign(refund, { status: 'ERROR', errorCode, paymentReference: null });
    onStep(refund);
    return true;
  }

  function step(refund: Refund, status: 'VALIDATED' | 'DEBITED' | 'PAID') {
    if (hasEnded(refund)) return;
    refund.status = status;
    if (status === 'VALIDATED') return;
    refund.paymentReference ??= identifiers.id();
    if (status === 'PAID') refund.paidAt = clock.now();
    onStep(refund);
  }

  return {
    /** A refund that goes its way, or that fails by itself as its message says. */
    create(request: RefundRequest, id = identifiers.id(), failure?: ErrorCode): Refund {
      const refund: Refund = {
        id,
        request,
        createdAt: clock.now(),
        paymentReference: null,
        status: 'CREATED',
        errorCode: null,
        paidAt: null,
      };
      memory.add(refund);
      const { stepSeconds } = settings.values;
      const after = (steps: number, act: () => unknown) =>
        agenda.at(refund.createdAt + steps * stepSeconds * 1000, () => void act());
      after(0.5, () => step(refund, 'VALIDATED'));
      if (failure) after(1, () => fail(refund, failure));
      after(1, () => step(refund, 'DEBITED'));
      after(2, () => step(refund, 'PAID'));
      return refund;
    },

    find: memory.find,
    newestFirst: memory.newestFirst,
    /** What no refund has taken yet, öre. */
    remainderOf: ({ request: { amount }, paymentReference }: Payment): number =>
      memory
        .newestFirst()
        .filter(({ request, status }) => request.originalPaymentReference === paymentReference && status !== 'ERROR')
        .reduce((left, { request }) => left - request.amount, amount),
    fail,

    clear: memory.clear,
  };
}

export type Refunds = ReturnType<typeof refundStore>;
