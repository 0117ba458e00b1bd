import type { Agenda } from '../agenda.ts';
import type { Clock } from '../clock.ts';
import type { ErrorCode } from './errors.ts';
import type { Identifiers } from './identifiers.ts';
import { memoryOf } from './memory.ts';
import type { PaymentRequest } from './requests.ts';
import type { Settings } from './settings.ts';

/** Times in milliseconds since 1970, the amount in öre. */
export interface Payment {
  readonly id: string;
  readonly request: PaymentRequest;
  /** The bank's; there from the start, as MSS shows it, although it is documented for PAID only (swish.md 6). */
  readonly paymentReference: string;
  /** Opens the request on a phone; null for a payer who is named by number. */
  readonly token: string | null;
  readonly createdAt: number;
  payerAlias: string | null;
  /** The payer has approved, and the bank has not answered yet. */
  isSigning: boolean;
  status: 'CREATED' | 'PAID' | 'DECLINED' | 'ERROR' | 'CANCELLED';
  errorCode: ErrorCode | null;
  paidAt: number | null;
}

/** How a payer approves. */
export interface Approval {
  /** Who pays a request that named nobody. */
  payerAlias?: string | undefined;
  /** How long the bank takes. */
  bankSeconds?: number;
}

interface PaymentsOptions {
  clock: Clock;
  agenda: Agenda;
  identifiers: Identifiers;
  settings: Settings;
  /** Hears of every payment that has ended. */
  onEnd: (payment: Payment) => void;
}

/** Whom MSS names as the payer of a request that named nobody (swish.md 6). */
const somebody = '46464646464';

const isOpen = ({ status }: Payment) => status === 'CREATED';
/** Errors after which the money may have moved all the same (swish.md 9.2, 19). */
const isUncertain = ({ errorCode }: Payment) => errorCode === 'TM01' || errorCode === 'DS24';

/** Payment requests in memory, as Swish, the payer and the bank change them. A change that comes too late answers false. */
export function paymentStore({ clock, agenda, identifiers, settings, onEnd }: PaymentsOptions) {
  const memory = memoryOf<Payment>(clock);
  const after = (seconds: number, act: () => unknown) => agenda.at(clock.now() + seconds * 1000, () => void act());

  function end(payment: Payment, status: Payment['status'], errorCode: ErrorCode | null = null): boolean {
    if (!isOpen(payment)) return false;
    const paidAt = status === 'PAID' ? clock.now() : null;
    Object.assign(payment, { status, errorCode, paidAt, isSigning: false });
    onEnd(payment);
    return true;
  }

  function approve(payment: Payment, { payerAlias = somebody, bankSeconds = 0 }: Approval = {}): boolean {
    if (!isOpen(payment) || payment.isSigning) return false;
    payment.payerAlias ??= payerAlias;
    if (bankSeconds === 0) return end(payment, 'PAID');
    payment.isSigning = true;
    after(bankSeconds, () => end(payment, 'PAID'));
    return true;
  }

  /** The payer or Swish ends a request that nobody has approved. */
  const giveUp = (payment: Payment, status: Payment['status'], errorCode?: ErrorCode) =>
    !payment.isSigning && end(payment, status, errorCode);

  /** The money moves after Swish has given the payment up. */
  function payLate(payment: Payment): boolean {
    if (!isUncertain(payment)) return false;
    payment.status = 'CREATED';
    return approve(payment);
  }

  return {
    /** A request that waits for its payer, or that fails by itself as its message says. */
    create(request: PaymentRequest, id = identifiers.id(), failure?: ErrorCode): Payment {
      const payment: Payment = {
        id,
        request,
        paymentReference: identifiers.id(),
        token: request.payerAlias === undefined ? identifiers.token() : null,
        createdAt: clock.now(),
        payerAlias: request.payerAlias ?? null,
        isSigning: false,
        status: 'CREATED',
        errorCode: null,
        paidAt: null,
      };
      memory.add(payment);
      const { payerSeconds, paysAfterSeconds, stepSeconds } = settings.values;
      if (failure) after(stepSeconds, () => end(payment, 'ERROR', failure));
      else if (paysAfterSeconds === 0) approve(payment);
      else if (paysAfterSeconds !== null) after(paysAfterSeconds, () => approve(payment));
      after(payerSeconds, () => giveUp(payment, 'ERROR', 'TM01'));
      return payment;
    },

    find: memory.find,
    newestFirst: memory.newestFirst,
    byReference: (reference: unknown) =>
      memory.newestFirst().find(({ paymentReference }) => paymentReference === reference),
    /** Whether the payer has a request to answer already. */
    isWaitingFor: (payerAlias: unknown) =>
      payerAlias !== undefined &&
      memory.newestFirst().some((payment) => payment.request.payerAlias === payerAlias && isOpen(payment)),

    approve,
    decline: (payment: Payment) => giveUp(payment, 'DECLINED'),
    cancel: (payment: Payment) => giveUp(payment, 'CANCELLED', 'RP08'),
    fail: (payment: Payment, code: ErrorCode) => end(payment, 'ERROR', code),

    payLate,
    payLateAfter: (payment: Payment, seconds: number) => after(seconds, () => payLate(payment)),

    clear: memory.clear,
  };
}

export type Payments = ReturnType<typeof paymentStore>;
