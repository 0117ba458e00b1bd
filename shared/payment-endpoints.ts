import type { Callers } from './callers.ts';
import { checked, type Endpoint } from './http.ts';
import { paymentInPath } from './own-payment.ts';
import { answerPayment } from './payment-answer.ts';
import type { StoredPayment } from './payment-item.ts';
import { answerList, listQuery } from './payment-list-query.ts';
import { listPayments } from './payment-list.ts';
import type { PaymentStore } from './payment-store.ts';
import { ProblemError } from './problem.ts';
import { orTheClock, type SyncMachine } from './sync-machine.ts';
import type { Table } from './table.ts';

export interface PaymentEndpointDependencies {
  readonly callers: Callers;
  readonly table: Table;
  readonly store: PaymentStore;
  /** By provider. */
  readonly machineOf: (provider: string) => SyncMachine;
  /** Waits that many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/** How long `POST …/syncs` waits, and between looks at the item. The function's time limit is above it. */
const patienceMilliseconds = 8_000;
const lookMilliseconds = 300;
/** When it makes sense to read a payment that was still being looked at. */
const retryAfterSeconds = 5;

/** Listing and reading payments, whichever provider they are at, calls nobody; a sync sends somebody to look now. */
export const paymentEndpoints = ({
  callers,
  table,
  store,
  machineOf,
  pause,
}: PaymentEndpointDependencies): readonly Endpoint[] => {
  /** @returns the payment as it then is, caught up with that many rings or not */
  const waitFor = async (payment: StoredPayment, rings: number): Promise<StoredPayment> => {
    const until = table.now() + patienceMilliseconds;
    let newest = payment;
    while (newest.completedSync < rings && table.now() < until) {
      await pause(lookMilliseconds);
      newest = (await store.find(payment.paymentId)) ?? newest;
    }
    return newest;
  };

  return [
    {
      route: 'GET /v1/payments',
      handle: async (event) => {
        const merchant = await callers.anyMerchant(event.headers['authorization']);
        const { cursor: after, ...query } = checked(event.queryStringParameters ?? {}, listQuery);
        const request = { merchant: merchant.name, providers: merchant.scopes, after, ...query };
        return { status: 200, body: answerList(await listPayments(request, table)) };
      },
    },
    {
      route: 'GET /v1/payments/{paymentId}',
      handle: async (event) => {
        const merchant = await callers.anyMerchant(event.headers['authorization']);
        return { status: 200, body: answerPayment(await paymentInPath(event, store, merchant, merchant.scopes)) };
      },
    },
    {
      route: 'POST /v1/payments/{paymentId}/syncs',
      handle: async (event) => {
        const merchant = await callers.anyMerchant(event.headers['authorization']);
        const { paymentId, provider } = await paymentInPath(event, store, merchant, merchant.scopes);
        const rung = await store.ring(paymentId);
        if (!rung) throw new ProblemError('not-found');
        await orTheClock(paymentId, machineOf(provider).catchUp(paymentId, rung.completedSync));
        const payment = await waitFor(rung, rung.requestedSync);
        return payment.completedSync >= rung.requestedSync
          ? { status: 200, body: answerPayment(payment) }
          : { status: 202, headers: { 'retry-after': String(retryAfterSeconds) }, body: answerPayment(payment) };
      },
    },
  ];
};
