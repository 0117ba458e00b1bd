import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { mac } from './mac.ts';
import { ProblemError } from './problem.ts';
import { seconds, whenConditionHolds, type Table } from './table.ts';

/** The function's time limit (29 s) and some seconds: then whoever was at it is dead, and so is every call it had open. */
const leaseSeconds = 35;

/** No field of it is personal: ids of the provider's, times, and hashes under our key. */
const storedIntent = z.object({
  pk: z.string(),
  operation: z.string(),
  provider: z.string(),
  merchant: z.string(),
  fingerprint: z.string(),
  /** Not `createdAt`: with that it would stand among the merchant's payments in the ledger's index. */
  askedAt: z.number(),
  /** Who is at it, and until when it is left alone (seconds). */
  holder: z.string(),
  leaseUntil: z.number(),
  /** The step that the provider was asked for, while its id is not known. */
  asked: z.string().optional(),
  /** By step. */
  ids: z.record(z.string(), z.string()),
  notes: z.record(z.string(), z.string()),
  isDone: z.boolean(),
});
type StoredIntent = z.infer<typeof storedIntent>;

export interface IntentRequest {
  readonly macKey: string;
  readonly provider: string;
  readonly merchant: string;
  readonly operation: string;
  readonly key: string;
  /** All that was asked for; the key stands for exactly this. */
  readonly request: unknown;
}

/** What one attempt knows of its intent, and may write while it holds the lease. */
export interface Intent {
  readonly reference: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly notes: Readonly<Record<string, string>>;
  /** The step whose answer an earlier attempt has not seen. */
  readonly asked: string | undefined;
  /** Everything was done before. */
  readonly isDone: boolean;
  /** Whether it outlives this attempt, so that another can go on from it. */
  readonly isKept: boolean;
  ask(step: string): Promise<void>;
  /** The provider was not asked after all, or refused. */
  unask(): Promise<void>;
  keep(step: string, id: string): Promise<void>;
  note(name: string, value: string): Promise<void>;
  finish(): Promise<void>;
  /** Lets the next attempt go on at once; while nothing exists, the key is free again. */
  release(): Promise<void>;
}

/**
 * Opens the intent behind an Idempotency-Key, in the ledger: a new one, or the one of an earlier attempt that has ended.
 * @throws ProblemError `in-progress`, `idempotency-key-reused`
 */
export const openIntent = async (table: Table, asked: IntentRequest): Promise<Intent> => {
  const { macKey, provider, merchant, operation, key, request } = asked;
  const pk = `operation#${mac(macKey, 'operation-id', provider, merchant, operation, key).toString('hex')}`;
  const holder = randomUUID();
  const now = seconds(table.now());
  const fresh: StoredIntent = {
    pk,
    operation,
    provider,
    merchant,
    fingerprint: mac(macKey, 'request-fingerprint', JSON.stringify(request)).toString('hex'),
    askedAt: now,
    holder,
    leaseUntil: now + leaseSeconds,
    ids: {},
    notes: {},
    isDone: false,
  };
  const isNew = await whenConditionHolds(
    table.dynamo.send(
      new PutCommand({ TableName: table.name, Item: fresh, ConditionExpression: 'attribute_not_exists(pk)' }),
    ),
  );
  const stored = isNew ? fresh : await takenOver(table, fresh);
  return {
    ...held(table, pk, holder),
    ...stored,
    asked: stored.asked,
    isKept: true,
    reference: referenceOf(macKey, pk),
  };
};

const referenceOf = (macKey: string, pk: string): string =>
  mac(macKey, 'external-reference', pk).toString('hex').slice(0, 24);

const takenOver = async (
  table: Table,
  { pk, holder, fingerprint, leaseUntil }: StoredIntent,
): Promise<StoredIntent> => {
  const { Item } = await table.dynamo.send(
    new GetCommand({ TableName: table.name, Key: { pk }, ConsistentRead: true }),
  );
  if (!Item) throw new ProblemError('in-progress', { retryAfterSeconds: 1 });
  const earlier = storedIntent.parse(Item);
  if (earlier.fingerprint !== fingerprint) throw new ProblemError('idempotency-key-reused');
  // Or the answer to our own write was lost, and its repetition met it.
  if (earlier.isDone || earlier.holder === holder) return earlier;
  const wait = earlier.leaseUntil - seconds(table.now());
  if (wait > 0) throw new ProblemError('in-progress', { retryAfterSeconds: wait });
  const taken = await whenConditionHolds(
    table.dynamo.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk },
        UpdateExpression: 'SET holder = :holder, leaseUntil = :leaseUntil',
        ConditionExpression: 'holder = :before AND leaseUntil = :lease',
        ExpressionAttributeValues: {
          ':holder': holder,
          ':leaseUntil': leaseUntil,
          ':before': earlier.holder,
          ':lease': earlier.leaseUntil,
        },
      }),
    ),
  );
  if (!taken) throw new ProblemError('in-progress', { retryAfterSeconds: 1 });
  return earlier;
};

/** The writes of whoever holds the lease; each fails when another has taken over. */
const held = (table: Table, pk: string, holder: string) => {
  const leaseUntil = () => seconds(table.now()) + leaseSeconds;
  const update = (
    UpdateExpression: string,
    values: Record<string, unknown> = {},
    names?: Record<string, string>,
  ): Promise<boolean> =>
    whenConditionHolds(
      table.dynamo.send(
        new UpdateCommand({
          TableName: table.name,
          Key: { pk },
          UpdateExpression,
          ConditionExpression: 'holder = :holder',
          ExpressionAttributeValues: { ...values, ':holder': holder },
          ...(names ? { ExpressionAttributeNames: names } : {}),
        }),
      ),
    );
  const mustHold = async (write: Promise<boolean>): Promise<void> => {
    if (!(await write)) throw new ProblemError('in-progress', { retryAfterSeconds: 1 });
  };
  return {
    // Each ask prolongs the lease: the next attempt must not look before this call has been answered or has died.
    ask: (step: string) =>
      mustHold(update('SET asked = :step, leaseUntil = :leaseUntil', { ':step': step, ':leaseUntil': leaseUntil() })),
    unask: () => mustHold(update('REMOVE asked')),
    keep: (step: string, id: string) =>
      mustHold(update('SET ids.#step = :id REMOVE asked', { ':id': id }, { '#step': step })),
    note: (name: string, value: string) =>
      mustHold(update('SET notes.#name = :value', { ':value': value }, { '#name': name })),
    finish: async () => {
      await update('SET isDone = :done', { ':done': true });
    },
    release: async () => {
      const isEmpty = await whenConditionHolds(
        table.dynamo.send(
          new DeleteCommand({
            TableName: table.name,
            Key: { pk },
            ConditionExpression: 'holder = :holder AND ids = :none AND attribute_not_exists(asked)',
            ExpressionAttributeValues: { ':holder': holder, ':none': {} },
          }),
        ),
      );
      if (!isEmpty) await update('SET leaseUntil = :none', { ':none': 0 });
    },
  };
};
