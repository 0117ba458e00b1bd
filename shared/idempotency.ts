import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { ClaimWrite } from './flow-store.ts';
import { mac } from './mac.ts';
import { due, seconds, whenConditionHolds, type Table } from './table.ts';
import { ProblemError } from './problem.ts';

/** As the IETF draft on the Idempotency-Key header leaves it to us: 1 to 255 visible ASCII characters. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters');

/** The API function's time limit (29 s at the gateway) and some seconds: after it a crashed start may be made again. */
const leaseSeconds = 35;
/** Long after the lease, so that a start which died is still known by its body. */
const claimSeconds = 600;

const storedClaim = z.object({
  owner: z.string(),
  fingerprint: z.string(),
  leaseUntil: z.number(),
  expiresAt: z.number(),
  flowId: z.string().optional(),
});
type StoredClaim = z.infer<typeof storedClaim>;

export interface ClaimRequest {
  readonly macKey: string;
  readonly merchant: string;
  readonly route: string;
  readonly key: string;
  readonly body: unknown;
  /** Then a start that died is not made again under its key: it may have reached the payer. */
  readonly movesMoney?: boolean;
}

/** A claim that this request holds: joined to the write of the flow, or given back when the start failed. */
export interface Claim {
  complete(flowId: string, expiresAt: number): ClaimWrite;
  release(): Promise<void>;
}

const takeover = 'attribute_not_exists(flowId) AND leaseUntil <= :now AND fingerprint = :fingerprint';

/** A start that moves money was sent, and nobody knows what came of it. */
export const startUnknown = (cause?: unknown): ProblemError =>
  new ProblemError(
    'outcome-unknown',
    {
      detail: 'The payment may be open in front of the payer. Read the invoice before you start it under a new key.',
      retryable: false,
    },
    { cause },
  );

/**
 * Claims an Idempotency-Key for one start. The claim is a lease: while it runs, equal requests are told to wait; when its
 * holder died, the next one takes over, unless money moves; when the flow exists, it is answered again.
 * @throws ProblemError `in-progress`, `outcome-unknown`, or `idempotency-key-reused` for another body
 */
export const claimKey = async (table: Table, request: ClaimRequest): Promise<Claim | { flowId: string }> => {
  const { macKey, merchant, route, key, body, movesMoney = false } = request;
  const pk = `claim#${mac(macKey, 'idempotency-key', merchant, route, key).toString('hex')}`;
  const fingerprint = mac(macKey, 'request-fingerprint', JSON.stringify(body)).toString('hex');
  const now = () => seconds(table.now());
  const owner = randomUUID();
  const item = {
    pk,
    owner,
    fingerprint,
    leaseUntil: now() + leaseSeconds,
    expiresAt: now() + claimSeconds,
    ...due(pk, now() + claimSeconds),
  } satisfies StoredClaim & { pk: string };

  const claimed = await whenConditionHolds(
    table.dynamo.send(
      new PutCommand({
        TableName: table.name,
        Item: item,
        ConditionExpression: `attribute_not_exists(pk) OR expiresAt <= :now${movesMoney ? '' : ` OR (${takeover})`}`,
        ExpressionAttributeValues: { ':now': now(), ...(movesMoney ? {} : { ':fingerprint': fingerprint }) },
      }),
    ),
  );
  if (!claimed) {
    const { Item } = await table.dynamo.send(
      new GetCommand({ TableName: table.name, Key: { pk }, ConsistentRead: true }),
    );
    if (!Item) throw new ProblemError('in-progress', { retryAfterSeconds: 1 });
    const other = storedClaim.parse(Item);
    if (other.fingerprint !== fingerprint) throw new ProblemError('idempotency-key-reused');
    if (other.flowId !== undefined) return { flowId: other.flowId };
    // Unless the answer to our own write was lost, and its repetition met it.
    if (other.owner !== owner) {
      if (movesMoney && other.leaseUntil <= now()) throw startUnknown();
      throw new ProblemError('in-progress', { retryAfterSeconds: Math.max(1, other.leaseUntil - now()) });
    }
  }

  return {
    complete: (flowId, expiresAt) => ({
      Put: {
        TableName: table.name,
        Item: { ...item, flowId, expiresAt, ...due(pk, expiresAt) },
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': owner },
      },
    }),
    release: async () => {
      await whenConditionHolds(
        table.dynamo.send(
          new DeleteCommand({
            TableName: table.name,
            Key: { pk },
            ConditionExpression: '#owner = :owner AND attribute_not_exists(flowId)',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':owner': owner },
          }),
        ),
      );
    },
  };
};
