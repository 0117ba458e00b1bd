import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Extras, type ProblemCode, ProblemError, problems } from './problem.ts';
import { due, seconds, whenConditionHolds, type Table } from './table.ts';

/** Long enough for a caller that asks once more why it was refused. */
const lifeSeconds = 600;

const slowRequest = z.object({
  /** Gone once it is refused. */
  body: z.unknown().optional(),
  /** Why it was refused: the provider's texts may quote the request, so they lie here and not in the ledger. */
  refusal: z
    .object({ code: z.custom<ProblemCode>((code) => String(code) in problems), extras: z.custom<Extras>() })
    .optional(),
  expiresAt: z.number(),
});

/** Names what is carried out by a machine: an operation on a payment, or `creation`. */
export interface SlowTask {
  readonly paymentId: string;
  readonly operationId: string;
}

const key = ({ paymentId, operationId }: SlowTask) => ({ pk: `slow#${paymentId}#${operationId}` });

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

  /** Puts a request that was just intended; what an earlier try left under this key is gone with it. */
  async put(task: SlowTask, body: unknown): Promise<void> {
    const { pk } = key(task);
    const expiresAt = this.#now() + lifeSeconds;
    await this.#table.dynamo.send(
      new PutCommand({ TableName: this.#table.name, Item: { pk, body, expiresAt, ...due(pk, expiresAt) } }),
    );
  }

  /** The body of a request that still waits. */
  async bodyOf(task: SlowTask): Promise<unknown> {
    return (await this.#find(task))?.body;
  }

  /** Why it was refused, if it was. */
  async refusalOf(task: SlowTask): Promise<ProblemError | undefined> {
    const refusal = (await this.#find(task))?.refusal;
    return refusal && new ProblemError(refusal.code, refusal.extras);
  }

  async refuse(task: SlowTask, { code, extras }: ProblemError): Promise<void> {
    await whenConditionHolds(
      this.#table.dynamo.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: key(task),
          UpdateExpression: 'SET refusal = :refusal REMOVE body',
          // An UpdateItem is an upsert: without this a late write would bring an erased person back.
          ConditionExpression: 'attribute_exists(pk) AND expiresAt > :now',
          ExpressionAttributeValues: { ':refusal': { code, extras }, ':now': this.#now() },
        }),
      ),
    );
  }

  async #find(task: SlowTask) {
    const { Item } = await this.#table.dynamo.send(
      new GetCommand({ TableName: this.#table.name, Key: key(task), ConsistentRead: true }),
    );
    const found = Item && slowRequest.parse(Item);
    return found && found.expiresAt > this.#now() ? found : undefined;
  }
}
