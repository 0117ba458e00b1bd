import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { seconds, whenConditionHolds, type Table } from './table.ts';

const storedSeats = z.object({ seats: z.record(z.string(), z.number()), closedUntil: z.number().default(0) });

export interface SeatsNow {
  /** The flows whose code is watched. */
  readonly watched: ReadonlySet<string>;
  /** Those that nobody gave back, and whose time is over. */
  readonly stale: readonly string[];
  /** Until when the provider wants no calls: seconds, 0 for not closed. */
  readonly closedUntil: number;
}

/**
 * Which flows of a provider have a code that somebody looks at, as far as it was promised to keep them fresh. One item,
 * ids and times only. A seat that nobody gives back ends by itself with the flow's deadline.
 */
export class SeatList {
  readonly #table: Table;
  readonly #key: { readonly pk: string };

  constructor(table: Table, provider: string) {
    this.#table = table;
    this.#key = { pk: `seats#${provider}` };
  }

  async look(): Promise<SeatsNow> {
    const { Item } = await this.#table.dynamo.send(new GetCommand({ TableName: this.#table.name, Key: this.#key }));
    if (!Item) {
      await this.#create();
      return { watched: new Set(), stale: [], closedUntil: 0 };
    }
    const { seats, closedUntil } = storedSeats.parse(Item);
    const isStale = (flowId: string) => (seats[flowId] ?? 0) <= this.#now();
    const flowIds = Object.keys(seats);
    return {
      watched: new Set(flowIds.filter((flowId) => !isStale(flowId))),
      stale: flowIds.filter(isStale),
      closedUntil,
    };
  }

  /** Takes one of `count` seats until `until` (seconds); false when all are taken. */
  async take(flowId: string, until: number, count: number): Promise<boolean> {
    return this.#update('SET seats.#f0 = :until', 'size(seats) < :count', [flowId], {
      ':until': until,
      ':count': count,
    });
  }

  /** The code is not watched any more: the order is open, or the flow has ended. Safe to say twice. */
  async leave(...flowIds: readonly string[]): Promise<void> {
    if (flowIds.length === 0) return;
    const paths = flowIds.map((_, index) => `seats.#f${index}`).join(', ');
    await this.#update(`REMOVE ${paths}`, 'attribute_exists(seats)', flowIds);
  }

  /** The provider said "too many": nobody calls it before `until` (seconds). A longer closure stands. */
  async close(until: number): Promise<void> {
    const isLonger = 'attribute_exists(seats) AND (attribute_not_exists(closedUntil) OR closedUntil < :until)';
    await this.#update('SET closedUntil = :until', isLonger, [], { ':until': until });
  }

  async #create(): Promise<void> {
    await whenConditionHolds(
      this.#table.dynamo.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...this.#key, seats: {} },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
  }

  #update(
    UpdateExpression: string,
    ConditionExpression: string,
    flowIds: readonly string[],
    values?: Record<string, number>,
  ): Promise<boolean> {
    return whenConditionHolds(
      this.#table.dynamo.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: this.#key,
          UpdateExpression,
          ConditionExpression,
          ...(flowIds.length === 0
            ? {}
            : { ExpressionAttributeNames: Object.fromEntries(flowIds.map((id, index) => [`#f${index}`, id])) }),
          ...(values ? { ExpressionAttributeValues: values } : {}),
        }),
      ),
    );
  }

  #now(): number {
    return seconds(this.#table.now());
  }
}
