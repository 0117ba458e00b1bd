import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Extras, type ProblemCode, ProblemError, problems } from './problem.ts';
import { due, seconds, whenConditionHolds, type Table } from './table.ts';

/** Long enough for a caller that asks once more why it was refused. */
const lifeSeconds = 600;

const slowRequest = z.object({
  /** Gone once it is taken. */
  body: z.unknown().optional(),
  /** Why it was refused: the provider's texts may quote the request, so they lie here and not in the ledger. */
  refusal: z
    .object({ code: z.custom<ProblemCode>((code) => String(code) in problems), extras: z.custom<Extras>() })
    .optional(),
  expiresAt: z.number(),
});

/** Names what is carried out by a machine: a try of an operation on a payment, or of its `creation`. */
export interface SlowTask {
  readonly paymentId: string;
  readonly operationId: string;
  /** Milliseconds; tells it from one that was refused before, under the same Idempotency-Key. */
  readonly attempt: number;
}

const key = ({ paymentId, operationId, attempt }: SlowTask) => ({ pk: `slow#${paymentId}#${operationId}#${attempt}` });

/**
 * What a machine carries out takes ids only; the request, which holds personal data, waits here in the personal table,
 * and so does the refusal, for ten minutes.
 */
export class SlowRequests {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  #now = (): number => seconds(this.#table.now());

  async put(task: SlowTask, body: unknown): Promise<void> {
    const { pk } = key(task);
    const expiresAt = this.#now() + lifeSeconds;
    await this.#table.dynamo.send(
      new PutCommand({ TableName: this.#table.name, Item: { pk, body, expiresAt, ...due(pk, expiresAt) } }),
    );
  }

  /** Takes the body out, once: whoever comes second must not ask the provider again. */
  async take(task: SlowTask): Promise<unknown> {
    try {
      const { Attributes } = await this.#table.dynamo.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: key(task),
          UpdateExpression: 'REMOVE body',
          ConditionExpression: 'attribute_exists(body) AND expiresAt > :now',
          ExpressionAttributeValues: { ':now': this.#now() },
          ReturnValues: 'ALL_OLD',
        }),
      );
      return slowRequest.parse(Attributes).body;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  /** Why it was refused, if it was. */
  async refusalOf(task: SlowTask): Promise<ProblemError | undefined> {
    const { Item } = await this.#table.dynamo.send(
      new GetCommand({ TableName: this.#table.name, Key: key(task), ConsistentRead: true }),
    );
    const { refusal, expiresAt } = Item ? slowRequest.parse(Item) : { expiresAt: 0 };
    return refusal && expiresAt > this.#now() ? new ProblemError(refusal.code, refusal.extras) : undefined;
  }

  async refuse(task: SlowTask, { code, extras }: ProblemError): Promise<void> {
    await whenConditionHolds(
      this.#table.dynamo.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: key(task),
          UpdateExpression: 'SET refusal = :refusal',
          // An UpdateItem is an upsert: without this a late write would bring an erased person back.
          ConditionExpression: 'attribute_exists(pk) AND expiresAt > :now',
          ExpressionAttributeValues: { ':refusal': { code, extras }, ':now': this.#now() },
        }),
      ),
    );
  }
}
