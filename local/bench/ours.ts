import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import { swedbankPay } from '../../functions/swedbank-pay/provider.ts';
import { callbackRoute, callbackUrl } from '../../shared/callback-proof.ts';
import { httpApi } from '../../shared/http.ts';
import { PaymentStore } from '../../shared/payment-store.ts';
import { callbackEndpoint } from '../../shared/provider-callback.ts';
import { callbackEvent, countedClient, localAddress, type Counts, type Side } from './side.ts';
import { ledgerTable } from './tables.ts';

/** The handler of functions/swedbank-pay/callback.ts, but that its machine only counts who would start it. */
export const ours = (endpoint: string): Side => {
  const counts: Counts = { requests: 0, starts: 0 };
  const keys = { 1: randomBytes(32).toString('hex') };
  const start = () => {
    counts.starts += 1;
    return Promise.resolve();
  };
  const dynamo = DynamoDBDocumentClient.from(countedClient(endpoint, counts), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const handler = httpApi([
    callbackEndpoint(swedbankPay, {
      store: new PaymentStore({ dynamo, name: ledgerTable, now: Date.now }),
      keys: () => Promise.resolve(keys),
      machine: { catchUp: start, watch: start },
      sources: { addresses: [`${localAddress}/32`], enforced: true },
    }),
  ]);
  return {
    name: 'ours',
    counts,
    eventOf: (paymentId, body) => {
      const path = callbackUrl('', swedbankPay.name, keys, paymentId);
      return callbackEvent(callbackRoute(swedbankPay.name), path, { proof: path.split('/').at(-1) ?? '' }, body);
    },
    handle: (event, context) => handler(event, context),
  };
};
