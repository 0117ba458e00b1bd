import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { watchShardOf } from './due.ts';
import type { Attempt } from './operation.ts';
import { seconds, whenConditionHolds, type Table } from './table.ts';
import {
  type NamedObject,
  watchedKey,
  watchedObject,
  type WatchedObject,
  type WatchedState,
} from './watched-object.ts';

/** Until then nothing is expected but what its maker knows. */
const firstLookSeconds = 2 * 3_600;

export type NewWatch = Pick<WatchedObject, 'provider' | 'kind' | 'id' | 'merchant' | 'merchantReference'>;

/** Watched objects in the ledger. Whose an object is says its first watch; none is ever deleted. */
export class WatchedStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  #now = (): number => seconds(this.#table.now());

  /** Begins to watch an object; one that is watched stays as it is, and one that was closed is looked at again. */
  async watch(asked: NewWatch): Promise<void> {
    const dueAt = this.#now() + firstLookSeconds;
    if (await this.#begin(asked, dueAt)) return;
    const pk = watchedKey(asked.provider, asked);
    await this.#change(pk, 'SET dueAt = :dueAt', 'attribute_exists(pk) AND attribute_not_exists(dueAt)', {
      ':dueAt': dueAt,
    });
  }

  /** Begins to watch what a watched object has made, for its merchant: due at once. One that is watched stays as it is. */
  async adopt({ provider, merchant, merchantReference }: WatchedObject, { kind, id }: NamedObject): Promise<void> {
    await this.#begin({ provider, kind, id, merchant, merchantReference }, this.#now());
  }

  /** @returns false for one that is watched already */
  async #begin(asked: NewWatch, dueAt: number): Promise<boolean> {
    const pk = watchedKey(asked.provider, asked);
    const now = this.#now();
    const item = { pk, ...asked, changedAt: now, version: 0, rings: 0, ringsSeen: 0, faults: 0, dueAt };
    return whenConditionHolds(
      this.#table.dynamo.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...(item satisfies WatchedObject), dueShard: watchShardOf(pk) },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
  }

  async find(pk: string): Promise<WatchedObject | undefined> {
    const { Item } = await this.#table.dynamo.send(
      new GetCommand({ TableName: this.#table.name, Key: { pk }, ConsistentRead: true }),
    );
    return Item && watchedObject.parse(Item);
  }

  /** Counts a ring and makes the object due at once: one write. @returns undefined for one that is not watched */
  async ring(pk: string): Promise<WatchedObject | undefined> {
    return this.#change(pk, 'SET rings = rings + :one, dueAt = :now', 'attribute_exists(pk)', {
      ':one': 1,
      ':now': this.#now(),
    });
  }

  /**
   * A new state and the event that tells it, if anybody is told, in one write; due at once, should nobody come to tell it.
   * @returns undefined when another was faster; then what it wrote must be read first
   */
  async learn(
    { pk, version }: WatchedObject,
    state: WatchedState,
    untold: WatchedObject['untold'],
  ): Promise<WatchedObject | undefined> {
    return this.#change(
      pk,
      `SET #state = :state${untold ? ', untold = :untold' : ''}, version = :next, changedAt = :now, dueAt = :now`,
      'version = :version AND attribute_not_exists(untold)',
      {
        ...{ ':state': state, ':next': version + 1, ':version': version, ':now': this.#now() },
        ...(untold ? { ':untold': untold } : {}),
      },
      { '#state': 'state' },
    );
  }

  /** Takes an event that was told away. Two that told it at once do no harm. */
  async told(pk: string, eventId: string): Promise<void> {
    await this.#change(pk, 'REMOVE untold', 'untold.eventId = :event', { ':event': eventId });
  }

  /**
   * Nothing is left to do now: the next look is at `dueAt`, or there is none.
   * @returns false when there is something after all: a ring since, or another state
   */
  async rest({ pk, version, rings }: WatchedObject, dueAt: number | undefined): Promise<boolean> {
    const rested = await this.#change(
      pk,
      `SET ringsSeen = :rings, faults = :none${dueAt === undefined ? ' REMOVE dueAt' : ', dueAt = :dueAt'}`,
      'version = :version AND rings = :rings AND attribute_not_exists(untold)',
      { ':rings': rings, ':none': 0, ':version': version, ...(dueAt === undefined ? {} : { ':dueAt': dueAt }) },
    );
    return rested !== undefined;
  }

  /** Counts a fault of the provider, and looks again at `dueAt` unless somebody rings before. */
  async fault({ pk, rings }: WatchedObject, dueAt: number): Promise<void> {
    await this.#change(pk, 'SET faults = faults + :one, dueAt = :dueAt', 'rings = :rings', {
      ':one': 1,
      ':dueAt': dueAt,
      ':rings': rings,
    });
  }

  /** @returns the object after the change; undefined when the condition did not hold */
  async #change(
    pk: string,
    UpdateExpression: string,
    ConditionExpression: string,
    ExpressionAttributeValues: Readonly<Record<string, unknown>>,
    ExpressionAttributeNames?: Record<string, string>,
  ): Promise<WatchedObject | undefined> {
    try {
      const { Attributes } = await this.#table.dynamo.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: { pk },
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues,
          ...(ExpressionAttributeNames ? { ExpressionAttributeNames } : {}),
          ReturnValues: 'ALL_NEW',
        }),
      );
      return watchedObject.parse(Attributes);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}

/** Watches what is made for a merchant. */
export const watchFor =
  (ledger: Table, provider: string, merchant: string): Attempt['watch'] =>
  (object, merchantReference) =>
    new WatchedStore(ledger).watch({ provider, ...object, merchant, merchantReference });
