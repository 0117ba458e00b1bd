import { randomUUID } from 'node:crypto';
import type { Bank } from './banks.ts';
import { courseOf } from './test-persons.ts';

/** What an order is for. */
export type Subject =
  | { kind: 'authentication' }
  | { kind: 'signature'; visibleText: string; hiddenData: string | null }
  | { kind: 'bank-accounts'; bank: Bank; otherDevice: boolean };

export interface OrderState {
  status: 'OutstandingTransaction' | 'NoClient' | 'Started' | 'UserSign' | 'Complete' | 'Error';
  hintCode: string | null;
  /** The personal number of whoever approved; only with Complete. */
  approvedBy?: string;
}

/** One BankID order. Its state is never stored: it follows from these facts and the time. Times in milliseconds. */
export interface Order {
  readonly reference: string;
  readonly subject: Subject;
  /** Whom the start named. */
  readonly personalNumber: string | null;
  readonly autoStartToken: string;
  readonly qrStartToken: string;
  readonly qrStartSecret: string;
  readonly createdAt: number;
  /** When the app picked the order up; may lie ahead for a test person. */
  openedAt: number | null;
  /** How and when somebody ended the order; may lie ahead for a test person. */
  ending: (OrderState & { at: number }) | null;
  /** A status that polls answer whatever the state is. */
  forced: { status: string; hintCode: string | null } | null;
  /** Digests of the QR pictures that were handed out, and the second that each belongs to. */
  readonly frames: Map<string, number>;
}

/** Unopened orders die after 30 s (bankid.md 4.3), opened ones after 180 s, and the code is asked for after about 2 s (inferred). */
const toOpen = 30_000;
const toFinish = 180_000;
const untilUserSign = 2_000;

/** A new order; one that names a test person follows that person's course. */
export function newOrder(subject: Subject, personalNumber: string | null, createdAt: number): Order {
  return {
    reference: randomUUID(),
    subject,
    personalNumber,
    autoStartToken: randomUUID(),
    qrStartToken: randomUUID(),
    qrStartSecret: randomUUID(),
    createdAt,
    forced: null,
    frames: new Map(),
    ...courseOf(personalNumber, createdAt),
  };
}

/** Where the order is at `now`. */
export function stateOf({ createdAt, openedAt, ending }: Order, now: number): OrderState {
  if (ending && now >= ending.at) return ending;
  if (openedAt === null || now < openedAt) {
    if (now - createdAt >= toOpen) return { status: 'Error', hintCode: 'startFailed' };
    return { status: 'OutstandingTransaction', hintCode: 'outstandingTransaction' };
  }
  if (now - openedAt >= toFinish) return { status: 'Error', hintCode: 'expiredTransaction' };
  if (now - openedAt >= untilUserSign) return { status: 'UserSign', hintCode: 'userSign' };
  return { status: 'Started', hintCode: 'started' };
}

const ended = new Set<OrderState['status']>(['NoClient', 'Complete', 'Error']);

export const hasEnded = (order: Order, now: number): boolean => ended.has(stateOf(order, now).status);
/** Whether the app has picked the order up, or had before it ended. */
export const isOpened = ({ openedAt }: Order, now: number): boolean => openedAt !== null && openedAt <= now;
/** Whether the order still waits for somebody to scan or launch: only then is there a QR. */
export const isOutstanding = (order: Order, now: number): boolean =>
  stateOf(order, now).status === 'OutstandingTransaction';

/** Lets the app pick the order up, unless it has already. */
export function open(order: Order, now: number): void {
  if (!isOpened(order, now)) order.openedAt = now;
}

/** Ends the order now. */
export function end(order: Order, state: OrderState, now: number): void {
  order.ending = { ...state, at: now };
  order.forced = null;
}
