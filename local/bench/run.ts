import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { randomBytes, randomUUID } from 'node:crypto';
import { swedbankPay } from '../../functions/swedbank-pay/provider.ts';
import { PaymentStore } from '../../shared/payment-store.ts';
import { seconds } from '../../shared/table.ts';
import { localAccess } from '../aws/access.ts';
import type { Sample } from './figures.ts';
import type { Side } from './side.ts';
import { ledgerTable } from './tables.ts';

export const deliveries = ['first', 'duplicate'] as const;

/** As far as Powertools' idempotency looks at it: how long the function may still run. */
const context = { getRemainingTimeInMillis: () => 10_000 } as Context;

/** A payment in the ledger for each side, alike but for their ids. */
const createPayment = async (store: PaymentStore): Promise<string> => {
  const paymentId = randomBytes(16).toString('hex');
  const now = seconds(Date.now());
  await store.create(
    {
      paymentId,
      provider: swedbankPay.name,
      merchant: 'shop',
      createdAt: now,
      payeeReference: 'BENCH1',
      fingerprint: randomBytes(32).toString('hex'),
    },
    now + 35,
  );
  return paymentId;
};

/** The body as Swedbank Pay sends it (swedbank-pay.md section 16). */
const callbackBody = (): string => {
  const id = `/psp/invoice/payments/${randomUUID()}`;
  return JSON.stringify({
    payment: { id, number: 123456 },
    transaction: { id: `${id}/authorizations/${randomUUID()}`, number: 123457 },
  });
};

const measure = async (side: Side, event: APIGatewayProxyEventV2, delivery: Sample['delivery']): Promise<Sample> => {
  const { requests, starts } = side.counts;
  const started = performance.now();
  const { statusCode } = await side.handle(event, context);
  const milliseconds = performance.now() - started;
  if (statusCode !== 200) throw new Error(`${side.name}, ${delivery} delivery: answered with ${statusCode}, not 200`);
  return {
    side: side.name,
    delivery,
    milliseconds,
    requests: side.counts.requests - requests,
    starts: side.counts.starts - starts,
  };
};

/**
 * Delivers the callback of each payment twice to each side, one delivery at a time. Who goes first changes with each
 * payment, so that whatever else the machine does falls on both alike.
 */
export const run = async (endpoint: string, sides: readonly [Side, Side], payments: number): Promise<Sample[]> => {
  const client = new DynamoDBClient(localAccess(endpoint));
  const store = new PaymentStore({
    dynamo: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    name: ledgerTable,
    now: Date.now,
  });
  const samples: Sample[] = [];
  for (let payment = 0; payment < payments; payment += 1) {
    const body = callbackBody();
    const events: [Side, APIGatewayProxyEventV2][] = [];
    for (const side of payment % 2 === 0 ? sides : sides.toReversed())
      events.push([side, side.eventOf(await createPayment(store), body)]);
    for (const delivery of deliveries)
      for (const [side, event] of events) samples.push(await measure(side, event, delivery));
  }
  client.destroy();
  return samples;
};
