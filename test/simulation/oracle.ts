import type { Payment, Transaction } from '../../local/simulators/swedbank-pay/payment.ts';
import { judgeDonations } from './donation-oracle.ts';
import type { Donor } from './donor.ts';
import { isFinal, stateOf, type Known } from '../../shared/payment.ts';
import type { LedgerItem } from './ledger.ts';
import type { Login } from './login.ts';
import type { Order } from './shop.ts';
import { judgeSwish } from './swish-oracle.ts';
import type { SwishOrder } from './swish-order.ts';
import type { World } from './world.ts';

export interface Everybody {
  readonly orders: readonly Order[];
  readonly logins: readonly Login[];
  readonly donors: readonly Donor[];
  readonly swishOrders: readonly SwishOrder[];
}

/** What must be true once all is quiet; whatever is not is a violation with a name. */
export const judge = (world: World, { orders, logins, donors, swishOrders }: Everybody): void => {
  judgeEvents(world);
  judgePayments(world, orders);
  judgeFlows(world, [...logins, ...donors, ...swishOrders]);
  judgeDonations(world, donors);
  judgeSwish(world, swishOrders);
};

const judgeEvents = (world: World): void => {
  const contents = new Map<string, string>();
  for (const { type, detail } of world.bus.heard) {
    const eventId = String(detail['eventId']);
    const content = JSON.stringify(detail);
    const before = contents.get(eventId);
    if (before !== undefined && before !== content) world.violate(`double event: one id of ${type}, two contents`);
    contents.set(eventId, content);
    const at = Date.parse(String(detail['at'] ?? detail['endedAt']));
    if (!(at > world.scheduler.now - 40 * 24 * 3600_000)) world.violate(`lost time: ${type} says that it was long ago`);
  }
};

const isOver = ({ state }: Transaction): boolean => state === 'Completed' || state === 'Failed';

const judgePayments = (world: World, orders: readonly Order[]): void => {
  const told = new Set(world.bus.heard.map(({ detail }) => String(detail['eventId'])));
  const atProvider = world.swedbankPay.store.newestFirst();
  const isForged = orders.some((order) => order.isForged);
  for (const same of Map.groupBy(atProvider, ({ request }) => request.payment.description).values())
    if (same.length > 1) world.violate('double payment: one Idempotency-Key made two at the provider');
  for (const payment of atProvider) judgePayment(world, payment, told, isForged);
  judgeInventions(world, told);
  for (const { paymentIds, done } of orders) {
    if (paymentIds.size > 1) world.violate('double payment: one Idempotency-Key was answered with two');
    for (const paymentId of paymentIds)
      if (!atProvider.some((payment) => idOf(payment) === paymentId))
        world.violate('lost payment: answered 201, and not at the provider');
    const made = new Set(atProvider.flatMap(({ transactions }) => transactions.map(({ description }) => description)));
    for (const name of done)
      if (!made.has(name)) world.violate('lost operation: answered 201, and not at the provider');
  }
};

const idOf = ({ request }: Payment): string =>
  /\/([\da-f]{32})\.[^/]*$/.exec(request.payment.urls.callbackUrl ?? '')?.[1] ?? '';

const judgePayment = (world: World, payment: Payment, told: ReadonlySet<string>, isForged: boolean): void => {
  const paymentId = idOf(payment);
  const item = world.ledgerWatch.payments.find((each) => each.paymentId === paymentId);
  if (!item) {
    world.violate('lost payment: at the provider, and not in the ledger');
    return;
  }
  for (const { type, description } of payment.transactions) {
    const same = payment.transactions.filter((each) => each.description === description && each.type === type);
    // A payer may try again after a failure.
    const twins = type === 'Authorization' ? same.filter(({ state }) => state === 'Completed') : same;
    if (twins.length > 1) world.violate(`double ${type}: one Idempotency-Key made two`);
  }
  if (item.providerPaymentId === undefined) {
    if (world.ledgerWatch.rung.has(paymentId) && !isForged) world.violate('lost payment: it rang, and was not found');
    if (item.parked === undefined) world.violate('lost payment: its creation is unknown, and nobody is told');
    return;
  }
  if (!item.providerPaymentId.endsWith(payment.id)) world.violate('lost payment: another one stands in its place');
  judgeKnowledge(world, payment, item, told);
  judgeRest(world, item);
};

const judgeKnowledge = (world: World, payment: Payment, item: LedgerItem, told: ReadonlySet<string>): void => {
  const { transactions } = item.known;
  for (const { id, type, state, amount } of payment.transactions) {
    const known = transactions[id];
    if (!known) world.violate('lost transaction: it is at the provider, and not in the ledger');
    else if (known.state !== state.toLowerCase() || known.amount !== amount || known.type !== type.toLowerCase())
      world.violate(`lost state: a transaction is ${state} at the provider, and ${known.state} in the ledger`);
    if (!told.has(`${item.paymentId}-${id}-${state.toLowerCase()}`))
      world.violate('lost event: nobody was told of a transaction');
  }
  if (Object.keys(transactions).length > payment.transactions.length)
    world.violate('double transaction: the ledger knows one that is not at the provider');
  const state = stateOf(item.known as Known);
  if (state !== 'open' && !told.has(`${item.paymentId}-${state}`))
    world.violate(`lost event: nobody was told that a payment is ${state}`);
  if (payment.transactions.some((each) => !isOver(each))) world.violate('defect: the provider has not settled');
};

/** Nothing is left lying: no event untold, no operation half done, and whoever is not final will be looked at. */
const judgeRest = (world: World, item: LedgerItem): void => {
  if (Object.keys(item.outbox).length > 0) world.violate('lost event: it lies in the outbox');
  if (item.underway) world.violate('lost operation: it is under way for ever');
  if (item.parked) world.violate(`lost payment: parked (${item.parked.reason})`);
  const dueAt = (item.dueAt ?? Infinity) * 1000;
  if (dueAt < world.scheduler.now - 60_000) world.violate('lost look: a payment was due, and nobody came');
  if (dueAt === Infinity && !isFinal(item.known as Known))
    world.violate('lost look: a payment that is not final is never looked at again');
};

/** No event about what never was. */
const judgeInventions = (world: World, told: ReadonlySet<string>): void => {
  const payments = new Map(world.swedbankPay.store.newestFirst().map((payment) => [idOf(payment), payment.id]));
  for (const eventId of told) {
    const [, paymentId = '', transaction, state = ''] =
      /^([\da-f]{32})-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})-(\w+)$/.exec(eventId) ?? [];
    if (transaction === undefined) continue;
    // One that is still worked on says so in reads only.
    const states = state === 'open' ? ['Completed', 'Failed'] : [state === 'completed' ? 'Completed' : 'Failed'];
    const provider = payments.get(paymentId) ?? '';
    if (!states.some((each) => world.swedbankPay.history.has(`${provider} ${transaction} ${each}`)))
      world.violate('double transaction: an event tells of what never was');
  }
};

const judgeFlows = (world: World, people: readonly (Login | Donor | SwishOrder)[]): void => {
  const { flows, ends, left } = world.personalWatch;
  const told = world.bus.heard.filter(({ type }) => type === 'flow.ended').map(({ detail }) => detail);
  for (const flowId of [...flows.values()].flatMap((each) => [...each])) {
    const end = ends.get(flowId);
    const events = told.filter((detail) => detail['flowId'] === flowId);
    // When nobody looks, and the bus is away, until a flow is erased, there is nobody left who could end it or tell.
    const isLeftAlone = world.weather.busOutUntil > 0;
    if (end === undefined && !isLeftAlone) world.violate('lost end: a flow was erased before it ended');
    if (events.length === 0 && !isLeftAlone) world.violate('lost event: nobody was told of an end');
    if (events.some(({ status }) => status !== end)) world.violate('double end: an event tells another end');
  }
  for (const { flowIds } of people) {
    if (flowIds.size > 1) world.violate('double flow: one Idempotency-Key was answered with two');
    const made = [...flows.values()].flatMap((each) => [...each]);
    for (const flowId of flowIds) if (!made.includes(flowId)) world.violate('lost flow: answered 201, and not there');
  }
  if (left.length > 0) world.violate(`lost erasure: ${left[0]?.split('#')[0] ?? ''} is still there after a day`);
};
