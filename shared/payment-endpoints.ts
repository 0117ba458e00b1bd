import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Callers, Merchant } from './callers.ts';
import { checked, type Endpoint } from './http.ts';
import { describe, log } from './log.ts';
import { answerPayment } from './payment-answer.ts';
import type { StoredPayment } from './payment-item.ts';
import { answerList, listQuery } from './payment-list-query.ts';
import { listPayments } from './payment-list.ts';
import type { PaymentStore } from './payment-store.ts';
import { ProblemError } from './problem.ts';
import type { SyncMachine } from './sync-machine.ts';
import type { Table } from './table.ts';

export interface PaymentDependencies {
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
}: PaymentDependencies): readonly Endpoint[] => {
  /** Another merchant's payment is as unknown as one that never was; so is one by a key without its provider's scope. */
  const findFor = async (merchant: Merchant, event: APIGatewayProxyEventV2): Promise<StoredPayment> => {
    const paymentId = event.pathParameters?.['paymentId'] ?? '';
    const payment = /^[0-9a-f]{32}$/.test(paymentId) ? await store.find(paymentId) : undefined;
    if (payment?.merchant !== merchant.name || !merchant.scopes.includes(payment.provider))
      throw new ProblemError('not-found');
    return payment;
  };

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
        return { status: 200, body: answerPayment(await findFor(merchant, event)) };
      },
    },
    {
      route: 'POST /v1/payments/{paymentId}/syncs',
      handle: async (event) => {
        const merchant = await callers.anyMerchant(event.headers['authorization']);
        const { paymentId, provider } = await findFor(merchant, event);
        const rung = await store.ring(paymentId);
        if (!rung) throw new ProblemError('not-found');
        await machineOf(provider)
          .catchUp(paymentId, rung.completedSync)
          .catch((error: unknown) => {
            // It is due, so the clock sends somebody.
            log.error('sync.not-started', { paymentId, ...describe(error) });
          });
        const payment = await waitFor(rung, rung.requestedSync);
        return payment.completedSync >= rung.requestedSync
          ? { status: 200, body: answerPayment(payment) }
          : { status: 202, headers: { 'retry-after': String(retryAfterSeconds) }, body: answerPayment(payment) };
      },
    },
  ];
};
