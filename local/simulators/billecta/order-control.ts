import * as z from 'zod';
import type { Clock } from '../clock.ts';
import { controlBody, controlError } from '../control.ts';
import { json, type Reply, type Route, type SimulatorRequest } from '../http.ts';
import { isPersonalNumber } from '../people.ts';
import { lookupStatus } from './bank-accounts.ts';
import { end, hasEnded, isOpened, isOutstanding, open, stateOf, type Order, type OrderState } from './order.ts';
import type { Orders } from './orders.ts';
import { frameAge } from './qr.ts';

/** How old a scanned picture may be, in seconds; BankID does not publish its own limit (bankid.md 5). */
const oldestFrame = 5;
/** Who approves an order that named nobody. */
const anybody = '191212121212';

const scan = z.strictObject({ qr: z.string() });
const launch = z.strictObject({ autoStartToken: z.string() });
const approval = z.strictObject({
  personalNumber: z.string().refine(isPersonalNumber, 'not a personal number of 12 digits').optional(),
});
const rawStatus = z.strictObject({ status: z.string(), hintCode: z.string().optional() });

/** The part of the control API that plays the person with the phone. */
export function orderControlRoutes(orders: Orders, clock: Clock): Route[] {
  const outstanding = () => orders.newestFirst().filter((order) => isOutstanding(order, clock.now()));

  function opened(order: Order | undefined): Reply {
    if (!order) throw controlError(404, 'No order waits for this');
    open(order, clock.now());
    return json(200, { reference: order.reference });
  }

  const onOrder = (action: string, act: (order: Order, body: unknown) => void): Route => ({
    method: 'POST',
    path: `/_simulator/orders/{reference}/${action}`,
    handle(request: SimulatorRequest) {
      const order = orders.find(request.param('reference'));
      if (!order) throw controlError(404, 'No such order');
      if (hasEnded(order, clock.now())) throw controlError(409, 'The order has ended');
      act(order, request.body);
      return json(200, { reference: order.reference, status: shownStatus(order, clock.now()).status });
    },
  });
  const ending = (action: string, state: OrderState) => onOrder(action, (order) => end(order, state, clock.now()));

  return [
    {
      method: 'GET',
      path: '/_simulator/orders',
      handle: () => json(200, { orders: orders.newestFirst().map((order) => listed(order, clock.now())) }),
    },
    {
      method: 'POST',
      path: '/_simulator/scan',
      handle({ body }) {
        const { qr } = controlBody(scan, body);
        const order = outstanding().find((candidate) => frameAge(candidate, qr, clock.now()) !== undefined);
        if (order && (frameAge(order, qr, clock.now()) ?? 0) > oldestFrame) {
          throw controlError(409, `The picture is older than ${oldestFrame} seconds`);
        }
        return opened(order);
      },
    },
    {
      method: 'POST',
      path: '/_simulator/launch',
      handle({ body }) {
        const { autoStartToken } = controlBody(launch, body);
        return opened(outstanding().find((order) => order.autoStartToken === autoStartToken));
      },
    },
    onOrder('approve', (order, body) => {
      const { personalNumber = order.personalNumber ?? anybody } = controlBody(approval, body ?? {});
      open(order, clock.now());
      end(order, { status: 'Complete', hintCode: null, approvedBy: personalNumber }, clock.now());
    }),
    ending('decline', { status: 'Error', hintCode: 'userCancel' }),
    ending('no-app', { status: 'NoClient', hintCode: 'noClient' }),
    ending('certificate-error', { status: 'Error', hintCode: 'certificateErr' }),
    ending('expire', { status: 'Error', hintCode: 'expiredTransaction' }),
    onOrder('status', (order, body) => {
      const { status, hintCode = null } = controlBody(rawStatus, body);
      order.forced = { status, hintCode };
    }),
  ];
}

/** The status that a poll would show. */
function shownStatus(order: Order, now: number) {
  const state = stateOf(order, now);
  const status = order.subject.kind === 'bank-accounts' ? lookupStatus(state) : state.status;
  return order.forced ?? { status, hintCode: state.hintCode };
}

const listed = (order: Order, now: number) => ({
  reference: order.reference,
  kind: order.subject.kind,
  personalNumber: order.personalNumber,
  ...shownStatus(order, now),
  opened: isOpened(order, now),
  autoStartToken: order.autoStartToken,
  visibleText: order.subject.kind === 'signature' ? order.subject.visibleText : null,
  createdAt: new Date(order.createdAt).toISOString(),
});
