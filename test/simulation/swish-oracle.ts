import type { Payment } from '../../local/simulators/swish/payments.ts';
import type { Refund } from '../../local/simulators/swish/refunds.ts';
import { stateOf, type Known } from '../../shared/payment.ts';
import type { LedgerItem } from './ledger.ts';
import type { SwishOrder } from './swish-order.ts';
import type { World } from './world.ts';

/** What must have become of payments with Swish in the end; what must hold at each step is watched (swish-watch.ts). */
export const judgeSwish = (world: World, orders: readonly SwishOrder[]): void => {
  const { requests, refunds } = world.swish;
  const items = world.ledgerWatch.payments.filter(({ provider }) => provider === 'swish');
  for (const [paymentId, made] of Map.groupBy(requests, (each) => each.paymentId)) {
    const paid = made.filter(({ thing }) => thing.status === 'PAID');
    if (paid.length > 1) world.violate('double payment: one Idempotency-Key was paid twice with Swish');
    const item = items.find((each) => each.paymentId === paymentId);
    if (!item) world.violate('lost payment: at Swish, and not in the ledger');
    const own = refunds.flatMap((each) => (each.paymentId === paymentId ? [each.thing] : []));
    const things = made.map(({ thing }) => thing);
    if (item) judgePayment(world, item, things, own);
  }
  for (const { paymentIds, flowIds, refunded } of orders) {
    if (paymentIds.size > 1) world.violate('double payment: one Idempotency-Key was answered with two');
    if (flowIds.size > 1) world.violate('double flow: one Idempotency-Key was answered with two');
    for (const paymentId of paymentIds) {
      if (items.find((each) => each.paymentId === paymentId)?.providerPaymentId === undefined)
        world.violate('lost payment: answered 201, and not at Swish');
      for (const amount of refunded)
        if (!refunds.some((each) => each.paymentId === paymentId && each.thing.request.amount === amount))
          world.violate('lost refund: answered with success, and not at Swish');
    }
  }
};

const judgePayment = (
  world: World,
  item: LedgerItem,
  requests: readonly Payment[],
  refunds: readonly Refund[],
): void => {
  const request = requests.find(({ id }) => id === item.providerPaymentId);
  const others = requests.filter((each) => each !== request);
  if (others.some(({ status }) => status === 'CREATED')) world.violate('double request: one is left that can be paid');
  if (!request) {
    // Paid with a token that nobody had, when the next attempt was chosen, and nobody has asked again.
    if (item.parked === undefined && item.dueAt === undefined)
      world.violate('lost payment: nothing is known of it, and nobody looks or is told');
    return;
  }
  if (others.some(({ status }) => status === 'PAID')) world.violate('lost payment: another request of it was paid');
  if (refunds.length !== new Set(refunds.map((each) => each.request.amount)).size)
    world.violate('double refund: one Idempotency-Key was refunded twice');
  const state = judgeKnowledge(world, item, request, refunds);
  judgeEvents(world, item, request, refunds, state);
  judgeFlow(world, item, request);
  if (Object.keys(item.outbox).length > 0) world.violate('lost event: it lies in the outbox');
  const isUnknown = isSilent(request) || refunds.some(isSilent);
  if (item.underway && !isUnknown) world.violate('lost operation: it is under way for ever');
  // What the bank never tells is looked at until Swish has forgotten it.
  if (item.parked && !isUnknown) world.violate(`lost payment: parked (${item.parked.reason})`);
};

const isSilent = ({ status, errorCode }: Payment | Refund): boolean => status === 'ERROR' && errorCode === 'DS24';

/** What the ledger must say. @returns the payment's state */
const judgeKnowledge = (world: World, { known }: LedgerItem, request: Payment, refunds: readonly Refund[]): string => {
  const state = stateOf(known as Known);
  const back = refunds.filter(({ status }) => status === 'PAID').reduce((sum, each) => sum + each.request.amount, 0);
  const wanted =
    request.status === 'PAID'
      ? back === 0
        ? 'captured'
        : back < request.request.amount
          ? 'partly-reversed'
          : 'reversed'
      : unpaid(request);
  if (state !== wanted) world.violate(`lost state: a payment is ${wanted} at Swish, and ${state} in the ledger`);
  const transactions = Object.values(known.transactions);
  for (const refund of refunds) {
    const become = refund.status === 'PAID' ? 'completed' : isSilent(refund) ? 'open' : 'failed';
    const there = known.transactions[refund.id];
    if (there?.state !== become || there.amount !== refund.request.amount)
      world.violate(`lost refund: it is ${refund.status} at Swish, and ${String(there?.state)} in the ledger`);
  }
  if (transactions.length !== refunds.length + (request.status === 'PAID' ? 1 : 0))
    world.violate('double transaction: the ledger knows one that is not at Swish');
  return state;
};

const unpaid = (request: Payment): string => {
  if (request.status === 'CANCELLED') return 'aborted';
  if (request.status === 'CREATED') return 'open';
  return isSilent(request) ? 'unknown' : 'failed';
};

/** Each final state has been told, and nothing that never was. */
const judgeEvents = (
  world: World,
  { paymentId, known }: LedgerItem,
  request: Payment,
  refunds: readonly Refund[],
  state: string,
): void => {
  const told = new Set(
    world.bus.heard.flatMap(({ type, detail }) =>
      type === 'payment.changed' && detail['paymentId'] === paymentId ? [String(detail['eventId'])] : [],
    ),
  );
  const transactions = Object.values(known.transactions);
  const must = [state, ...transactions.map((each) => `${each.id}-${each.state}`)];
  const may = [
    ...must,
    ...(request.status === 'PAID' ? ['captured'] : []),
    ...(refunds.length > 1 ? ['partly-reversed'] : []),
    ...(world.swish.silent.has(request.id) ? ['unknown'] : []),
    ...transactions.map(({ id }) => `${id}-open`),
  ];
  for (const each of must)
    if (each !== 'open' && !told.has(`${paymentId}-${each}`)) world.violate('lost event: nobody was told of a state');
  for (const eventId of told)
    if (!may.includes(eventId.slice(paymentId.length + 1)))
      world.violate('double state: an event tells of what never was');
};

/** The payer's flow has ended as Swish said, or nobody knows. */
const judgeFlow = (world: World, { paymentId }: LedgerItem, request: Payment): void => {
  const flows = [...world.swishWatch.flows.values()].filter((each) => each.paymentId === paymentId);
  if (flows.length > 1) world.violate('double flow: one payment has two');
  for (const { end } of flows) {
    const wanted = request.status === 'PAID' ? 'complete' : request.status === 'CANCELLED' ? 'cancelled' : 'failed';
    if (end?.status !== wanted)
      world.violate(`double end: a payment is ${request.status} at Swish, and its flow ${String(end?.status)}`);
    if (isSilent(request) !== (end?.hint === 'outcome-unknown'))
      world.violate(`lost end: a payment is ${request.status}, and its flow says ${String(end?.hint)}`);
  }
};
