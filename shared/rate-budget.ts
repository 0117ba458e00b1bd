import { setTimeout as sleep } from 'node:timers/promises';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { measure } from './metrics.ts';
import { seconds, whenConditionHolds, type Table } from './table.ts';
import { BudgetExhausted } from './provider-error.ts';
import { SeatList, type SeatsNow } from './seat-list.ts';

/** What a provider allows, over any ten seconds and any minute. */
export interface RateLimits {
  readonly perTenSeconds: number;
  readonly perMinute: number;
}

/**
 * Who asks: a person who looks at a code that goes stale goes first; an order that is open in the app can wait a little,
 * and a look in the background, for which nobody waits, longer.
 */
export type Urgency = 'watched' | 'opened' | 'background';

type Share = readonly [name: string, share: number];

/** A code must be read again within this time, or no phone accepts it. */
const freshSeconds = 5;
const longestClosureSeconds = 120;
/** Room that is never promised to codes, so that opened orders always get on. */
const reservedPerSecond = 1;

/**
 * A provider's rate, shared by all that call it at the same time.
 *
 * Calls are counted per second. A window of one second with a limit of a tenth of ten seconds would let 110 calls into
 * some ten seconds (they touch eleven windows), so the limit is an eleventh: then no ten seconds hold more than allowed,
 * wherever the provider's own window begins.
 */
export class RateBudget {
  readonly #table: Table;
  readonly #provider: string;
  /** Calls a second. */
  readonly #rate: number;
  readonly seats: SeatList;
  /** Milliseconds, as Date.now. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;

  constructor(
    table: Table,
    provider: string,
    limits: RateLimits,
    pause: (milliseconds: number) => Promise<void> = (milliseconds) => sleep(milliseconds),
  ) {
    this.#table = table;
    this.now = table.now;
    this.pause = pause;
    this.#provider = provider;
    this.#rate = Math.max(2, Math.floor(Math.min(limits.perTenSeconds / 11, limits.perMinute / 61)));
    this.seats = new SeatList(table, provider);
  }

  /** As many codes as can be kept fresh at once; a second of each round goes to machine, call and turn. */
  get seatCount(): number {
    return (freshSeconds - 1) * this.#watchedRate;
  }

  get #watchedRate(): number {
    return this.#rate - reservedPerSecond;
  }

  /** How long to wait between two reads of a watched code when so many are watched; machine and call take their time too. */
  paceSeconds(watched: number): number {
    return Math.max(1, Math.ceil(watched / this.#watchedRate));
  }

  /** Takes one call from this second's budget; false when it is used up. */
  async take(urgency: Urgency, watched: number): Promise<boolean> {
    const second = this.#now();
    const counted = this.#shares(urgency, watched);
    const isNone = counted.some(([, share]) => share < 1);
    const taken = !isNone && (await this.#count(second, counted));
    if (!taken) measure('BudgetRefused', 1, { provider: this.#provider });
    return taken;
  }

  /** Counts one call under each of these names, if none has its share by then. */
  #count(second: number, counted: readonly Share[]): Promise<boolean> {
    return whenConditionHolds(
      this.#table.dynamo.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: { pk: `budget#${this.#provider}#${second}` },
          UpdateExpression: `ADD ${counted.map((_, index) => `#c${index} :one`).join(', ')} SET expiresAt = :expiresAt`,
          ConditionExpression: counted
            .map((_, index) => `(attribute_not_exists(#c${index}) OR #c${index} < :c${index})`)
            .join(' AND '),
          ExpressionAttributeNames: Object.fromEntries(counted.map(([name], index) => [`#c${index}`, name])),
          ExpressionAttributeValues: {
            ':one': 1,
            ':expiresAt': second + 60,
            ...Object.fromEntries(counted.map(([, share], index) => [`:c${index}`, share])),
          },
        }),
      ),
    );
  }

  /**
   * What a call counts as, each with how much of a second that may have. A look in the background takes from what opened
   * orders may, at most half of the rate, and leaves the last call to them.
   */
  #shares(urgency: Urgency, watched: number): readonly Share[] {
    const forOpened = Math.max(reservedPerSecond, this.#rate - Math.ceil(watched / freshSeconds));
    const all = ['used', this.#rate] as const;
    switch (urgency) {
      case 'watched':
        return [all, ['watched', this.#watchedRate]];
      case 'opened':
        return [all, ['opened', forOpened]];
      case 'background':
        return [all, ['opened', forOpened - 1], ['background', Math.max(1, Math.floor(this.#rate / 2))]];
    }
  }

  /** The provider said "too many", or that it is away for a while; a wrong header shall not close it for a day. */
  async close(retryAfterSeconds: number): Promise<void> {
    // In whole seconds, and none of them before the provider's.
    await this.seats.close(Math.ceil(this.#table.now() / 1000 + Math.min(retryAfterSeconds, longestClosureSeconds)));
  }

  /**
   * Promises a new flow that its code will be kept fresh until `until` (seconds).
   * @throws BudgetExhausted when as much has been promised to others, or the provider wants no calls now
   */
  async seat(flowId: string, until: number): Promise<void> {
    const { watched, stale } = await this.#lookWhileOpen();
    if (watched.size + stale.length >= this.seatCount) await this.seats.leave(...stale);
    if (await this.seats.take(flowId, until, this.seatCount)) return;
    measure('SeatsRefused', 1, { provider: this.#provider });
    throw new BudgetExhausted(freshSeconds);
  }

  /** What a start without a code asks for. @throws BudgetExhausted while the provider wants no calls */
  async refuseWhileClosed(): Promise<void> {
    await this.#lookWhileOpen();
  }

  async #lookWhileOpen(): Promise<SeatsNow> {
    const now = await this.seats.look();
    if (now.closedUntil > this.#now()) throw new BudgetExhausted(now.closedUntil - this.#now());
    return now;
  }

  #now(): number {
    return seconds(this.#table.now());
  }
}
