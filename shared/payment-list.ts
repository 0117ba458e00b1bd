import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { merchantIndex, referenceIndex } from './payment-index.ts';
import { storedPayment, type StoredPayment } from './payment-item.ts';
import { paymentLeaseSeconds } from './payment-lease.ts';
import { stateOf, type PaymentState } from './payment.ts';
import { seconds, type Table } from './table.ts';

/** What needs a person's eye: an outcome that nobody knows, or a payment that is no longer looked at by itself. */
export const attention = z.enum(['unknown', 'parked']);

/** The payment after which a list goes on. It names no merchant: a list never leaves its caller's payments. */
export const position = z.strictObject({ paymentId: z.string().regex(/^[0-9a-f]{32}$/), createdAt: z.int() });
export type Position = z.infer<typeof position>;

export interface ListRequest {
  readonly merchant: string;
  /** Payments at other providers are left out. */
  readonly providers: readonly string[];
  readonly limit: number;
  readonly after?: Position | undefined;
  readonly merchantReference?: string | undefined;
  readonly state?: PaymentState | undefined;
  readonly attention?: z.infer<typeof attention> | undefined;
  /** Seconds, both included. */
  readonly createdFrom?: number | undefined;
  readonly createdTo?: number | undefined;
}

/** What one request looks at, at most: the rest is behind the position that it answers with. */
export const lookedAtMost = 500;
/** Keys of one query, at least: few round trips, however rare the wanted ones are. */
const keysAtLeast = 25;

const indexKey = z.object({ pk: z.string(), createdAt: z.number() });
type IndexKey = z.infer<typeof indexKey>;

const endOfTime = Number.MAX_SAFE_INTEGER;

const pkOf = (paymentId: string): string => `payment#${paymentId}`;

/**
 * A merchant's payments, the newest first. The indexes lag behind by moments; the payments themselves are read as they are.
 * @returns `next` while there may be more, also after fewer than `limit`, or none
 */
export const listPayments = async (
  request: ListRequest,
  table: Table,
): Promise<{ payments: StoredPayment[]; next: Position | undefined }> => {
  const payments: StoredPayment[] = [];
  let looked = 0;
  let start = request.after && { pk: pkOf(request.after.paymentId), createdAt: request.after.createdAt };
  do {
    const { keys, last } = await query(request, start, table);
    for (const payment of await itemsOf(keys, table)) {
      // Another merchant's payment under the same reference: neither shown, nor counted, nor a position.
      if (payment.merchant !== request.merchant) continue;
      looked += 1;
      if (matches(payment, request, seconds(table.now()))) payments.push(payment);
      if (payments.length === request.limit || looked === lookedAtMost)
        return { payments, next: { paymentId: payment.paymentId, createdAt: payment.createdAt } };
    }
    start = last;
  } while (start);
  return { payments, next: undefined };
};

const matches = (payment: StoredPayment, { providers, state, attention: wanted }: ListRequest, now: number): boolean =>
  providers.includes(payment.provider) &&
  (state === undefined || stateOf(payment.known) === state) &&
  (wanted !== 'parked' || payment.parked !== undefined) &&
  (wanted !== 'unknown' || isOutcomeUnknown(payment, now));

const query = async (
  { merchant, merchantReference, createdFrom = 0, createdTo = endOfTime, limit }: ListRequest,
  start: IndexKey | undefined,
  { dynamo, name }: Table,
): Promise<{ keys: IndexKey[]; last: IndexKey | undefined }> => {
  const [index, partition] =
    merchantReference === undefined ? [merchantIndex, merchant] : [referenceIndex, merchantReference];
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName: name,
      IndexName: index.name,
      KeyConditionExpression: `${index.partitionKey} = :partition AND createdAt BETWEEN :from AND :to`,
      ExpressionAttributeValues: { ':partition': partition, ':from': createdFrom, ':to': createdTo },
      ScanIndexForward: false,
      Limit: Math.max(limit, keysAtLeast),
      ...(start ? { ExclusiveStartKey: { ...start, [index.partitionKey]: partition } } : {}),
    }),
  );
  return {
    keys: Items.map((item) => indexKey.parse(item)),
    last: LastEvaluatedKey && indexKey.parse(LastEvaluatedKey),
  };
};

/** The answer to its creation, or to an operation, was lost, and nothing has told yet what became of it. */
export const isOutcomeUnknown = ({ providerPaymentId, createdAt, underway }: StoredPayment, now: number): boolean =>
  (providerPaymentId === undefined && createdAt + paymentLeaseSeconds.slow <= now) ||
  (underway !== undefined && underway.leaseUntil <= now);

/** In the order of their keys; without those that are gone since, since the provider refused them. */
const itemsOf = async (keys: readonly IndexKey[], { dynamo, name }: Table): Promise<StoredPayment[]> => {
  const found = new Map<unknown, StoredPayment>();
  let wanted: Record<string, unknown>[] = keys.map(({ pk }) => ({ pk }));
  while (wanted.length > 0) {
    const { Responses, UnprocessedKeys } = await dynamo.send(
      new BatchGetCommand({ RequestItems: { [name]: { Keys: wanted, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[name] ?? []) found.set(item['pk'], storedPayment.parse(item));
    wanted = UnprocessedKeys?.[name]?.Keys ?? [];
  }
  return keys.flatMap(({ pk }) => found.get(pk) ?? []);
};
